"""Who of the staff did what, for those who have to ask later. It is only ever added to: nothing can change it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from handoff.ids import OperatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """Something that a person asked the API to do, and the answer. What was said or set is kept where it belongs."""

    id: str
    """In the order of time."""
    at: datetime
    operator: OperatorId | None
    """None: nobody whom we know tried to sign in."""
    did: str
    """The route: `POST /api/conversations/{conversation_id}/close`."""
    on: Mapping[str, str]
    """What stood in its places."""
    status: int
    """Of the answer: from 400 on it was refused."""
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeedQuery:
    """Empty: any. `about` is what stood in one of the places; `before` the id of the last deed of a page."""

    operator: OperatorId | None = None
    did: str | None = None
    about: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    refused: bool | None = None
    before: str | None = None
    limit: int = 50


class Audit(Protocol):
    async def append(self, deed: Deed) -> None: ...

    async def page(self, query: DeedQuery) -> Sequence[Deed]:
        """The latest first."""
        ...
