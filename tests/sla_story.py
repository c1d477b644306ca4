"""A session under a promise, told move by move: `2026-03-27 16:30 handed over`, in the time of the line's wall.

Every move is made on a real conversation and its clocks are wound in the same moment, as a commit does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from handoff.conversation import Conversation
from handoff.facts import Facts
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, LineId
from handoff.messages import Content
from handoff.priority import NORMAL
from handoff.session import Closed, Hold, Waiting, WithBot, WithOperator
from handoff.sla.clock import Clock
from handoff.sla.policy import Cell, Pause, SlaPolicy, Status, Step, Table, Target, Time
from handoff.sla.situation import situation_of
from handoff.sla.steps import due, next_moment, taken
from handoff.sla.winding import wind
from tests.parts import ANNA, BORIS, DELIVERY, PAYMENTS, conversation

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
CRITICAL = LevelId("critical")


def nine_to_six(zone: str, *, holidays: frozenset[date] = frozenset(), days: int = 5) -> BusinessHours:
    span = (Interval(opens=time(9), closes=time(18)),)
    return BusinessHours(zone=zone, week=dict.fromkeys(range(days), span), holidays=holidays)


def policy(
    *,
    time: Time = Time.BUSINESS,
    pauses: frozenset[Pause] = frozenset(),
    steps: tuple[Step, ...] = (),
    id: str = "standard",
    status: Mapping[Status, timedelta] | None = None,
    critical: timedelta | None = None,
    **limits: timedelta,
) -> SlaPolicy:
    """`policy(resolution=4 * HOUR)`; `critical` is every limit of that level; all targets pause alike."""
    more: dict[LevelId | Literal["*"], timedelta | None] = {} if critical is None else {CRITICAL: critical}
    tables = [
        Table(target=Target(name), axes=(), cells=(Cell(row=(), limits={"*": limit, **more}),))
        for name, limit in limits.items()
    ]
    if status:
        rows = tuple(Cell(row=(each.value,), limits={"*": limit}) for each, limit in status.items())
        tables.append(Table(target=Target.IN_STATUS, axes=("status",), cells=rows))
    return SlaPolicy(id=id, name=id, time=time, pauses=dict.fromkeys(Target, pauses), tables=tuple(tables), steps=steps)


@dataclass
class Story:
    """`hours` are by line; a session is handed over to the first of them. Without a `policy` nothing is promised."""

    policy: SlaPolicy | None
    hours: dict[LineId, BusinessHours] = field(default_factory=lambda: {DELIVERY: nine_to_six("Europe/Warsaw")})
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    level: LevelId = NORMAL
    conversation: Conversation = field(default_factory=lambda: conversation(at=datetime(2026, 1, 1, tzinfo=UTC)))
    log: list[tuple[datetime, Clock, str]] = field(default_factory=list)
    """Steps that were taken, when, and of which clock."""

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.hours[next(iter(self.hours))].zone)

    @property
    def line_hours(self) -> BusinessHours:
        session = self.conversation.session
        line = session.line if isinstance(session, Closed) else session.held_by_line
        return self.hours[line or next(iter(self.hours))]

    @property
    def clocks(self) -> tuple[Clock, ...]:
        return self.conversation.handling.clocks

    def clock(self, target: Target, status: Status | None = None) -> Clock:
        """The one that runs, or else the one that is kept."""
        found = [each for each in self.clocks if (each.target, each.status) == (target, status)]
        return min(found, key=lambda clock: clock.met_at is not None)

    def wall(self, at: datetime | None) -> str:
        return f"{at.astimezone(self.zone):%Y-%m-%d %H:%M}" if at else "never"

    def moment(self, wall: str) -> datetime:
        return datetime.fromisoformat(wall).replace(tzinfo=self.zone).astimezone(UTC)

    def tell(self, script: str) -> "Story":
        """A move a line: date, time and what happens."""
        for move in filter(None, (line.strip() for line in script.splitlines())):
            day, hour, happens = move.split(" ", 2)
            self.move(self.moment(f"{day} {hour}"), happens)
        return self

    def move(self, at: datetime, happens: str) -> None:
        """Anything that can be done at this moment is done; the clocks are wound whatever it was."""
        self.now = at
        verb, _, name = happens.partition(" to ")
        if act := self._acts(name).get(verb):
            act()
        self.wind()

    def wind(self) -> None:
        clocks = wind(
            self.clocks, situation_of(self.conversation), self.policy, Facts(at=self.now), self.level, self.line_hours,
            self.now, elsewhere=self.hours,
        )  # fmt: skip
        self._handle(clocks=clocks)

    def wake(self, until: datetime) -> None:
        """What a scheduler does up to, not including, a moment: wake at each step's, and take it."""
        while self.policy and (at := next_moment(self.clocks, self.policy, self.line_hours, self.now)):
            if at >= until:
                break
            self.now = at
            self.wind()
            self.take()

    def take(self) -> None:
        if self.policy:
            for clock, step in due(self.clocks, self.policy, self.line_hours, self.now):
                self.log.append((self.now, clock, step.id))
                self._handle(clocks=taken(self.clocks, clock, step))

    def _acts(self, name: str) -> Mapping[str, Callable[[], None]]:
        """What can happen to the session in its state, by what it is called."""
        at, session = self.now, self.conversation.session
        acts: dict[str, Callable[[], None]] = {
            "priority rises": lambda: setattr(self, "level", CRITICAL),
            "priority falls": lambda: setattr(self, "level", NORMAL),
        }
        if not isinstance(session, Closed):
            acts["customer writes"] = lambda: self._becomes(self.conversation.received(Content(text="?"), at=at))
            acts["closed"] = lambda: self._session(session.close(at=at, reason="solved", by=ANNA.id))
        match session:
            case WithBot():
                acts["handed over"] = lambda: self._hand_over(session)
            case Waiting():
                acts["taken"] = lambda: self._session(session.assign(ANNA.id, at=at))
                acts["moved"] = lambda: self._session(session.transfer(LineId(name)))
                acts["given back"] = lambda: self._session(session.give_back())
            case WithOperator():
                hold = Hold(since=at, until=at + 30 * DAY, reason="a part is ordered")
                acts["answered"] = lambda: self._becomes(self.conversation.operator_says("!", ANNA, at=at))
                acts["moved"] = lambda: self._session(session.transfer(LineId(name), at=at))
                acts["passed on"] = lambda: self._session(session.pass_to(BORIS.id, at=at))
                acts["given back"] = lambda: self._session(session.give_back())
                acts["resumed" if session.hold else "on hold"] = lambda: self._session(
                    session.resume() if session.hold else session.put_on_hold(hold)
                )
            case Closed(line=line) if line is not None:
                acts["reopened"] = lambda: self._reopen(session, line)
            case Closed():  # by the bot: the next words begin another session
                pass
        return acts

    def _hand_over(self, session: WithBot) -> None:
        self._session(session.hand_off(next(iter(self.hours)), at=self.now))
        self._handle(handed_at=self.now)

    def _reopen(self, session: Closed, line: LineId) -> None:
        self._session(session.reopen(line, at=self.now))
        self._becomes(self.conversation.received(Content(text="again"), at=self.now))

    def _session(self, session: WithBot | Waiting | WithOperator | Closed) -> None:
        self.conversation = self.conversation.with_session(session)

    def _becomes(self, conversation: Conversation) -> None:
        self.conversation = replace(conversation, journal=())

    def _handle(self, **changed: object) -> None:
        session = self.conversation.session
        handling = replace(session.handling, **changed)  # type: ignore[arg-type]
        self._session(replace(session, handling=handling))


TWO_LINES = {DELIVERY: nine_to_six("Europe/Warsaw"), PAYMENTS: nine_to_six("America/New_York")}
