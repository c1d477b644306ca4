"""The supervisor's view: what each line has to do, what each operator has in hand, and passing it to others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field, model_validator

from handoff import access
from handoff.book import Book
from handoff.console import schemas
from handoff.console.auth import Guard
from handoff.console.clocks import clocks_of
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.schemas import ClockView, PersonView, Schema
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import ConversationId, LevelId, LineId, OperatorId
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.performance import work
from handoff.ports import Load, Loads, Tally, Team
from handoff.reasons import Reason
from handoff.routing.ranking import ranked
from handoff.routing.reading import candidate, needs_of
from handoff.session import Hold, WithOperator


class TeamLine(Schema):
    """A line at this moment; `breached` counts open sessions with a promise that is broken."""

    id: LineId
    waiting: int
    oldest_since: datetime | None
    with_operators: int
    on_hold: int
    breached: int
    online: int
    """Members who are there."""


class HeldView(Schema):
    """A session in somebody's hands; `clock` is its most urgent one."""

    conversation_id: ConversationId
    customer: str
    line: LineId
    level: LevelId
    effort: int
    since: datetime
    hold: Hold | None
    owed_since: datetime | None
    """The customer's first words that nobody has answered yet."""
    clock: ClockView | None


class TeamPerson(Schema):
    """`load` and `capacity` are in units of effort; offers count, what is on hold does not."""

    person: PersonView
    load: int
    capacity: int
    idle_since: datetime | None
    on_shift: bool
    sessions: list[HeldView]


class TeamView(Schema):
    at: datetime
    lines: list[TeamLine]
    people: list[TeamPerson]


class CandidateView(Schema):
    """Who might get a waiting session; `why_not` is None for who can take it. `load`, `capacity`: units of effort."""

    operator: OperatorId
    why_not: Reason | None
    load: int
    capacity: int


class WorkView(Schema):
    """One person's share of a period; `operator` null: the bot's closes, and promises that broke in a queue."""

    operator: OperatorId | None
    closed: int
    unresolved: int
    reopened: int
    effort: int
    breaches: int
    first_response: timedelta | None
    """Median, in seconds."""


class ReassignForm(Schema):
    """Which: named ones, or all that one operator has. Where: a line, an operator, or back to the queue of each."""

    conversation_ids: Annotated[tuple[ConversationId, ...], Field(max_length=500)] = ()
    from_operator: OperatorId | None = None
    to_line: LineId | None = None
    to_operator: OperatorId | None = None
    to_queue: bool = False

    @model_validator(mode="after")
    def one_of_each(self) -> "ReassignForm":
        if bool(self.conversation_ids) == bool(self.from_operator):
            raise ValueError("Name either conversations or the operator who has them.")
        if [bool(self.to_line), bool(self.to_operator), self.to_queue].count(True) != 1:
            raise ValueError("Name one of: a line, an operator, the queue.")
        return self


class MovedView(Schema):
    """What came of one of them; `error` says why it stays where it is."""

    conversation_id: ConversationId
    error: str | None


class TeamPresenceForm(Schema):
    operator: OperatorId
    presence: Presence


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPorts:
    desk: Desk
    team: Team
    loads: Loads


def router(ports: TeamPorts, guard: Guard) -> APIRouter:
    api = APIRouter(prefix="/team", responses=REFUSALS, tags=["team"], route_class=StaffRoute)
    desk = ports.desk

    async def overseer(me: Annotated[Operator, Depends(guard.operator)]) -> Operator:
        """Supervisors, and who supervises a line whatever their role."""
        if not me.role.at_least(Role.SUPERVISOR) and not me.supervises:
            raise problem(403, "role", "This needs the role supervisor, or a line to supervise.")
        return me

    Overseer = Annotated[Operator, Depends(overseer)]

    @api.get("")
    async def get_team(me: Overseer) -> TeamView:
        """Of the lines that this person oversees."""
        now, book = desk.clock(), await desk.books.now()
        lines = [each.id for each in book.lines if not each.archived and me.oversees(each.id)]
        staff = [each for each in book.staff if each.active and _works_for(each, lines)]
        tallies, held = await ports.team.tallies(), await ports.team.held()
        loads = await ports.loads.of([each.id for each in staff], now)
        seen = [each for each in held if access.may_see(me, each)]
        return TeamView(
            at=now,
            lines=[_line(each, tallies.get(each, Tally()), staff) for each in lines],
            people=[_person(each, loads[each.id], seen, book, now) for each in staff],
        )

    @api.get("/candidates/{conversation_id}")
    async def list_candidates(me: Overseer, conversation_id: ConversationId) -> list[CandidateView]:
        """The people of the line that has the session, the best choice first: whom to hand it to."""
        conversation = await desk.conversations.load(conversation_id)
        if conversation is None or not me.oversees(conversation.line):
            raise problem(404, "not_found", "There is no such conversation.")
        now, book = desk.clock(), await desk.books.now()
        line = book.line(conversation.line)
        if line is None:
            raise problem(409, "not_possible", "No line has this session now.")
        staff = [each for each in book.staff if each.active and line.id in each.lines]
        loads = await ports.loads.of([each.id for each in staff], now)
        people = [
            candidate(
                each, line, load=loads[each.id].held, idle_since=loads[each.id].idle_since,
                conversation=conversation, now=now,
            )
            for each in staff
        ]  # fmt: skip
        return [
            CandidateView(
                operator=each.candidate.id, why_not=each.why_not, load=each.candidate.load,
                capacity=each.candidate.capacity,
            )
            for each in ranked(needs_of(conversation, line), people, line.order)
        ]  # fmt: skip

    @api.get("/performance")
    async def get_performance(me: Overseer, since: AwareDatetime, until: AwareDatetime) -> list[WorkView]:
        """How people did between two instants, of the lines that this person oversees."""
        closed = [each for each in await ports.team.closed(since, until) if me.oversees(each.line)]
        return [WorkView.model_validate(each) for each in work(closed)]

    @api.post("/reassign")
    async def reassign(me: Overseer, form: ReassignForm) -> list[MovedView]:
        """Many at once. One that can't be moved harms none of the others."""
        ids: Sequence[ConversationId] = form.conversation_ids
        if form.from_operator:
            held = await ports.team.held()
            ids = [each.id for each in held if each.operator == form.from_operator and me.oversees(each.line)]
        async with refusals():
            moved = await desk.reassign(ids, me, line=form.to_line, to=form.to_operator)
        return [MovedView.model_validate(each) for each in moved]

    @api.post("/presence")
    async def set_presence(me: Overseer, form: TeamPresenceForm) -> PersonView:
        """Send somebody away, or back: they forgot."""
        person = await desk.operators.get(form.operator)
        if person is None or not any(me.oversees(line) for line in person.lines):
            raise problem(404, "not_found", "There is no such person.")
        reason = None if form.presence is Presence.ONLINE else AwayReason.CHOSEN
        await desk.operators.set_presence(person.id, form.presence, reason, desk.clock())
        return schemas.person(await desk.operators.get(person.id) or person)

    return api


def _works_for(person: Operator, lines: Sequence[LineId]) -> bool:
    return bool((person.lines | person.supervises) & set(lines))


def _line(line: LineId, tally: Tally, staff: Sequence[Operator]) -> TeamLine:
    return TeamLine(
        id=line,
        waiting=tally.waiting,
        oldest_since=tally.oldest_since,
        with_operators=tally.with_operators,
        on_hold=tally.on_hold,
        breached=tally.breached,
        online=sum(each.presence is Presence.ONLINE and line in each.lines for each in staff),
    )


def _person(person: Operator, load: Load, held: Sequence[Conversation], book: Book, now: datetime) -> TeamPerson:
    capacities = (line.capacity for line in book.lines if line.id in person.lines)
    return TeamPerson(
        person=schemas.person(person),
        load=load.held,
        capacity=max(capacities, default=0) if person.capacity is None else person.capacity,
        idle_since=load.idle_since,
        on_shift=person.shift is None or person.shift.is_open(now),
        sessions=[
            _held(each, each.session, book, now)
            for each in held
            if isinstance(each.session, WithOperator) and each.operator == person.id
        ],
    )


def _held(conversation: Conversation, session: WithOperator, book: Book, now: datetime) -> HeldView:
    return HeldView(
        conversation_id=conversation.id,
        customer=conversation.customer.name,
        line=session.line,
        level=session.handling.priority.level,
        effort=session.handling.effort,
        since=session.since,
        hold=session.hold,
        owed_since=session.handling.owed_since,
        clock=next(iter(clocks_of(conversation, book, now)), None),
    )
