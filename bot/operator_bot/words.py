"""Conversations and messages in an operator's words: the lines that cards are made of."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.operator_bot.texts import Say
from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.line import Line
from handoff.messages import DeliveryState, Happening, Message, Side
from handoff.operator import Operator
from handoff.session import Closed, Waiting, WithBot, WithOperator

_CHANNELS = {"telegram": "Telegram", "whatsapp": "WhatsApp", "viber": "Viber", "web": "Web chat"}
_TOLD = {Happening.CUSTOMER_LEFT, Happening.CUSTOMER_BACK, Happening.LATE, Happening.PARKED}
SHORT, LONG = 200, 1000
"""Characters that an excerpt shows of each message: in announcements, and in the card of whoever took the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Lines and people, to be called by name."""

    lines: Mapping[LineId, Line] = field(default_factory=dict)
    operators: Mapping[OperatorId, Operator] = field(default_factory=dict)

    def line(self, line: LineId, say: Say) -> str:
        return self.lines[line].name_in(say("language_code")) if line in self.lines else line

    def operator(self, operator: OperatorId) -> str:
        return self.operators[operator].name if operator in self.operators else operator

    def clock(self, line: LineId, at: datetime) -> str:
        """The time of day where the line works."""
        zone = self.lines[line].hours.zone if line in self.lines else "UTC"
        return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"


def names(lines: Iterable[Line], operators: Iterable[Operator]) -> Names:
    return Names(lines={each.id: each for each in lines}, operators={each.id: each for each in operators})


def title(conversation: Conversation) -> str:
    """Whose session it is, on every message about it."""
    customer, address = conversation.customer, conversation.address
    who = customer.name or customer.username or f"…{address.external_id[-4:]}"
    return f"{who} · {_CHANNELS.get(address.channel, address.channel)}"


def topic_name(topic: str) -> str:
    return topic.replace("_", " ").replace("-", " ")


def standing(conversation: Conversation, known: Names, say: Say) -> str:
    """Where the session is now."""
    match conversation.session:
        case Waiting(line=line):
            return say("standing_waiting", line=known.line(line, say))
        case WithOperator(operator=operator):
            return say("standing_operator", name=known.operator(operator))
        case WithBot():
            return say("standing_bot")
        case Closed():
            return say("standing_closed")
        case other:
            assert_never(other)


def said(message: Message, say: Say) -> str:
    """What a message holds, in text: its words, then what is attached to them."""
    content = message.content
    parts = [content.text] if content.text else []
    parts += [f"[{say(attachment.kind.value)}]" for attachment in content.attachments]
    if content.place:
        parts.append(f"[{say('place')}]")
    if content.card:
        parts.append(f"[{say('card', name=content.card.name, phone=content.card.phone)}]")
    return "\n".join(parts)


def excerpt(messages: Iterable[Message], conversation: Conversation, say: Say, most: int = SHORT) -> str:
    """The dialogue in short: a line for each thing said."""
    lines = []
    for message in messages:
        match message.side:
            case Side.CUSTOMER:
                who = conversation.customer.name or conversation.customer.username or "—"
            case Side.BOT:
                who = say("bot")
            case Side.OPERATOR:
                who = message.author_name or "—"
            case Side.SYSTEM:
                continue
            case other:
                assert_never(other)
        words = _cut(" ".join(said(message, say).split()), most)
        lines.append(say("note_from", name=who, text=words) if message.note else f"{who}: {words}")
    return "\n".join(lines)


def news(message: Message, holder: OperatorId, say: Say) -> str | None:
    """What the holder of a session should hear of a message; None where they know it or needn't."""
    match message.side:
        case Side.CUSTOMER:
            return said(message, say)
        case Side.OPERATOR if message.note and message.author != holder:
            return say("note_from", name=message.author_name or "—", text=message.content.text)
        case Side.SYSTEM if message.happening in _TOLD and message.happening:
            return say(message.happening.value)
        case _:
            return None


def misfortune(message: Message, say: Say) -> str | None:
    """What went wrong with a message to the customer, if anything."""
    if message.delivery is None or message.side is not Side.OPERATOR:
        return None
    text = _cut(message.content.text, SHORT)
    match message.delivery.state:
        case DeliveryState.FAILED:
            return say("not_delivered", text=text, reason=message.delivery.reason or say("no_reason"))
        case DeliveryState.UNKNOWN:
            return say("delivery_unknown", text=text)
        case _:
            return None


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
