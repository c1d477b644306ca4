"""What an operator sees: texts with buttons, made of values and nothing else."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.operator_bot.buttons import Verb, pack
from bot.operator_bot.texts import Say
from bot.operator_bot.words import LONG, Names, excerpt, standing, title, topic_name
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.line import Line
from handoff.messages import Belief, Message
from handoff.operator import Operator
from handoff.session import Closed, Waiting

_LABEL = 40
_CHOICES = 90
"""Telegram shows at most 100 buttons."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    label: str
    data: str


Rows = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    text: str
    rows: Rows = ()


def announcement(conversation: Conversation, recent: Sequence[Message], known: Names, say: Say) -> Card:
    """A waiting session, to be taken."""
    facts = [title(conversation)]
    if isinstance(conversation.session, Waiting):
        line, since = conversation.session.line, conversation.session.since
        facts.append(say("waiting_in", line=known.line(line, say), time=known.clock(line, since)))
    facts += _topic(conversation, say)
    accept = Button(label=say("accept"), data=pack(Verb.ACCEPT, conversation.id))
    return Card(text=_paragraphs(facts, excerpt(recent, conversation, say)), rows=((accept,),))


def settled(conversation: Conversation, known: Names, say: Say) -> Card:
    """Where a session went: what an announcement becomes, and what its former holder hears."""
    return Card(text=f"{title(conversation)}\n{standing(conversation, known, say)}")


def session(conversation: Conversation, recent: Sequence[Message], known: Names, say: Say) -> Card:
    """All about a session, with what can be done."""
    customer = conversation.customer
    reach = [f"@{customer.username}" if customer.username else "", customer.phone or ""]
    facts = [
        title(conversation),
        " · ".join(filter(None, reach)),
        say("language", language=customer.language) if customer.language else "",
    ]
    if conversation.line:
        facts.append(say("line", line=known.line(conversation.line, say)))
    facts += _topic(conversation, say)
    facts += _earlier(conversation.earlier, say)
    beliefs = [message.belief for message in recent if message.belief]
    facts += _belief(beliefs[-1], say) if beliefs else []
    if customer.left:
        facts.append(say("left_us"))
    return Card(
        text=_paragraphs(
            [*filter(None, facts), standing(conversation, known, say)], excerpt(recent, conversation, say, LONG)
        ),
        rows=_session_rows(conversation.id, say),
    )


def sessions(held: Sequence[Conversation], current: ConversationId | None, say: Say) -> Card:
    """The operator's sessions, to switch between; a mark is on the one they are answering."""
    if not held:
        return Card(text=say("no_sessions"))
    rows = [
        Button(label=_session_label(each, current=each.id == current), data=pack(Verb.ANSWER, each.id)) for each in held
    ]
    return Card(text=say("your_sessions"), rows=_column(rows))


def answering(conversation: Conversation, say: Say) -> Rows:
    """The button on a message of a session that is not being answered."""
    return ((Button(label=say("answer"), data=pack(Verb.ANSWER, conversation.id)),),)


def transfer_menu(conversation: Conversation, lines: Iterable[Line], people: Iterable[Operator], say: Say) -> Card:
    """Lines first, then colleagues."""
    language = say("language_code")
    choices = [
        Button(label=line.name_in(language), data=pack(Verb.TO_LINE, conversation.id, line.id))
        for line in lines
        if line.id != conversation.line
    ]
    choices += [
        Button(label=operator.name, data=pack(Verb.TO_OPERATOR, conversation.id, operator.id)) for operator in people
    ]
    return Card(text=say("transfer_where", title=title(conversation)), rows=_column(choices))


def close_menu(conversation: Conversation, topics: Iterable[str], say: Say) -> Card:
    choices = [
        Button(label=topic_name(topic), data=pack(Verb.CLOSE_AS, conversation.id, topic)) for topic in sorted(topics)
    ]
    without = Button(label=say("without_topic"), data=pack(Verb.CLOSE_AS, conversation.id))
    return Card(text=say("close_as", title=title(conversation)), rows=_column([*choices[:_CHOICES], without]))


def _session_rows(conversation_id: ConversationId, say: Say) -> Rows:
    def button(label: str, verb: Verb) -> Button:
        return Button(label=say(label), data=pack(verb, conversation_id))

    return (
        (button("answer", Verb.ANSWER), button("who", Verb.WHO)),
        (button("transfer", Verb.TRANSFER), button("give_back", Verb.GIVE_BACK), button("close", Verb.CLOSE)),
    )


def _topic(conversation: Conversation, say: Say) -> list[str]:
    topic = conversation.session.topic
    return [say("topic", topic=topic_name(topic))] if topic else []


def _earlier(earlier: Sequence[Closed], say: Say) -> list[str]:
    if not earlier:
        return []
    last = earlier[-1]
    date = f"{last.closed_at:%d.%m.%Y}"
    if last.topic:
        return [say("earlier_topic", count=len(earlier), date=date, topic=topic_name(last.topic))]
    return [say("earlier", count=len(earlier), date=date)]


def _belief(belief: Belief, say: Say) -> list[str]:
    told = [say("belief", intent=topic_name(belief.intent), percent=round(belief.confidence * 100))]
    if belief.articles:
        told.append(say("belief_article", title=belief.articles[0][1]))
    return told


def _session_label(conversation: Conversation, *, current: bool) -> str:
    unread = f" ({conversation.unread})" if conversation.unread else ""
    return f"{'▸ ' if current else ''}{title(conversation)}{unread}"


def _column(buttons: Sequence[Button]) -> Rows:
    return tuple((Button(label=button.label[:_LABEL], data=button.data),) for button in buttons[: _CHOICES + 1])


def _paragraphs(facts: Sequence[str], dialogue: str) -> str:
    return "\n\n".join(filter(None, ["\n".join(facts), dialogue]))
