"""Conversations and messages in an operator's words: the lines that cards are made of."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from handoff.conversation import Conversation
from handoff.ids import OperatorId
from handoff.line import Distribution
from handoff.messages import DeliveryState, Edit, Happening, Message, Side
from handoff.session import Closed, Hold, Waiting, WithBot, WithOperator

TOLD = {Happening.CUSTOMER_LEFT, Happening.CUSTOMER_BACK, Happening.LATE, Happening.PARKED}
SHORT, LONG = 200, 1000
"""Characters that an excerpt shows of each message: in announcements, and in the card of whoever took the session."""
_VISITOR = 5
"""Characters of a nameless customer's id, as many as the console shows."""


def title(conversation: Conversation, say: Say) -> str:
    """Whose session it is, on every message about it."""
    return f"{who(conversation, say)} · {say.name('channel', conversation.address.channel)}"


def who(conversation: Conversation, say: Say) -> str:
    """The customer. A channel that knows no name gives its own id, which nobody can read or tell apart."""
    customer, external_id = conversation.customer, conversation.address.external_id
    name = customer.name if customer.name != external_id else ""
    return name or customer.username or say("visitor", id=external_id[:_VISITOR])


def standing(conversation: Conversation, known: Names, say: Say, now: datetime | None = None) -> str:
    """Where the session is now, and who may take it."""
    match conversation.session:
        case Waiting(line=line, offer=offer) if offer is not None:
            return say("standing_offered", line=known.line(line, say), name=known.operator(offer.operator))
        case Waiting(line=line) as waiting if waiting.handling.supervised or _is_handed_out(waiting, known):
            return say("standing_supervised", line=known.line(line, say))
        case Waiting(line=line):
            return say("standing_waiting", line=known.line(line, say))
        case WithOperator(operator=operator, hold=Hold() as hold):
            until = known.clock(conversation, hold.until, now or hold.since)
            return say("standing_hold", name=known.operator(operator), until=until, reason=hold.reason)
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
    if message.forwarded_from is not None:
        parts.insert(0, say("forwarded", name=message.forwarded_from or "–"))
    parts += [f"[{say(attachment.kind.value)}]" for attachment in content.attachments]
    if content.place:
        parts.append(f"[{say('place')}]")
    parts += [f"[{say('card', name=each.name, phone=each.phone or '–')}]" for each in content.cards]
    if content.unsupported:
        parts.append(f"[{say('unsupported', kind=say.name('unsupported', content.unsupported))}]")
    return "\n".join(parts)


def excerpt(messages: Iterable[Message], conversation: Conversation, say: Say, most: int = SHORT) -> str:
    """The dialogue in short: a line for each thing said."""
    lines = []
    for message in messages:
        match message.side:
            case Side.CUSTOMER:
                name = who(conversation, say)
            case Side.BOT:
                name = say("bot")
            case Side.OPERATOR:
                name = message.author_name or "—"
            case Side.SYSTEM:
                continue
            case other:
                assert_never(other)
        words = cut(" ".join(said(message, say).split()), most)
        lines.append(say("note_from", name=name, text=words) if message.note else f"{name}: {words}")
    return "\n".join(lines)


def news(message: Message, holder: OperatorId | None, say: Say) -> str | None:
    """What the holder of a session should hear of a message; None where they know it or needn't."""
    match message.side:
        case Side.CUSTOMER:
            return said(message, say)
        case Side.OPERATOR if message.note and message.author != holder:
            return say("note_from", name=message.author_name or "—", text=message.content.text)
        case Side.SYSTEM if message.happening in TOLD and message.happening:
            return say(message.happening.value)
        case _:
            return None


def reworded(message: Message, earlier: Edit, say: Say) -> str:
    """What a message that people have seen has been made into, by the customer or by one of us."""
    key = "reworded" if message.side is Side.CUSTOMER else "corrected"
    return say(key, was=cut(" ".join(earlier.text.split()), SHORT), text=message.content.text)


def misfortune(message: Message, say: Say) -> str | None:
    """What went wrong with a message to the customer, if anything."""
    if message.delivery is None or message.side is not Side.OPERATOR:
        return None
    text = cut(message.content.text, SHORT)
    match message.delivery.state:
        case DeliveryState.FAILED:
            return say("not_delivered", text=text, reason=message.delivery.reason or say("no_reason"))
        case DeliveryState.UNKNOWN:
            return say("delivery_unknown", text=text)
        case _:
            return None


def aftermath(message: Message, say: Say) -> str:
    """What has come of a message since it was said: signs put to it, taken back, or not changed as was asked."""
    text = cut(" ".join(said(message, say).split()), SHORT)
    told = []
    if message.reactions:
        told.append(say("reacted", signs=" ".join(message.reactions), text=text))
    if message.withdrawn_at is not None and message.side is Side.CUSTOMER:
        told.append(say("withdrawn", text=text))
    if message.withdrawn_at is not None and message.side is Side.OPERATOR:
        told.append(say("taken_back", text=text))
    if message.unchanged is not None and message.side is Side.OPERATOR:
        told.append(say("unchanged", text=text, reason=message.unchanged or say("no_reason")))
    return "\n".join(told)


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _is_handed_out(waiting: Waiting, known: Names) -> bool:
    line = known.book.line(waiting.line)
    return line is not None and line.distribution is Distribution.SUPERVISOR
