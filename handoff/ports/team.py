"""What everybody at the desk has in hand."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.session import Closed


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a line has to do now. `breached` counts open sessions with a promise that is broken and not yet met."""

    waiting: int = 0
    oldest_since: datetime | None = None
    with_operators: int = 0
    """Those on hold among them."""
    on_hold: int = 0
    breached: int = 0


class Team(Protocol):
    """What everybody at the desk has in hand."""

    async def tallies(self) -> Mapping[LineId, Tally]:
        """Of the lines that have any open session."""
        ...

    async def held(self) -> Sequence[Conversation]:
        """Every session that is with an operator, the longest with them first."""
        ...

    async def closed(self, since: datetime, until: datetime) -> Sequence[Closed]:
        """Sessions closed in a period, its end not included; what was reopened is not among them."""
        ...


class Load(Protocol):
    """What an operator has in hand, in units of effort, and when they were last given something."""

    @property
    def held(self) -> int: ...

    @property
    def idle_since(self) -> datetime | None: ...


class Loads(Protocol):
    async def of(self, operators: Collection[OperatorId], now: datetime) -> Mapping[OperatorId, Load]: ...


class Vocabulary(Protocol):
    """Which words the facts have had: for editors to offer."""

    async def words(self) -> Mapping[str, Sequence[str]]:
        """By fact, in order; a minute old at most."""
        ...
