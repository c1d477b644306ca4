"""Where a session stands, as far as promises go: what its clocks count now, and what may stop them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from handoff.conversation import Conversation
from handoff.ids import LineId
from handoff.session import Closed, Waiting, WithBot, WithOperator
from handoff.sla.policy import Pause, Status, Target

Slot = tuple[Target, Status | None]
"""What one clock at a time runs for: a target, and for time in a status also which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """`status` is None with the bot and when closed; `status_since` and `line` say since when, and where, it is."""

    status: Status | None = None
    status_since: datetime | None = None
    line: LineId | None = None
    handed_at: datetime | None = None
    answered_at: datetime | None = None
    owed_since: datetime | None = None
    closed_at: datetime | None = None

    @property
    def with_bot(self) -> bool:
        """No person has promised anything, or a promise is void: the customer is answered by the bot."""
        return self.status is None and self.closed_at is None

    def counting(self) -> Mapping[Slot, datetime]:
        """What is promised to a session that stands so, and when each began. Nobody owes a second first response."""
        if self.status is None or self.status_since is None or self.handed_at is None:
            return {}
        since: dict[Slot, datetime] = {(Target.RESOLUTION, None): self.handed_at}
        if self.answered_at is None:
            since[Target.FIRST_RESPONSE, None] = self.handed_at
        elif self.owed_since is not None:  # what was said to the bot is owed since a line has the session
            since[Target.NEXT_RESPONSE, None] = max(self.owed_since, self.handed_at)
        since[Target.IN_STATUS, self.status] = self.status_since
        return since

    def ended(self, target: Target, now: datetime) -> datetime:
        """When a target that is counted no longer came to its end. A close ends everything, answered or not."""
        if self.closed_at is not None:
            return self.closed_at
        match target:
            case Target.FIRST_RESPONSE:
                return self.answered_at or now
            case Target.IN_STATUS:
                return self.status_since or now
            case Target.NEXT_RESPONSE | Target.RESOLUTION:
                return now
            case _:
                assert_never(target)

    def stops(self, now: datetime) -> Mapping[Pause, datetime]:
        """What may stop a clock, and since when. Who waits in a queue waits for us, whoever spoke last."""
        found: dict[Pause, datetime] = {}
        if self.status is Status.ON_HOLD:
            found[Pause.ON_HOLD] = self.status_since or now
        if self.status is not Status.WAITING and self.answered_at is not None and self.owed_since is None:
            found[Pause.CUSTOMER] = now
        return found


def situation_of(conversation: Conversation) -> Situation:
    session, known = conversation.session, conversation.session.handling
    status: Status | None = None
    since: datetime | None = None
    match session:
        case Waiting():
            status, since = Status.WAITING, session.since
        case WithOperator(hold=None):
            status, since = Status.WITH_OPERATOR, session.since
        case WithOperator(hold=hold):
            status, since = Status.ON_HOLD, hold.since if hold else session.since
        case WithBot() | Closed():
            pass
        case _:
            assert_never(session)
    return Situation(
        status=status, status_since=since, line=conversation.line, handed_at=known.handed_at,
        answered_at=known.answered_at, owed_since=known.owed_since,
        closed_at=session.closed_at if isinstance(session, Closed) else None,
    )  # fmt: skip
