"""What passes a channel is written down: the raw requests for people to look at, and the counts for its health.

A request is kept without what proves that it is the messenger's: neither signatures nor secrets.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.channels.base import Heard, LockedOut, SendError, Throttled, Unreachable, Unread
from bot.events import FromCustomer, Pressed, Said
from handoff.ids import ConversationId
from handoff.ports import Clock
from storage.mongo.payloads import MongoPayloads, Payload
from storage.redis.channel_health import ChannelHealth

_PROOF = re.compile(r"sign|secret|token|auth|cookie|key", re.IGNORECASE)
_SECRET = re.compile(r'("secret"\s*:\s*")(?:[^"\\]|\\.)*"')
"""Some messengers prove themselves by a word in the body."""


_Items = Sequence[FromCustomer | Unread]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    payloads: MongoPayloads
    health: ChannelHealth
    clock: Clock

    async def came(self, channel: str, headers: Mapping[str, str], body: bytes, items: _Items) -> None:
        """A request that is the messenger's, and what was read of it."""
        self.heard(channel, items, at := self.clock())
        await self.payloads.keep([_payload(channel, at, without_proof(headers), body, items)])

    async def fetched(self, channel: str, heard: Sequence[Heard]) -> None:
        """What a listener has fetched is kept as if it had been brought."""
        self.heard(channel, [item for each in heard for item in each.items], at := self.clock())
        await self.payloads.keep([_payload(channel, at, {}, each.raw.encode(), each.items) for each in heard])

    def heard(self, channel: str, items: Sequence[object], at: datetime) -> None:
        """Receipts and the like show that the channel works, and are nobody's words."""
        self.health.received(channel, at, sum(isinstance(each, Said | Pressed) for each in items))

    def refused(self, channel: str, reason: str) -> None:
        self.health.refused(channel, self.clock(), reason)

    def sent(self, channel: str) -> None:
        self.health.sent(channel, self.clock())

    def not_sent(self, channel: str, error: SendError, *, again: bool) -> None:
        """Whether it is this message's trouble, this chat's, or everybody's. `again`: it will be tried later."""
        at, for_all = self.clock(), isinstance(error, LockedOut | Unreachable)
        if isinstance(error, Throttled):
            self.health.throttled(channel, at + error.retry_after)
        else:
            self.health.failed(channel, at, error.reason, for_all=for_all, again=again)

    def waits(self, channel: str, conversation: ConversationId, count: int) -> None:
        """So many messages of this conversation wait for a later try."""
        self.health.queued(channel, conversation, count)


def _payload(channel: str, at: datetime, headers: Mapping[str, str], body: bytes, items: _Items) -> Payload:
    customers = {each.address.external_id for each in items if not isinstance(each, Unread)}
    return Payload(
        channel=channel, at=at, headers=headers, body=without_secret(body), customers=tuple(sorted(customers))
    )


def without_proof(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if not _PROOF.search(name)}


def without_secret(body: bytes) -> str:
    return _SECRET.sub(r'\1…"', body.decode(errors="replace"))
