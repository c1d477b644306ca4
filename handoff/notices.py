"""Whom a system message is put before: a notice for each."""

from handoff.conversation import Conversation
from handoff.ids import OperatorId
from handoff.messages import Happening, Message
from handoff.ports import Carrier, Notice


def notices_of(conversation: Conversation, message: Message) -> tuple[Notice, ...]:
    """One for every operator that it tells, and for every address that it is mailed to."""
    happening = message.happening
    if happening is None:
        return ()

    def notice(operator: OperatorId | None, email: str | None, *unsent: Carrier) -> Notice:
        return Notice(
            id=f"{message.id}~{operator or email}", operator=operator, email=email, conversation_id=conversation.id,
            message_id=message.id, customer=conversation.customer.name, happening=happening,
            details=message.details, at=message.at, unsent=unsent,
            # An offer stands over every screen of its operator while it lasts, and afterwards there is nothing to do.
            read_at=message.at if happening is Happening.OFFERED else None,
        )  # fmt: skip

    told = (notice(each, None, *Carrier) for each in dict.fromkeys(message.tells))
    mailed = (notice(None, each, Carrier.EMAIL) for each in dict.fromkeys(message.emails))
    return (*told, *mailed)
