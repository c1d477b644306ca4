"""What an operator sees: texts with buttons, made of values and nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.operator_bot import facts
from bot.operator_bot.buttons import Verb, pack
from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say
from bot.operator_bot.words import LONG, excerpt, standing, title
from handoff.conversation import Conversation
from handoff.messages import Message
from handoff.operator import Operator
from handoff.session import Closed, Offer, Waiting, WithBot, WithOperator


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    text: str
    rows: Rows = ()


def announcement(conversation: Conversation, recent: Sequence[Message], known: Names, say: Say, now: datetime) -> Card:
    """A waiting session, to be taken; or, while it is offered to the reader, to be accepted or declined."""
    told, session = [title(conversation, say)], conversation.session
    offer = session.offer if isinstance(session, Waiting) else None
    if isinstance(session, Waiting):
        line, since = known.line(session.line, say), known.clock(conversation, session.since, now)
        told.append(say("waiting_in", line=line, time=since))
    if offer:
        seconds = max(0, round((offer.until - now).total_seconds()))
        told.append(say("offered_to_you", seconds=seconds, time=known.clock(conversation, offer.until)))
    told += facts.request(conversation, known, say, now) + facts.reasons(conversation, known, say)
    return Card(text=_paragraphs(told, excerpt(recent, conversation, say)), rows=_taking(conversation, offer, say))


def settled(conversation: Conversation, known: Names, say: Say, now: datetime) -> Card:
    """Where a session went: what an announcement becomes, and what its former holder hears."""
    return Card(text=f"{title(conversation, say)}\n{standing(conversation, known, say, now)}")


def passed_on(conversation: Conversation, say: Say) -> Card:
    """What becomes of an offer that was declined or has lapsed."""
    return Card(text=f"{title(conversation, say)}\n{say('passed_on')}")


def session(
    conversation: Conversation,
    recent: Sequence[Message],
    known: Names,
    reader: Operator | None,
    say: Say,
    now: datetime,
) -> Card:
    """All about a session, with what the reader can do."""
    customer = conversation.customer
    reach = [f"@{customer.username}" if customer.username else "", customer.phone or ""]
    told = [
        title(conversation, say),
        " · ".join(filter(None, reach)),
        say("language", language=customer.language) if customer.language else "",
    ]
    if conversation.line:
        told.append(say("line", line=known.line(conversation.line, say)))
    told += facts.request(conversation, known, say, now)
    told += facts.earlier(conversation.earlier, say)
    beliefs = [message.belief for message in recent if message.belief]
    told += facts.belief(beliefs[-1], say) if beliefs else []
    if customer.left:
        told.append(say("left_us"))
    told += [standing(conversation, known, say, now), *facts.reasons(conversation, known, say)]
    return Card(
        text=_paragraphs([*filter(None, told)], excerpt(recent, conversation, say, LONG)),
        rows=session_rows(conversation, reader, say),
    )


def answering(conversation: Conversation, say: Say) -> Rows:
    """The button on a message of a session that is not being answered."""
    return ((Button(label=say("answer"), data=pack(Verb.ANSWER, conversation.id)),),)


def buttons(conversation: Conversation, say: Say, *verbs: tuple[str, Verb]) -> tuple[Button, ...]:
    """A row of what can be done with a session, by the name of each label."""
    return tuple(Button(label=say(label), data=pack(verb, conversation.id)) for label, verb in verbs)


def _taking(conversation: Conversation, offer: Offer | None, say: Say) -> Rows:
    accept, decline = ("accept", Verb.ACCEPT), ("decline", Verb.DECLINE)
    return (buttons(conversation, say, accept, decline) if offer else buttons(conversation, say, accept),)


def session_rows(conversation: Conversation, reader: Operator | None, say: Say) -> Rows:
    """What the reader can do; None: anybody who reads a topic, in which one answers without saying whom."""
    match conversation.session:
        case Waiting(offer=offer):
            mine = offer if offer and reader and offer.operator == reader.id else None
            return _taking(conversation, mine, say)
        case WithOperator(hold=hold):
            first = [("answer", Verb.ANSWER)] if reader else []
            first += [("who", Verb.WHO), *([("resume", Verb.RESUME)] if hold else [])]
            second = [("transfer", Verb.TRANSFER), ("give_back", Verb.GIVE_BACK), ("close", Verb.CLOSE)]
            return buttons(conversation, say, *first), buttons(conversation, say, *second)
        case WithBot() | Closed():
            return ()


def _paragraphs(told: Sequence[str], dialogue: str) -> str:
    return "\n\n".join(filter(None, ["\n".join(told), dialogue]))
