"""How each channel fares: what came in and went out by the minute, the last times, and what is wrong just now.

Told many times a second, so it is gathered in the process and written together, a few times a second at most. Lost with
Redis: then it begins anew.
"""

import asyncio
import json
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from redis.exceptions import RedisError

from storage.redis.client import Redis

log = structlog.get_logger()
_HOUR = 60
_KEPT = timedelta(hours=2)
_WRITE_AFTER = 0.2


class Way(StrEnum):
    """From customers, or to them."""

    IN = "in"
    OUT = "out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mishap:
    """The last thing that went wrong."""

    at: datetime
    way: Way
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """`trouble` is what keeps the channel from working now, by the way; messages are of the last hour."""

    received_at: datetime | None = None
    sent_at: datetime | None = None
    mishap: Mishap | None = None
    trouble: Mapping[Way, str] = field(default_factory=dict)
    received: int = 0
    sent: int = 0
    failed: int = 0
    queued: int = 0
    throttled_until: datetime | None = None


class ChannelHealth:
    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._counts: Counter[tuple[str, int, str]] = Counter()
        self._set: dict[tuple[str, str], str | None] = {}
        self._queued: dict[tuple[str, str], int] = {}
        self._writing: asyncio.Task[None] | None = None

    # -- what is told --------------------------------------------------------------------------------------------------

    def received(self, channel: str, at: datetime, count: int = 1) -> None:
        self._note(channel, {"received_at": _text(at), "trouble:in": None}, at, "received", count)

    def sent(self, channel: str, at: datetime) -> None:
        self._note(channel, {"sent_at": _text(at), "trouble:out": None}, at, "sent")

    def failed(self, channel: str, at: datetime, reason: str, *, for_all: bool = False, again: bool = False) -> None:
        """A message did not go out. `for_all`: no other one would. `again`: it is tried again, and not yet counted."""
        self._note(channel, _mishap(Way.OUT, at, reason, lasting=for_all), at, "failed", 0 if again else 1)

    def refused(self, channel: str, at: datetime, reason: str) -> None:
        """What came in could not be taken."""
        self._note(channel, _mishap(Way.IN, at, reason, lasting=False), at, "refused")

    def listening(self, channel: str, at: datetime, reason: str | None) -> None:
        """What keeps the channel from hearing; None: nothing, any more."""
        self._note(channel, {"trouble:in": None} if reason is None else _mishap(Way.IN, at, reason, lasting=True))

    def throttled(self, channel: str, until: datetime) -> None:
        self._note(channel, {"throttled_until": _text(until)})

    def queued(self, channel: str, conversation: str, count: int) -> None:
        """So many messages of this conversation wait for a later try."""
        self._queued[channel, conversation] = count
        self._note(channel, {})

    # -- what is asked -------------------------------------------------------------------------------------------------

    async def of(self, channel: str, now: datetime) -> Vitals:
        last = int(now.timestamp()) // 60
        pipeline = self._redis.pipeline(transaction=False)
        pipeline.hgetall(_key(channel))
        pipeline.hvals(_key(channel, "queued"))
        for minute in range(last - _HOUR + 1, last + 1):
            pipeline.hgetall(_key(channel, str(minute)))
        known, queued, *minutes = await pipeline.execute()
        total: Counter[str] = Counter()
        for each in minutes:
            total.update({name: int(count) for name, count in each.items()})
        until = _time(known.get("throttled_until"))
        return Vitals(
            received_at=_time(known.get("received_at")), sent_at=_time(known.get("sent_at")),
            mishap=_read(known["mishap"]) if "mishap" in known else None,
            trouble={way: known[f"trouble:{way}"] for way in Way if f"trouble:{way}" in known},
            received=total["received"], sent=total["sent"], failed=total["failed"], queued=sum(map(int, queued)),
            throttled_until=until if until and until > now else None,
        )  # fmt: skip

    async def forget(self, channels: Collection[str]) -> None:
        """Of what was connected anew, the past says nothing."""
        for channel in channels:
            await self._redis.delete(_key(channel), _key(channel, "queued"))

    async def flush(self) -> None:
        """Write what was told. What Redis does not take is lost: it is only for people to look at."""
        counts, self._counts = self._counts, Counter()
        values, self._set = self._set, {}
        queued, self._queued = self._queued, {}
        pipeline = self._redis.pipeline(transaction=False)
        for (channel, minute, name), count in counts.items():
            key = _key(channel, str(minute))
            pipeline.hincrby(key, name, count)
            pipeline.expire(key, _KEPT)
        for (channel, name), value in values.items():
            if value is None:
                pipeline.hdel(_key(channel), name)
            else:
                pipeline.hset(_key(channel), name, value)
        for (channel, conversation), waiting in queued.items():
            key = _key(channel, "queued")
            if waiting:
                pipeline.hset(key, conversation, str(waiting))
            else:
                pipeline.hdel(key, conversation)
        try:
            await pipeline.execute()
        except RedisError as error:
            log.warning("The health of channels was not kept", action="health_lost", error=str(error))

    def _note(
        self, channel: str, values: Mapping[str, str | None], at: datetime | None = None, name: str = "", count: int = 1
    ) -> None:
        self._set.update({(channel, key): value for key, value in values.items()})
        if at is not None:
            self._counts[channel, int(at.timestamp()) // 60, name] += count
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_soon())

    async def _write_soon(self) -> None:
        while self._counts or self._set or self._queued:
            await asyncio.sleep(_WRITE_AFTER)
            await self.flush()


def _mishap(way: Way, at: datetime, reason: str, *, lasting: bool) -> dict[str, str | None]:
    told: dict[str, str | None] = {"mishap": json.dumps({"at": at.timestamp(), "way": way, "text": reason[:500]})}
    return told | {f"trouble:{way}": reason[:500]} if lasting else told


def _read(text: str) -> Mishap:
    told: dict[str, Any] = json.loads(text)
    return Mishap(at=datetime.fromtimestamp(told["at"], UTC), way=Way(told["way"]), text=told["text"])


def _key(channel: str, *parts: str) -> str:
    return ":".join(("channel", channel, *parts))


def _text(at: datetime) -> str:
    return str(at.timestamp())


def _time(text: str | None) -> datetime | None:
    return datetime.fromtimestamp(float(text), UTC) if text else None
