"""A message of ours as a channel is to have it, and what is to be changed of one that it has already."""

from dataclasses import replace

from bot.channels.base import Accepted, Channel, Corrects, Rejected, Unknown, Unreachable
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.formatting import plain
from handoff.messages import Message
from handoff.orders import carried_out
from handoff.quoting import in_words, known_as

NOT_THERE = "The messenger has no name for this message, so it can't be changed."
NEVER = "This messenger does not let sent messages be changed."


def spoken(message: Message, abilities: Abilities) -> Message:
    """Without what the channel can't show: a quote becomes words above the text, signs of formatting go."""
    if message.quote is not None and not (abilities.quotes and message.reply_to):
        message = in_words(message)
    if abilities.formats:
        return message
    return replace(message, content=replace(message.content, text=plain(message.content.text)))


async def carry_out(channel: Channel, address: Address, message: Message | None, order: Message) -> Accepted:
    """Correct or take back what was sent. Raises a SendError; never Unknown, since it may be tried again."""
    provider_id = known_as(message) if message else None
    if message is None or provider_id is None:
        raise Rejected(NOT_THERE)
    if not isinstance(channel, Corrects):
        raise Rejected(NEVER)
    after = carried_out(message, order)
    if after == message:  # it was sent like this
        return Accepted(provider_id=provider_id)
    ids = message.part_ids or (provider_id,)
    try:
        if order.withdraws is not None:
            await channel.withdraw(address, ids, message)
        else:
            await channel.correct(address, ids, spoken(message, channel.abilities), spoken(after, channel.abilities))
    except Unknown as error:
        raise Unreachable(error.reason) from error
    return Accepted(provider_id=provider_id)
