"""Makes the calls that a commit holds, in the background, and brings their answers back as events.

A call is made only once it is committed that it is to be made; its answer is stored before anybody acts on it. Should
this process die in between, the conversation wakes, another worker commits that it is made again, and makes it under
the same id.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

import structlog

from bot.events import Called, FromSystem, Underway
from bot.flowing.runs import ASKED
from flows.effects import Call
from flows.ports import Caller
from handoff.conversation import Conversation
from handoff.ids import ConversationId, EventId
from handoff.ports import Clock
from handoff.standing import Pending

log = structlog.get_logger()
_LAST = 1.0
"""Seconds that calls have when the process ends. What has no answer by then is asked again by another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """`about` gives the caller for a conversation."""

    about: Callable[[ConversationId], Caller]
    reception: Callable[[Sequence[FromSystem]], Awaitable[None]]
    clock: Clock
    _made: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def send(self, before: Conversation, after: Conversation) -> None:
        """Begin what this commit asks for, without waiting for it."""
        known = {standing.call for standing in before.standings}
        for standing in after.standings:
            if standing.call and standing.call not in known and standing.call.id not in self._made:
                task = asyncio.create_task(self._make(after.id, standing.call))
                self._made[standing.call.id] = task
                task.add_done_callback(partial(self._done, standing.call.id))

    async def close(self) -> None:
        """Wait a moment for those who are out, then leave them to others."""
        if out := list(self._made.values()):
            await asyncio.wait(out, timeout=_LAST)
            for task in out:
                task.cancel()
            await asyncio.gather(*out, return_exceptions=True)

    def _done(self, call: str, task: asyncio.Task[None]) -> None:
        self._made.pop(call, None)

    async def _make(self, conversation: ConversationId, pending: Pending) -> None:
        try:
            event = await self._event(conversation, pending)
            await self.reception([event])
        except Exception:  # the conversation wakes by itself, and it is tried again
            log.exception("A call's answer was lost", action="call_lost", conversation=conversation, call=pending.id)

    async def _event(self, conversation: ConversationId, pending: Pending) -> FromSystem:
        effect, caller, at = ASKED.validate_json(pending.effect), self.about(conversation), self.clock
        result = await (caller.call(effect) if isinstance(effect, Call) else caller.start(effect))
        if result is None:
            id_ = EventId(f"underway:{effect.id}")
            return Underway(id=id_, conversation_id=conversation, at=at(), call=effect.id)
        return Called(id=EventId(f"called:{effect.id}"), conversation_id=conversation, at=at(), result=result)
