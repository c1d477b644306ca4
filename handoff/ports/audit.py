"""Who of the staff did what, for those who have to ask later. It is only ever added to: nothing can change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handoff.ids import OperatorId


class Source(StrEnum):
    """By what way somebody acted."""

    CONSOLE = "console"
    OPERATOR_BOT = "operator_bot"
    COMMAND_LINE = "command_line"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person asked for, and the answer. What was said or set is kept where it belongs."""

    at: datetime
    operator: OperatorId | None
    """None: nobody whom we know tried to sign in; or whoever has the machine, who needs no login of ours."""
    did: str
    """The route, `POST /api/conversations/{conversation_id}/close`; `bot close`; `helpline customer erase`."""
    on: Mapping[str, str]
    """What stood in its places. Customers are under a veil: see `Audit.veil`."""
    status: int
    """Of the answer, in HTTP's numbers: from 400 on it was refused."""
    address: str
    """Where from: of the network, of their Telegram, or who at which machine."""
    source: Source = Source.CONSOLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A deed as a link of the chain. The seal is over it and over the seal before: see `handoff.audit_chain`."""

    number: int
    deed: Deed
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedQuery:
    """Empty: any. `about` is what stood in one of the places; `before` the number of the last one of a page."""

    operator: OperatorId | None = None
    did: str | None = None
    source: Source | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    refused: bool | None = None
    before: int | None = None
    limit: int = 50


class Audit(Protocol):
    async def veil(self, on: Mapping[str, str]) -> Mapping[str, str]:
        """The same, with a name that says nothing in each place where a customer stands: ask before they are erased."""
        ...

    async def append(self, deed: Deed) -> None:
        """Add it to the chain. Its customers have to be under the veil."""
        ...

    async def page(self, query: DeedQuery) -> Sequence[Noted]:
        """The latest first, with customers as they are called, as long as they are there."""
        ...
