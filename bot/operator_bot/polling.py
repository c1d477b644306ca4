"""Gets updates from Telegram, and lets the application handle them in their lanes."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import structlog
from telegram import Update
from telegram.error import Conflict, InvalidToken, TelegramError
from telegram.ext import Application, ExtBot

from bot.operator_bot.lanes import Lanes

log = structlog.get_logger()
_POLL = timedelta(seconds=25)
_PAUSE = timedelta(seconds=3)
_REST = timedelta(seconds=0.2)
"""Who is not done by then is left to go on beside the next poll."""
_KINDS = [Update.MESSAGE, Update.EDITED_MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER]

Telegram = Application[ExtBot[bool], Any, Any, Any, Any, Any]


class Polling:
    def __init__(self, application: Telegram) -> None:
        self._application, self._others = application, dict[int, Sequence[Update]]()

    def others(self, update: Update) -> Sequence[Update]:
        """The further updates of its album."""
        return self._others.get(update.update_id, ())

    async def run(self) -> None:
        """Until cancelled, or until Telegram refuses the token."""
        lanes = Lanes(self._handle)
        try:
            while True:
                try:
                    updates = await self._application.bot.get_updates(
                        offset=lanes.offset, timeout=timedelta() if lanes.busy else _POLL, allowed_updates=_KINDS
                    )
                except InvalidToken:
                    refused()
                    return
                except TelegramError as error:
                    # Conflict: another program polls with this token. It may be one that is just stopping.
                    level = log.error if isinstance(error, Conflict) else log.warning
                    level("No updates, trying again", action="poll_failed", error=error.message)
                    await asyncio.sleep(_PAUSE.total_seconds())
                    continue
                lanes.put(updates)
                await lanes.rest(_REST)
        finally:
            await lanes.stop()

    async def _handle(self, updates: Sequence[Update]) -> None:
        first, *others = updates
        self._others[first.update_id] = others
        try:
            await self._application.process_update(first)
        finally:
            del self._others[first.update_id]


def refused() -> None:
    log.error("Telegram refuses the operators' bot: check its token", action="operator_bot_refused")
