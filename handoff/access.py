"""Who may see and do what at the desk, in one place."""

from handoff.conversation import Conversation
from handoff.operator import Operator, Role
from handoff.session import Closed, Waiting, WithBot, WithOperator


def may_see(operator: Operator, conversation: Conversation) -> bool:
    """Supervisors see all; an operator sees what they hold, and what their lines hold or held last."""
    if operator.role.at_least(Role.SUPERVISOR):
        return True
    match conversation.session:
        case WithOperator() as session:
            return session.operator == operator.id or session.line in operator.lines
        case Waiting() | Closed() as session:
            return session.line in operator.lines
        case WithBot():
            return False
