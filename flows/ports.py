"""What flows need from outside: a place for drafts and for what was published of them, and a way to other systems."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from flows.effects import Call, StartProcess
from flows.happenings import CallFinished
from flows.heat import Row
from flows.model import Draft, Flow, Layout, Library, Revision
from flows.replay import Kept
from flows.systems import Systems
from flows.words import FlowId


class Flows(Protocol):
    """One draft of each flow, and every revision that it ever had. Nothing is deleted.

    Whether a flow is fit to be published is the linter's to say; who publishes asks it before.
    """

    async def drafts(self) -> Sequence[Draft]:
        """All, by their ids; the archived ones too."""

    async def draft(self, flow: FlowId) -> Draft | None: ...

    async def save(self, flow: Flow, layout: Layout, *, base: int, by: str, at: datetime) -> int:
        """Keep it as version `base + 1` of its draft, which is told; `base` 0 is for a new flow. Raises StaleDraft."""

    async def publish(self, flow: FlowId, *, version: int, by: str, at: datetime, comment: str = "") -> Revision:
        """Freeze this version of the draft as the revision in force. Where that is the same by the letter already, it
        is told and nothing changes. Raises StaleDraft, FlowArchived.
        """

    async def roll_back(self, flow: FlowId, number: int, *, by: str, at: datetime, comment: str = "") -> Revision:
        """Publish an old revision anew, under the next number; the draft stays as it is.
        Raises RevisionMissing, FlowArchived.
        """

    async def revisions(self, flow: FlowId) -> Sequence[Revision]:
        """The newest first."""

    async def revision(self, flow: FlowId, number: int) -> Revision | None: ...

    async def archive(self, flow: FlowId, *, base: int, by: str, at: datetime) -> int:
        """Put it away, as a new version of its draft, which is told. Raises StaleDraft."""

    async def restore(self, flow: FlowId, *, base: int, by: str, at: datetime) -> int:
        """Take it back: its latest revision is in force again. Raises StaleDraft."""

    async def edition(self) -> int:
        """Another number whenever something else is in force: to be asked often, before the library is."""

    async def library(self, positions: Collection[tuple[FlowId, int]] = ()) -> Library:
        """What is in force, and the revisions that these positions are on, where there are such."""


class FlowRecords(Protocol):
    """What flows did, as it was recorded. Of more than `limit` the newest are told."""

    async def rows(self, flow: FlowId, *, since: datetime, until: datetime, limit: int) -> Sequence[Row]:
        """The records that have to do with the flow, summed up, the oldest first."""

    async def runs(self, flow: FlowId, *, since: datetime, until: datetime, limit: int) -> Sequence[Kept]:
        """All records of each run that had to do with the flow in that time; the latest run first."""


class Caller(Protocol):
    """Speaks to other systems. A failure is a result, and no error; done again, the same id is sent as before."""

    async def call(self, effect: Call) -> CallFinished:
        """With secrets put in, tries and time-out as it says, and no way into private networks unless allowed."""

    async def start(self, effect: StartProcess) -> CallFinished | None:
        """The result, if the process could not be started; None when it was, and its callback will tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSecret:
    """That there is one, and who saved it; never what it is."""

    name: str
    saved_at: datetime
    by: str


class Secrets(Protocol):
    """Values that only the systems they are for may see, by name within one scope. Encrypted where they are kept."""

    async def get(self, name: str) -> str | None:
        """None: there is none of this name. Raises SecretsLocked."""

    async def kept(self) -> Sequence[KeptSecret]:
        """All, by their names."""

    async def put(self, name: str, value: str, *, by: str, at: datetime) -> None:
        """In place of what it was. Raises SecretsLocked."""

    async def delete(self, name: str) -> None:
        """Harmless when there is none."""


class SystemsStore(Protocol):
    """The systems that flows speak with, as one document."""

    async def current(self) -> Systems: ...

    async def save(self, systems: Systems, *, by: str, at: datetime) -> Systems:
        """Keep them as the version after theirs, which is given back. Raises StaleSystems."""
