"""What operators are told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from handoff.ids import ConversationId, MessageId, OperatorId
from handoff.messages import Happening


class Carrier(StrEnum):
    """How a notice leaves the console."""

    TELEGRAM = "telegram"
    EMAIL = "email"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """A system message put before one hearer: an operator, or (`operator` is None) whoever reads `email`."""

    id: str
    """`{message}~{operator or address}`: a hearer is told of a message once."""
    operator: OperatorId | None
    email: str | None = None
    """An address that the rules name; operators have theirs on their card."""
    conversation_id: ConversationId
    message_id: MessageId
    customer: str
    """The customer's name, for the line that is shown."""
    happening: Happening
    details: Mapping[str, str]
    at: datetime
    read_at: datetime | None = None
    unsent: tuple[Carrier, ...] = ()
    """Carriers that have not had it yet."""


class Notices(Protocol):
    """What operators are told; kept for a month."""

    async def add(self, notices: Sequence[Notice]) -> None:
        """Those that are there already stay as they are."""
        ...

    async def unread(self, operator: OperatorId) -> int: ...

    async def recent(self, operator: OperatorId, limit: int) -> Sequence[Notice]:
        """Newest first."""
        ...

    async def mark_read(self, operator: OperatorId, at: datetime) -> None:
        """All of theirs up to this time."""
        ...

    async def unsent(self, carrier: Carrier, limit: int) -> Sequence[Notice]:
        """A sender's work, oldest first."""
        ...

    async def mark_sent(self, carrier: Carrier, notice_id: str) -> None:
        """Sent, or nothing to send: it is off the sender's list."""
        ...
