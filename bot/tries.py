"""What this process knows of its own tries to send.

Each try is written down before its call, and its outcome after it. When a database goes away between the two, whoever
comes next can only say *unknown*; but if that is the same process, it knows: a call that did not begin may be made, and
the outcome of one that ended need not be guessed. Who waits for a call may be cut short, by a turn's deadline, but the
call goes on. A process that dies forgets all this, and nothing is sent twice.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from functools import partial
from typing import Any, NamedTuple

from handoff.ids import MessageId
from handoff.messages import Delivery

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


class Tries:
    def __init__(self) -> None:
        self._known: OrderedDict[Try, Outcome | None] = OrderedDict()
        self._calls: dict[Try, asyncio.Task[Outcome]] = {}

    def not_called(self, attempt: Try) -> None:
        """It may be written down, and no call follows."""
        self._keep(attempt, None)

    def takes_up(self, attempt: Try) -> bool:
        """Whether it is one of those, which is so for one asker only."""
        if attempt in self._known and self._known[attempt] is None:
            del self._known[attempt]
            return True
        return False

    async def call(self, attempt: Try, call: Coroutine[Any, Any, Outcome]) -> Outcome:
        """What comes of it."""
        self._calls[attempt] = calling = asyncio.create_task(call)
        calling.add_done_callback(partial(self._ended, attempt))
        return await asyncio.shield(calling)

    async def outcome(self, attempt: Try) -> Outcome | None:
        """Of a call that ended, and whose end was perhaps not written, or of one that nobody waits for any more."""
        if (calling := self._calls.get(attempt)) is not None:
            return await asyncio.shield(calling)
        return self._known.get(attempt)

    def written(self, attempt: Try) -> None:
        """It need not be known any more."""
        self._known.pop(attempt, None)

    def _ended(self, attempt: Try, calling: asyncio.Task[Outcome]) -> None:
        del self._calls[attempt]
        if not calling.cancelled() and calling.exception() is None:
            self._keep(attempt, calling.result())

    def _keep(self, attempt: Try, outcome: Outcome | None) -> None:
        self._known[attempt] = outcome
        if len(self._known) > _MOST:
            self._known.popitem(last=False)
