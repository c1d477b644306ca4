"""What all who read a session's topic should hear of a message: everything that is said, and what presses."""

from datetime import datetime
from typing import assert_never

from bot.operator_bot import telling
from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.words import TOLD, said
from handoff.conversation import Conversation
from handoff.messages import Happening, Message, Side

_PROMISES = {Happening.SLA_WARNING, Happening.SLA_BREACH}


def overheard(message: Message, conversation: Conversation, known: Names, say: Say, now: datetime) -> str | None:
    """The customer's words as they are, all others' under their name; None where the topic shows it anyway."""
    match message.side:
        case Side.CUSTOMER:
            return said(message, say)
        case Side.BOT | Side.OPERATOR:
            name = message.author_name or say("bot")
            if message.note:
                return say("note_from", name=name, text=message.content.text)
            return f"{name}: {said(message, say)}"
        case Side.SYSTEM:
            happening = message.happening
            if happening in _PROMISES and happening is not None:
                return telling.promise(happening, message.details, conversation, known, say, now)
            return say(happening.value) if happening in TOLD and happening is not None else None
        case other:
            assert_never(other)
