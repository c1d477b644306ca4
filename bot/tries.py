"""What this process knows of its own tries to send.

Each try is written down before its call, and its outcome after it. When a database goes away between the two, whoever
comes next can only say *unknown*; but if that is the same process, it knows: a call that did not begin may be made, and
the outcome of one that ended need not be guessed. Who waits for a try may be cut short, by a turn's deadline, but the
try goes on, and what came of it is there to be written by whoever looks after it. A process that dies forgets all
this, and nothing is sent twice.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, NamedTuple

from handoff.ids import ConversationId, MessageId
from handoff.messages import Delivery, Message

_MOST = 1000
"""What others have settled meanwhile is never asked for again."""


class Try(NamedTuple):
    message: MessageId
    number: int


class Outcome(NamedTuple):
    delivery: Delivery
    part_ids: tuple[str, ...] = ()
    gone: bool = False
    """The messenger does not let us reach the customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """A try whose outcome is perhaps not written; `at` is of the monotonic clock."""

    conversation: ConversationId
    message: Message
    outcome: Outcome
    at: float


class Tries:
    def __init__(self) -> None:
        self._ended: OrderedDict[Try, Ended] = OrderedDict()
        self._not_called: OrderedDict[Try, None] = OrderedDict()
        self._going: dict[Try, asyncio.Task[Outcome | None]] = {}

    def not_called(self, attempt: Try) -> None:
        """It may be written down, and no call follows."""
        self._not_called[attempt] = None
        if len(self._not_called) > _MOST:
            self._not_called.popitem(last=False)

    def takes_up(self, attempt: Try) -> bool:
        """Whether it is one of those, which is so for one asker only."""
        known = attempt in self._not_called
        self._not_called.pop(attempt, None)
        return known

    async def make(
        self, attempt: Try, trying: Coroutine[Any, Any, Outcome | None], conversation: ConversationId, message: Message
    ) -> Outcome | None:
        """What comes of it; None: it is somebody else's."""
        self._going[attempt] = going = asyncio.create_task(trying)
        going.add_done_callback(partial(self._note, attempt, conversation, message))
        return await asyncio.shield(going)

    async def outcome(self, attempt: Try) -> Outcome | None:
        """Of a try that ended, and whose end was perhaps not written, or of one that nobody waits for any more."""
        if (going := self._going.get(attempt)) is not None:
            return await asyncio.shield(going)
        return ended.outcome if (ended := self._ended.get(attempt)) else None

    def written(self, attempt: Try) -> None:
        """It need not be known any more."""
        self._ended.pop(attempt, None)

    def left(self, seconds: float) -> Sequence[tuple[Try, Ended]]:
        """Those that ended so long ago, and nobody has written: whoever waited for them was cut short."""
        before = time.monotonic() - seconds
        return [(attempt, ended) for attempt, ended in self._ended.items() if ended.at < before]

    def _note(
        self, attempt: Try, conversation: ConversationId, message: Message, going: asyncio.Task[Outcome | None]
    ) -> None:
        del self._going[attempt]
        if going.cancelled() or going.exception() is not None or (outcome := going.result()) is None:
            return
        self._ended[attempt] = Ended(
            conversation=conversation, message=message, outcome=outcome, at=time.monotonic()
        )  # fmt: skip
        if len(self._ended) > _MOST:
            self._ended.popitem(last=False)
