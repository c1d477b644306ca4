"""What rules and choices read off a conversation: its facts, what it asks of people, how an operator stands to it."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from handoff.conversation import Conversation
from handoff.facts import ATTRIBUTE, TEXT_KEPT, Facts
from handoff.ids import OperatorId
from handoff.line import Line
from handoff.operator import Operator, Presence
from handoff.routing.candidate import Candidate, Needs
from handoff.session import WithOperator
from handoff.sla.policy import Status

SOLVED = "solved"
"""The reason of a close that counts as the closer's success."""
RECENT_SESSIONS = 5
"""The customer's last ones, of which "who solved them" speaks."""
REST = timedelta(minutes=5)
"""Between an operator's refusal of a session and their being asked again, if there is nobody else."""


def facts_of(conversation: Conversation, at: datetime) -> Facts:
    """Every fact of the catalogue, as it is now; what is not known is left out."""
    customer, session = conversation.customer, conversation.session
    handling = session.handling
    words: dict[str, tuple[str | None, ...]] = {
        "channel": (conversation.address.channel,),
        "account": (conversation.address.account,),
        "language": (customer.language,),
        "topic": (session.topic,),
        "intent": (handling.intent,),
        "kind": (handling.kind,),
        "reason": (handling.reason,),
        "customer_tier": (customer.tier,),
        "customer_group": customer.groups,
        "region": (customer.region,),
        "priority": (handling.priority.level,),
        "line": (conversation.line,),
        "status": (_status(conversation),),
        "tag": handling.tags,
        "earlier_operator": tuple(dict.fromkeys(closed.closed_by for closed in reversed(conversation.earlier))),
    } | {ATTRIBUTE + name: (value,) for name, value in customer.attributes.items()}
    known = {fact: tuple(word for word in of if word) for fact, of in words.items()}
    numbers = {
        "sentiment": handling.sentiment,
        "earlier_sessions": float(len(conversation.earlier)),
        "reopenings": float(handling.reopenings),
    }
    return Facts(
        at=at, words={fact: of for fact, of in known.items() if of}, numbers=numbers, text=handling.words[:TEXT_KEPT]
    )


def needs_of(conversation: Conversation, line: Line) -> Needs:
    """What the session asks of the one who takes it in this line."""
    customer, handling = conversation.customer, conversation.session.handling
    solver = _solver(conversation) if handling.same_operator and handling.wanted is None else None
    return Needs(
        effort=handling.effort, skills=handling.skills, language=customer.language,
        language_required=line.language_required, region=customer.region, wanted=handling.wanted or solver,
        wanted_why="history" if solver else "wanted", declined=handling.declined, supervisor=handling.supervised,
    )  # fmt: skip


def candidate(
    operator: Operator,
    line: Line,
    *,
    load: int,
    idle_since: datetime | None,
    conversation: Conversation,
    now: datetime,
) -> Candidate:
    """The operator at this moment, as far as the choice for this conversation's session looks at them."""
    refused_at = conversation.session.handling.declined_at
    return Candidate(
        id=operator.id,
        online=operator.presence is Presence.ONLINE,
        on_shift=operator.shift is None or operator.shift.is_open(now),
        supervisor=operator.oversees(line.id),
        load=load,
        capacity=line.capacity if operator.capacity is None else operator.capacity,
        skills=operator.skills,
        languages=operator.languages,
        regions=operator.regions,
        solved=sum(by == operator.id for by in _solvers(conversation)),
        idle_since=idle_since,
        resting=refused_at is not None and now < refused_at + REST,
    )


def _status(conversation: Conversation) -> str:
    match conversation.session:
        case WithOperator(hold=hold) if hold is not None:
            return Status.ON_HOLD
        case session:
            return session.state


def _solvers(conversation: Conversation) -> Iterator[OperatorId]:
    """Who solved this customer's earlier sessions, the latest first; a session each."""
    for closed in reversed(conversation.earlier):
        if closed.closed_by is not None and closed.reason == SOLVED:
            yield closed.closed_by


def _solver(conversation: Conversation) -> OperatorId | None:
    """Who solved most of the customer's last sessions; of equals, who did so last."""
    recent = list(_solvers(conversation))[:RECENT_SESSIONS]
    return Counter(recent).most_common(1)[0][0] if recent else None
