"""Menus: what an operator chooses from."""

from collections.abc import Iterable, Sequence

from bot.operator_bot.buttons import Verb, pack
from bot.operator_bot.cards import Button, Card, Rows, buttons
from bot.operator_bot.texts import Say
from bot.operator_bot.words import title
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.line import Line
from handoff.operator import Operator, Presence

_LABEL = 40
_NONE = ConversationId("-")
"""For buttons that are about nobody."""
_CHOICES = 90
"""Telegram shows at most 100 buttons."""


def sessions(held: Sequence[Conversation], current: ConversationId | None, say: Say) -> Card:
    """The operator's sessions, to switch between; a mark is on the one they are answering."""
    if not held:
        return Card(text=say("no_sessions"))
    rows = [
        Button(label=_session_label(each, say, current=each.id == current), data=pack(Verb.ANSWER, each.id))
        for each in held
    ]
    return Card(text=say("your_sessions"), rows=_column(rows))


def transfer(conversation: Conversation, lines: Iterable[Line], people: Iterable[Operator], say: Say) -> Card:
    """Lines first, then colleagues."""
    language = say("language_code")
    choices = [
        Button(label=line.name_in(language), data=pack(Verb.TO_LINE, conversation.id, line.id))
        for line in lines
        if line.id != conversation.line and not line.archived
    ]
    choices += [
        Button(label=operator.name, data=pack(Verb.TO_OPERATOR, conversation.id, operator.id)) for operator in people
    ]
    return Card(text=say("transfer_where", title=title(conversation, say)), rows=_column(choices))


def outcome(conversation: Conversation, say: Say) -> Card:
    """How a session ended, the first question of closing it."""
    row = buttons(conversation, say, ("solved", Verb.SOLVED), ("unresolved", Verb.UNRESOLVED))
    return Card(text=say("close_how", title=title(conversation, say)), rows=(row,))


def topics(conversation: Conversation, known: Iterable[str], verb: Verb, say: Say) -> Card:
    """What it was about, the second one; `verb` knows the answer to the first."""
    named = sorted((say.name("topic", topic), topic) for topic in known)
    choices = [Button(label=name, data=pack(verb, conversation.id, topic)) for name, topic in named]
    without = Button(label=say("without_topic"), data=pack(verb, conversation.id))
    return Card(text=say("close_as", title=title(conversation, say)), rows=_column([*choices[:_CHOICES], without]))


def queue(text: str, waiting: Sequence[tuple[Conversation, str]], say: Say) -> Card:
    """What waits, next first, each with how long; a press shows the session's card."""
    rows = [
        Button(label=f"{title(each, say)} · {time}", data=pack(Verb.WHO, each.id)) for each, time in waiting
    ]  # fmt: skip
    return Card(text=text, rows=_column(rows))


def presence(text: str, now: Presence, say: Say) -> Card:
    """What they can be instead."""
    can = {Presence.ONLINE: Verb.ONLINE, Presence.AWAY: Verb.AWAY, Presence.OFFLINE: Verb.OFFLINE}
    row = tuple(
        Button(label=say(f"command_{each.value}"), data=pack(verb, _NONE))
        for each, verb in can.items()
        if each is not now
    )
    return Card(text=text, rows=(row,))


def _session_label(conversation: Conversation, say: Say, *, current: bool) -> str:
    unread = f" ({conversation.unread})" if conversation.unread else ""
    return f"{'▸ ' if current else ''}{title(conversation, say)}{unread}"


def _column(choices: Sequence[Button]) -> Rows:
    return tuple((Button(label=each.label[:_LABEL], data=each.data),) for each in choices[: _CHOICES + 1])
