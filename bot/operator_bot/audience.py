"""Who hears of a waiting session."""

from collections.abc import Sequence

from handoff import access
from handoff.conversation import Conversation
from handoff.operator import Operator, Presence


def audience(conversation: Conversation, operators: Sequence[Operator]) -> Sequence[Operator]:
    """Those of the line who are at work and linked: who speak the customer's language, or everybody if none does."""
    there = [
        operator
        for operator in operators
        if operator.telegram_id is not None
        and operator.presence is not Presence.OFFLINE
        and conversation.line in operator.lines
        and access.may_see(operator, conversation)
    ]
    speakers = [operator for operator in there if conversation.customer.language in operator.languages]
    return speakers or there
