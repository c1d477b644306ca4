"""What a messenger adapter is. A new one is a package beside this and a line in `KINDS`.

An adapter only translates: the messenger's payload into events, a message into the messenger's calls, its errors
into ours. It decides nothing about conversations and stores nothing.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, runtime_checkable

from fastapi import APIRouter

from bot.events import FromCustomer, Pressed, Said
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message

Intake = Callable[[Sequence[FromCustomer]], Awaitable[None]]
"""Stores events durably and posts them to their mailboxes; when it returns, the messenger may be told "received"."""


MAIN = "main"
"""The account that a channel is named by alone; others are named after it: `telegram`, `telegram-shop`."""


def channel_name(kind: str, account: str) -> str:
    return kind if account == MAIN else f"{kind}-{account}"


Trouble = Callable[[str | None], None]
"""Told, in words, what keeps a channel from hearing its messenger; None: nothing, any more."""


def untroubled(reason: str | None) -> None:
    """Nobody wants to know."""


class ChannelError(Exception):
    """Root of what an adapter may raise."""


class Refused(ChannelError):
    """The request is not from the messenger: wrong or missing signature."""


class Malformed(ChannelError):
    """The request is from the messenger and cannot be read; its text says what is wrong with it."""


class SendError(ChannelError):
    """A send that did not work; `reason` is shown to operators."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Throttled(SendError):
    """Too fast: nothing was sent; try again after `retry_after`, this chat only."""

    def __init__(self, reason: str, retry_after: timedelta) -> None:
        super().__init__(reason)
        self.retry_after = retry_after


class Gone(SendError):
    """This customer can't be reached (blocked us, does not exist any more): stop sending until they write again."""


class Rejected(SendError):
    """The messenger will never take this message (bad content, bad token)."""


class LockedOut(Rejected):
    """The messenger does not accept us at all: nothing works until people have seen to the account."""


class Unreachable(SendError):
    """Nothing was sent and a later try may work (connection refused, 5xx before acceptance)."""


class Unknown(SendError):
    """The call went out and its answer was lost: the customer may have the message."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The messenger took the message. One that went in parts has the id of the last, and `part_ids` of all."""

    provider_id: str
    part_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file fetched from the messenger."""

    data: bytes
    name: str
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """One item of a request that cannot be read, as it came, and why: kept for people, while its neighbours go on."""

    raw: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """One thing that a listener fetched, as it came, and what was read of it."""

    raw: str
    items: Sequence[FromCustomer | Unread]

    @property
    def events(self) -> list[FromCustomer]:
        return [each for each in self.items if not isinstance(each, Unread)]

    @property
    def unread(self) -> list[Unread]:
        return [each for each in self.items if isinstance(each, Unread)]


Take = Callable[[Sequence[Heard]], Awaitable[None]]
"""Keeps what a listener fetched, and stores its events as `Intake` does; when it returns, the messenger may forget."""


@runtime_checkable
class Rereads(Protocol):
    """A channel whose requests can be read once more, long after they were verified."""

    def reread(self, body: bytes, received_at: datetime) -> Sequence[FromCustomer | Unread]:
        """What was set aside as unreadable. Raises Malformed when it still is."""
        ...


class Channel(Protocol):
    """One messenger account."""

    name: str
    abilities: Abilities

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer | Unread]:
        """Verify the raw request, then read it. Header names are lower case. Raises Refused or Malformed."""
        ...

    async def send(self, address: Address, message: Message) -> Accepted:
        """Deliver one message whole. Raises a SendError."""
        ...

    async def typing(self, address: Address) -> None:
        """Show that an answer is being written; failure is silent."""
        ...

    async def pressed(self, event: Pressed) -> None:
        """Tell the messenger that a press was seen; failure is silent."""
        ...

    async def fetch(self, attachment: Attachment) -> Download:
        """Copy a customer's file from the messenger. Raises SendError's Unreachable or Rejected."""
        ...

    async def open(self) -> None:
        """Make ready to send (no polling, no webhook registration)."""
        ...

    async def close(self) -> None: ...


@runtime_checkable
class Paced(Protocol):
    """A channel that knows how fast it may write."""

    async def turn(self, address: Address) -> None:
        """Wait until it may write there. It is asked before anybody notes that a message is being sent: whoever dies
        or stands still while they wait has sent nothing for certain. Raises Throttled where it takes too long."""
        ...


@runtime_checkable
class Corrects(Protocol):
    """A channel that can change and take back what was sent; for how long, its `abilities` say."""

    async def correct(self, address: Address, ids: Sequence[str], before: Message, after: Message) -> None:
        """Put other words in the place of those sent before; `ids` are the messenger's, of all parts. Raises a
        SendError; the same order again is no error."""
        ...

    async def withdraw(self, address: Address, ids: Sequence[str], message: Message) -> None:
        """Take a sent message back. Raises a SendError; what is gone already is no error."""
        ...


@runtime_checkable
class Invites(Protocol):
    """A channel that a link leads to, with a payload that comes back when it is followed."""

    async def invitation(self, payload: str) -> str:
        """The link. Raises a SendError."""
        ...


@runtime_checkable
class Listens(Protocol):
    """A channel that fetches events itself, or must register its webhook: run once per deployment, by a gateway."""

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        """Run until cancelled."""
        ...


@runtime_checkable
class Unregisters(Protocol):
    """A channel whose messenger calls us until it is asked not to."""

    async def unregister(self) -> None:
        """Have us called no more; whom else the messenger calls is none of our business. Raises a SendError."""
        ...


@runtime_checkable
class Tested(Protocol):
    """A channel that can ask its messenger whether it is accepted there."""

    async def test(self) -> str:
        """Who we are to the messenger, in its words (`@shop_bot`). Sends nothing to customers. Raises a SendError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookState:
    """What the messenger says of our webhook: how much waits to be sent to us, and what went wrong last."""

    pending: int
    last_error: str | None = None
    last_error_at: datetime | None = None


@runtime_checkable
class KnowsWebhook(Protocol):
    """A channel whose messenger tells how our webhook fares."""

    async def webhook_state(self) -> WebhookState | None:
        """None: there is no webhook now. Raises a SendError."""
        ...


@runtime_checkable
class Verifies(Protocol):
    """A channel whose messenger asks by GET, once, whether a webhook is ours."""

    def verify(self, query: Mapping[str, str]) -> str:
        """What to answer, as plain text. Raises Refused."""
        ...


@runtime_checkable
class Explains(Protocol):
    """A channel whose webhook is called by developers: they are told what was stored, or what is wrong."""

    largest: int
    """Bytes of a request."""

    def stored(self, events: Sequence[FromCustomer]) -> Mapping[str, Any]:
        """The answer, once the events are stored."""
        ...

    def document(self) -> Mapping[str, Any]:
        """The interface, as OpenAPI."""
        ...


@runtime_checkable
class Welcomes(Protocol):
    """A channel whose messenger takes the first words to a newcomer only in the answer to its webhook."""

    async def receive(self, body: bytes, events: Sequence[FromCustomer], intake: Intake) -> bytes:
        """Pass what was parsed from the body to the intake; what to answer the messenger, empty for nothing."""
        ...


@runtime_checkable
class Routed(Protocol):
    """A channel with HTTP or WebSocket routes of its own besides `/channels/{name}`. They are there from the start
    on, so that only a channel that is never connected later can have them."""

    def router(self, intake: Intake) -> APIRouter: ...


@runtime_checkable
class Reads(Protocol):
    """A channel that shows the customer that they were read, and can show typing only together with that."""

    async def read(self, said: Said) -> None:
        """Their message was read and an answer is being written; failure is silent."""
        ...
