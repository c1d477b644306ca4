"""What a card tells of how a session is handled: urgency, topic, tags, what the bot asked, and why it is so."""

from collections.abc import Sequence
from datetime import datetime

from bot.operator_bot.names import Names
from bot.operator_bot.texts import Say, readable
from handoff.conversation import Conversation
from handoff.messages import Belief
from handoff.reasons import Reason
from handoff.session import Closed, Waiting, WithOperator


def request(conversation: Conversation, known: Names, say: Say, now: datetime) -> list[str]:
    """How urgent it is, and what it is about."""
    topic, handling = conversation.session.topic, conversation.handling
    facts = [
        known.urgency(conversation, say, now),
        say("topic", topic=say.name("topic", topic)) if topic else "",
        say("tags", tags=", ".join(handling.tags)) if handling.tags else "",
        *(say("collected", question=readable(key), answer=answer) for key, answer in handling.collected.items()),
    ]
    return [each for each in facts if each]


def reasons(conversation: Conversation, known: Names, say: Say) -> list[str]:
    """Why this line, why this operator, and who did not want it."""
    session, handling = conversation.session, conversation.handling
    offer = session.offer if isinstance(session, Waiting) else None
    why_operator = offer.why if offer else handling.why_operator if isinstance(session, WithOperator) else None
    told = []
    if handling.why_line:
        told.append(say("why_line", why=_why("line", handling.why_line, conversation, known, say)))
    if why_operator:
        told.append(say("why_operator", why=_why("operator", why_operator, conversation, known, say)))
    if handling.declined and isinstance(session, Waiting):
        told.append(say("declined_by", names=", ".join(known.operator(each) for each in handling.declined)))
    return told


def earlier(sessions: Sequence[Closed], say: Say) -> list[str]:
    if not sessions:
        return []
    last = sessions[-1]
    date = f"{last.closed_at:%d.%m.%Y}"
    if last.topic:
        return [say("earlier_topic", count=len(sessions), date=date, topic=say.name("topic", last.topic))]
    return [say("earlier", count=len(sessions), date=date)]


def belief(belief: Belief, say: Say) -> list[str]:
    intent = say.name("intent", belief.intent)
    told = [say("belief", intent=intent, percent=round(belief.confidence * 100))]
    if belief.articles:
        told.append(say("belief_article", title=belief.articles[0][1]))
    return told


def _why(what: str, reason: Reason, conversation: Conversation, known: Names, say: Say) -> str:
    """A reason in a sentence; a code that this version has no sentence for is shown as it is."""
    values = dict(reason.values)
    detail = next((each for each in ("solved", "since") if each in values), "")
    if "topic" in values:
        values["topic"] = say.name("topic", values["topic"])
    if "since" in values:
        values["since"] = known.clock(conversation, datetime.fromisoformat(values["since"]))
    code = f"{reason.code}_{detail}" if detail else reason.code
    return say.name(f"why_{what}", code).format_map(_Open(values))


class _Open(dict[str, str]):
    """Values of a sentence; one that is not there is a dash, not an error."""

    def __missing__(self, key: str) -> str:
        return "–"
