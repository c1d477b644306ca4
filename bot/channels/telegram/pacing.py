"""Writing as fast as Telegram takes it, so that its refusals are rare: about a message a second in a chat, with bursts,
and thirty in all. The numbers are Telegram's own advice; the truth is its 429, which holds up that chat only."""

from datetime import timedelta

from bot.channels.base import Throttled
from bot.channels.telegram.listening import Pause
from storage.redis.pace import Limit, RedisPace

IN_A_CHAT, BURST = 1.0, 10
WORTH_WAITING = timedelta(seconds=1)
"""A turn this near is waited for; what is further off stays in the journal, and the worker goes on."""


class Pacing:
    """Of one bot."""

    def __init__(self, bot: str, per_second: int, pace: RedisPace, pause: Pause) -> None:
        self._bot = Limit(key=bot, per_second=per_second, burst=per_second)
        self._pace, self._pause = pace, pause

    async def turn(self, chat: str, patience: timedelta = WORTH_WAITING) -> None:
        """Until it is this chat's turn. Raises Throttled where that takes longer than `patience`."""
        of_chat = Limit(key=f"{self._bot.key}:{chat}", per_second=IN_A_CHAT, burst=BURST)
        wait = await self._pace.turn((of_chat, self._bot), patience)
        if wait > patience:
            raise Throttled("Telegram wants messages sent more slowly.", wait)
        if wait:
            await self._pause(wait.total_seconds())
