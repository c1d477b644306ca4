"""Who may see and do what at the desk, in one place."""

from dataclasses import dataclass
from typing import assert_never

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.operator import Operator, Role
from handoff.session import Closed, Waiting, WithBot, WithOperator


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """By what operators come to see a conversation: its line's members, and who has it."""

    line: LineId | None = None
    operator: OperatorId | None = None


def sight_of(conversation: Conversation) -> Sight:
    """The line and the person that have its session; of a closed one, the line that had it last."""
    match conversation.session:
        case WithOperator() as session:
            return Sight(line=session.line, operator=session.operator)
        case Waiting() | Closed() as session:
            return Sight(line=session.line)
        case WithBot():
            return Sight()
        case other:
            assert_never(other)


def lines_seen_by(operator: Operator) -> frozenset[LineId] | None:
    """The lines whose sessions a person may see, as a member or an overseer; None is all of them, and the bot's too."""
    return None if operator.role.at_least(Role.SUPERVISOR) else operator.lines | operator.supervises


def may_see(operator: Operator, conversation: Conversation) -> bool:
    """Supervisors see all; an operator sees what they hold, and what their lines hold or held last."""
    return sees(operator, sight_of(conversation))


def sees(operator: Operator, sight: Sight) -> bool:
    lines = lines_seen_by(operator)
    return lines is None or sight.operator == operator.id or (sight.line is not None and sight.line in lines)
