"""A bot's updates: numbered, kept until confirmed, read by one long poll at a time."""

import asyncio
import secrets
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import ApiError

OPT_IN = frozenset({"chat_member", "message_reaction", "message_reaction_count"})
"""Kinds that come only when `allowed_updates` names them."""
CONFLICT = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


@dataclass(slots=True, kw_only=True)
class Update:
    """`lane` names what it waits behind in webhook delivery; `copies` is how often it will be shown."""

    id: int
    lane: str
    content: dict[str, Any]
    copies: int = 1

    def body(self) -> dict[str, Any]:
        return {"update_id": self.id, **self.content}


class UpdateQueue:
    def __init__(self) -> None:
        self.pending: dict[int, Update] = {}
        self.allowed: frozenset[str] | None = None
        self._next_id = 100_000_000 + secrets.randbelow(800_000_000)
        self._waiting: asyncio.Future[None] | None = None

    def put(self, kind: str, content: dict[str, Any], *, lane: str, copies: int = 1) -> Update | None:
        """None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in OPT_IN:
            return None
        update = Update(id=self._next_id, lane=lane, content={kind: content}, copies=copies)
        self._next_id += 1
        self.pending[update.id] = update
        if self._waiting and not self._waiting.done():
            self._waiting.set_result(None)
        return update

    def confirm(self, offset: int) -> None:
        """Forget what is older than `offset`; a negative one keeps only so many of the latest."""
        ids = sorted(self.pending)
        forgotten = ids[:offset] if offset < 0 else [known for known in ids if known < offset]
        for known in forgotten:
            del self.pending[known]

    async def poll(self, limit: int, wait: float) -> list[dict[str, Any]]:
        """As the real server does, a poll that has to wait ends the one that was waiting before it."""
        if not self.pending and wait:
            self.stop_polls(CONFLICT)
            self._waiting = waiting = asyncio.get_running_loop().create_future()
            try:
                await asyncio.wait_for(waiting, wait)
            except TimeoutError:
                pass
            finally:
                if self._waiting is waiting:
                    self._waiting = None
        return self._page(limit)

    def stop_polls(self, reason: str) -> None:
        if self._waiting and not self._waiting.done():
            self._waiting.set_exception(ApiError(409, reason))

    def _page(self, limit: int) -> list[dict[str, Any]]:
        page = [self.pending[known] for known in sorted(self.pending)][:limit]
        shown = [update.body() for update in page for _ in range(update.copies)]
        for update in page:
            update.copies = 1
        return shown
