"""What is counted when all is quiet: one customer's thread, against what they wrote and what arrived."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields
from itertools import combinations

from handoff.conversation import Conversation
from handoff.messages import DeliveryState, Happening, Message, Side
from handoff.session import Hold, Waiting, WithBot, WithOperator

_RELEASES = {
    Happening.RETURNED, Happening.GIVEN_BACK, Happening.TRANSFERRED, Happening.CLOSED, Happening.ESCALATED,
    Happening.HANDED_OFF, Happening.REOPENED, Happening.OVERFLOWED,
}  # fmt: skip
_TO_PEOPLE = {Happening.HANDED_OFF, Happening.REOPENED, Happening.ASSIGNED}
_TO_THE_BOT = {Happening.CLOSED, Happening.GIVEN_BACK}
_ECHO = "You said: "
"""What the stand-in for Rasa replies, before the words that it heard."""


@dataclass(slots=True, kw_only=True)
class Counts:
    """All must be empty but the unknown, of which each must have a reason. Each finding is a sentence."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    order: list[str] = field(default_factory=list)
    stuck: list[str] = field(default_factory=list)
    two_hands: list[str] = field(default_factory=list)
    bot_after: list[str] = field(default_factory=list)
    parked: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unexplained: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def clean(self) -> bool:
        return not any(getattr(self, each.name) for each in fields(self) if each.name != "unknown")

    def __iadd__(self, other: "Counts") -> "Counts":
        for each in fields(self):
            getattr(self, each.name).extend(getattr(other, each.name))
        return self


def count(
    conversation: Conversation, thread: Sequence[Message], *,
    written: Sequence[str], answered: Sequence[str], arrived: Sequence[str],
    late: Collection[str] = (), done: Collection[tuple[Happening, str]] = (), overslept: Collection[str] = (),
) -> Counts:  # fmt: skip
    """`answered`: what the console acknowledged to operators; `arrived`: what the customer sees in the messenger;
    `late`: of what was written, what later words may have overtaken; `done`: what else the console acknowledged, and
    to whom; `overslept`: of what was said, what went out when its sender woke, long after it was unknown."""
    counts, name = Counts(), conversation.id
    heard = [each.content.text for each in thread if each.side is Side.CUSTOMER]
    said = [each for each in thread if each.delivery is not None]
    by_people = [each.content.text for each in said if each.side is Side.OPERATOR]
    counts.lost += _sentences(f"{name}: was acknowledged and is not in the history", _more(written, heard))
    counts.lost += _sentences(f"{name}: an operator's answer is not in the history", _more(answered, by_people))
    counts.doubled += _sentences(f"{name}: is in the history twice", [*_more(heard, written), *_repeated(by_people)])
    if not counts.lost and not counts.doubled:
        counts.order += [f"{name}: {after!r} came before {first!r}" for first, after in _swapped(written, heard, late)]
    reported = {(each.happening, each.details.get("operator", each.details.get("by"))) for each in thread}
    counts.lost += [f"{name}: {act} by {who} was acknowledged" for act, who in done if (act, who) not in reported]
    numbers = [each.number for each in thread]
    if numbers != list(range(1, conversation.count + 1)):
        counts.lost.append(f"{name}: the history has {numbers} of {conversation.count} messages")
    _deliveries(counts, name, said, arrived, overslept)
    _hands(counts, name, thread)
    _replies(counts, conversation, thread)
    return counts


def _deliveries(
    counts: Counts, name: str, said: Sequence[Message], arrived: Sequence[str], overslept: Collection[str]
) -> None:
    fates = {
        state: [each.content.text for each in said if each.delivery and each.delivery.state is state]
        for state in DeliveryState
    }
    texts = [each.content.text for each in said]
    counts.doubled += _sentences(f"{name}: arrived too often", _more(arrived, texts))
    counts.lost += _sentences(
        f"{name}: was accepted and has not arrived", _more(fates[DeliveryState.ACCEPTED], arrived)
    )
    counts.lost += _sentences(f"{name}: failed", fates[DeliveryState.FAILED])
    counts.stuck += _sentences(f"{name}: is still to be sent", fates[DeliveryState.QUEUED])
    if not _more(arrived, texts) and not _in_order([each for each in arrived if each not in overslept], texts):
        counts.order.append(f"{name}: arrived as {list(arrived)}, said as {texts}")


def _hands(counts: Counts, name: str, thread: Sequence[Message]) -> None:
    """Who has it, message by message."""
    holder: str | None = None
    for each in thread:
        match each:
            case Message(happening=Happening.ASSIGNED):
                if holder is not None:
                    counts.two_hands.append(
                        f"{name}: {holder} has it, and {each.details['operator']} got it (№ {each.number})"
                    )
                holder = each.details["operator"]
            case Message(happening=happening) if happening in _RELEASES:
                holder = None
            case Message(side=Side.OPERATOR) if holder is not None and each.author_name != holder:
                counts.two_hands.append(f"{name}: {holder} has it, and {each.author_name} answers (№ {each.number})")
            case Message(side=Side.BOT, note=False) if holder is not None:
                counts.bot_after.append(f"{name}: the bot spoke while {holder} had it (№ {each.number})")


def _replies(counts: Counts, conversation: Conversation, thread: Sequence[Message]) -> None:
    """Of what is said to the bot, each message is answered once and before the next; nobody who waits is forgotten."""
    with_bot, open_question, holds = True, None, 0
    for each in thread:
        match each:
            case Message(side=Side.CUSTOMER):
                if open_question is not None:
                    counts.lost.append(f"{conversation.id}: the bot did not answer {open_question!r}")
                open_question = each.content.text if with_bot else None
            case Message(side=Side.BOT, content=content):
                if content.text.startswith(_ECHO) and content.text != f"{_ECHO}{open_question}":
                    counts.order.append(f"{conversation.id}: {content.text!r} in answer to {open_question!r}")
                open_question = None
            case Message(happening=happening) if happening in _TO_PEOPLE:
                with_bot, open_question = False, None
            case Message(happening=happening) if happening in _TO_THE_BOT:
                with_bot = True
            case Message(happening=Happening.HELD):
                holds += 1
            case Message(happening=Happening.RESUMED):
                holds -= 1
    echoes = [each.content.text for each in thread if each.side is Side.BOT and each.content.text.startswith(_ECHO)]
    counts.doubled += _sentences(
        f"{conversation.id}: the bot replied twice", [each for each, times in Counter(echoes).items() if times > 1]
    )
    if holds < 0:
        counts.doubled.append(f"{conversation.id}: came back from a hold {-holds} times too often")
    match conversation.session:
        case Waiting():
            counts.stuck.append(f"{conversation.id}: still waits in {conversation.session.line}")
        case WithOperator(hold=Hold() as hold):
            counts.stuck.append(f"{conversation.id}: is on hold, which was to end at {hold.until:%H:%M:%S}")
        case WithBot() if open_question is not None:
            counts.stuck.append(f"{conversation.id}: the bot did not answer {open_question!r}")
        case _:
            pass
    if conversation.journal:
        counts.stuck.append(f"{conversation.id}: {len(conversation.journal)} messages are not settled")


def _swapped(written: Sequence[str], heard: Sequence[str], late: Collection[str]) -> list[tuple[str, str]]:
    place = {text: number for number, text in enumerate(heard)}
    return [(a, b) for a, b in combinations(written, 2) if a not in late and place[b] < place[a]]


def _more(these: Iterable[str], than_those: Iterable[str]) -> list[str]:
    return list((Counter(these) - Counter(than_those)).elements())


def _repeated(texts: Sequence[str]) -> list[str]:
    return [text for text, times in Counter(texts).items() if times > 1 and text.startswith("answer ")]


def _in_order(these: Sequence[str], among: Sequence[str]) -> bool:
    left = iter(among)
    return all(any(each == other for other in left) for each in these)


def _sentences(what: str, texts: Iterable[str]) -> list[str]:
    return [f"{what}: {text!r}" for text in texts]
