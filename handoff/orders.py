"""Orders to change what was sent.

An order is a row of the journal, since only a worker speaks to messengers, each thing in its turn. Once carried out it
is in the message that it names; no thread shows it.
"""

from collections.abc import Iterable
from dataclasses import replace

from handoff.ids import MessageId
from handoff.messages import Edit, Message


def ordered(message: Message) -> MessageId | None:
    """The message that an order is about; None where this is no order."""
    return message.corrects or message.withdraws


def carried_out(message: Message, order: Message) -> Message:
    """The message once its order is carried out. Twice is as good as once."""
    if order.withdraws is not None:
        return replace(message, withdrawn_at=message.withdrawn_at or order.at, unchanged=None)
    if message.content.text == order.content.text:
        return replace(message, unchanged=None)
    earlier = Edit(text=message.content.text, until=order.at)
    return replace(
        message,
        content=replace(message.content, text=order.content.text),
        edits=(*message.edits, earlier),
        unchanged=None,
    )


def as_ordered(message: Message, journal: Iterable[Message]) -> Message:
    """A message that was not sent yet, as it is to be sent after all that was ordered of it meanwhile."""
    for order in journal:
        if ordered(order) == message.id:
            message = carried_out(message, order)
    return message
