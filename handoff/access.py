"""Who may see and do what at the desk, in one place."""

from handoff.conversation import Conversation
from handoff.ids import LineId
from handoff.operator import Operator, Role
from handoff.session import Closed, Waiting, WithBot, WithOperator


def lines_seen_by(operator: Operator) -> frozenset[LineId] | None:
    """The lines whose sessions a person may see, as a member or an overseer; None is all of them, and the bot's too."""
    return None if operator.role.at_least(Role.SUPERVISOR) else operator.lines | operator.supervises


def may_see(operator: Operator, conversation: Conversation) -> bool:
    """Supervisors see all; an operator sees what they hold, and what their lines hold or held last."""
    lines = lines_seen_by(operator)
    if lines is None:
        return True
    match conversation.session:
        case WithOperator() as session:
            return session.operator == operator.id or session.line in lines
        case Waiting() | Closed() as session:
            return session.line in lines
        case WithBot():
            return False
