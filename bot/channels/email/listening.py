"""How mail comes to us: what is unread is stored, then marked as read.

The mark is the only memory of how far we have come, and it is set last. Whatever happens in between, the mail is found
unread again, and its event has the same id, so that it counts once. The server announces new mail (IDLE); every so
often we look without being told, as an announcement can be lost between two commands.

A mail that cannot be read is marked as read and flagged: it is there for people, and holds up nobody behind it.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import ParamSpec, TypeVar

import structlog

from bot.channels.base import Malformed, Trouble
from bot.channels.email.mailbox import LockedOut, Mailbox, MailboxAway, Raw

Pause = Callable[[float], Awaitable[object]]
Take = Callable[[Raw, int, int], Awaitable[None]]
"""Stores the mail of this UIDVALIDITY and UID. Raises Malformed when nobody can."""

_LONGEST_PAUSE = 60.0
_LOCKED_OUT_PAUSE = 300.0
"""Asked more often with a wrong password, servers lock the account."""
log = structlog.get_logger(__name__)
P = ParamSpec("P")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    make: Callable[[], Mailbox]
    take: Take
    look_every: timedelta
    trouble: Trouble
    pause: Pause

    async def run(self) -> None:
        """Until cancelled. A connection that breaks is made anew, after a pause that grows."""
        failures = 0
        while True:
            mailbox, stop = self.make(), threading.Event()
            hand = ThreadPoolExecutor(1, thread_name_prefix="imap")  # the connection is one thread's at a time
            try:
                await _by(hand, mailbox.open)
                self.trouble(None)
                while True:
                    await self._take_unseen(hand, mailbox)
                    failures = 0
                    await _by(hand, mailbox.wait, self.look_every, stop)
            except LockedOut as error:
                log.error("The mailbox does not open", action="mailbox_shut", reason=str(error))
                self.trouble(str(error))
                await self.pause(_LOCKED_OUT_PAUSE)
            except MailboxAway as error:
                failures += 1
                log.warning("The mailbox is away", action="mailbox_away", reason=str(error))
                self.trouble(f"The mailbox cannot be reached. {error}")
                await self.pause(_backoff(failures))
            except Exception:
                # The intake's errors are not ours to know. A listener that died of one would leave the channel deaf.
                failures += 1
                log.exception("Mail could not be stored and will be read again", action="intake_failed")
                await self.pause(_backoff(failures))
            finally:
                stop.set()
                hand.submit(mailbox.close)
                hand.shutdown(wait=False)

    async def _take_unseen(self, hand: ThreadPoolExecutor, mailbox: Mailbox) -> None:
        for uid in await _by(hand, mailbox.unseen):
            raw = await _by(hand, mailbox.fetch, uid)
            if raw is None:
                continue
            try:
                await self.take(raw, mailbox.validity, uid)
            except Malformed as error:
                log.error("A mail cannot be read: it is flagged", action="malformed", uid=uid, reason=str(error))
                await _by(hand, mailbox.set_aside, uid)
            else:
                await _by(hand, mailbox.mark_seen, uid)


async def _by(hand: ThreadPoolExecutor, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    return await asyncio.get_running_loop().run_in_executor(hand, partial(work, *args, **kwargs))


def _backoff(failures: int) -> float:
    return min(2.0 ** min(failures - 1, 10), _LONGEST_PAUSE)
