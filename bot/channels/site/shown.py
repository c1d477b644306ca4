"""A message as visitors' windows show it, whether it comes just now, late, or changed."""

from dataclasses import replace

from bot.speaking import spoken
from handoff.abilities import AS_LONG_AS_IT_IS_THERE, Abilities
from handoff.messages import Content, Message, Side

ABILITIES = Abilities(
    quotes=True, corrects_within=AS_LONG_AS_IT_IS_THERE, withdraws_within=AS_LONG_AS_IT_IS_THERE
)  # fmt: skip


def is_shown(message: Message) -> bool:
    """Whether a visitor may see it: what was said to or by them, never notes or the desk's own reports."""
    return not message.note and message.side is not Side.SYSTEM


def as_shown(message: Message) -> Message:
    """Of what was taken back, that it was there."""
    if message.withdrawn_at is not None:
        return replace(message, content=Content(), buttons=(), sources=(), quote=None)
    return message if message.side is Side.CUSTOMER else spoken(message, ABILITIES)


def is_changed(message: Message) -> bool:
    """Whether a window that has it already may have it otherwise."""
    return is_shown(message) and (bool(message.edits) or message.withdrawn_at is not None)
