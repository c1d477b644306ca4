"""What a session's topic is called: a sign to be seen from afar, whose it is, and where it is."""

from datetime import datetime
from typing import assert_never

from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.words import cut, title
from handoff.conversation import Conversation
from handoff.session import Closed, Waiting, WithBot, WithOperator

LIMIT = 128
WAITING, ANSWERED, ON_HOLD, LATE, OVER, WITH_BOT, ELSEWHERE = "⏳", "💬", "⏸", "🔥", "✅", "🤖", "↪"


def label(conversation: Conversation, known: Names, say: Say, now: datetime) -> str:
    """Of the session that the conversation is in. A long name is cut, the rest is not."""
    match conversation.session:
        case Waiting():
            sign, where = WAITING, say("label_waiting")
        case WithOperator(operator=operator, hold=None):
            sign, where = ANSWERED, known.operator(operator)
        case WithOperator(operator=operator):
            sign, where = ON_HOLD, say("label_hold", name=known.operator(operator))
        case WithBot():
            sign, where = WITH_BOT, say("label_bot")
        case Closed():
            sign, where = OVER, say("label_closed")
        case other:
            assert_never(other)
    late = isinstance(conversation.session, Waiting | WithOperator) and known.is_late(conversation, now)
    return _called(LATE if late else sign, title(conversation, say), where)


def left_behind(conversation: Conversation, say: Say, *, over: bool) -> str:
    """Of a topic that the session is not in any more: it is over, or goes on elsewhere."""
    sign, where = (OVER, say("label_closed")) if over else (ELSEWHERE, say("label_elsewhere"))
    return _called(sign, title(conversation, say), where)


def _called(sign: str, whose: str, where: str) -> str:
    whose, where = " ".join(whose.split()), cut(" ".join(where.split()), LIMIT // 4)
    name = f"{sign} {whose} · {where}"
    while len(name.encode("utf-16-le")) // 2 > LIMIT:  # Telegram's characters: an emoji is two
        whose = cut(whose, len(whose) - 1)
        name = f"{sign} {whose} · {where}"
    return name
