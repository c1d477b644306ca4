"""How fast a bot may send. Off by default: then only chats throttled on purpose are refused."""

import math
import time
from dataclasses import dataclass, field

from tests.fakes.telegram.errors import too_many


@dataclass(slots=True)
class _Bucket:
    """`burst` sends at once, then `per_second`."""

    per_second: float
    burst: float
    level: float = 0.0
    at: float = field(default_factory=time.monotonic)

    def wait(self, now: float) -> float:
        """Seconds until the next send is allowed."""
        self.level = max(0.0, self.level - (now - self.at) * self.per_second)
        self.at = now
        return max(0.0, (self.level + 1 - self.burst) / self.per_second)


class Rates:
    """About one message a second in a chat and thirty in all, with short bursts, when `strict`."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._shut: dict[int, float] = {}
        self._chats: dict[int, _Bucket] = {}
        self._all = _Bucket(per_second=30, burst=30)

    def throttle(self, chat: int, seconds: float) -> None:
        self._shut[chat] = time.monotonic() + seconds

    def check(self, chat: int) -> None:
        """The refusal 429 for as long as the chat is throttled, whatever is to be done in it."""
        if (left := self._shut.get(chat, 0.0) - time.monotonic()) > 0:
            raise too_many(math.ceil(left))

    def spend(self, chat: int) -> None:
        """One message to this chat, or the refusal 429."""
        self.check(chat)
        now = time.monotonic()
        if not self._strict:
            return
        bucket = self._chats.setdefault(chat, _Bucket(per_second=1, burst=3))
        if (left := max(bucket.wait(now), self._all.wait(now))) > 0:
            raise too_many(math.ceil(left))
        bucket.level += 1
        self._all.level += 1
