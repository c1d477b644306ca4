"""Brings notices into operators' chats: warnings of promised times, what was given to them or taken from them.

A notice is off the list once Telegram has it. A process that dies in between says it twice, rather than never.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta

import structlog
from telegram.error import TelegramError

from bot.operator_bot import cards, words
from bot.operator_bot.buttons import Verb
from bot.operator_bot.cards import Card
from bot.operator_bot.names import names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.spot import Spot
from bot.operator_bot.telling import STALE, told
from bot.operator_bot.texts import BotTexts
from handoff import access
from handoff.ids import OperatorId
from handoff.messages import Happening
from handoff.operator import Operator, Presence
from handoff.ports import Carrier, Notice

log = structlog.get_logger()
_EVERY = timedelta(seconds=1)
_AT_ONCE = 500


class Herald:
    """Used by the leading process only. An operator's notices keep their order; nobody waits for another's."""

    def __init__(self, ports: OperatorBotPorts, post: Post, texts: BotTexts) -> None:
        self._desk, self._notices = ports.desk, ports.notices
        self._post, self._texts = post, texts
        self._busy: dict[OperatorId | None, asyncio.Task[None]] = {}

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                try:
                    await self._look()
                except Exception:  # the databases may be away: the next look finds what this one did not
                    log.exception("Notices can't be read", action="notices_failed")
                await asyncio.sleep(_EVERY.total_seconds())
        finally:
            for task in self._busy.values():
                task.cancel()

    async def _look(self) -> None:
        """Start on the notices of everybody who is not being told something already."""
        heaps: defaultdict[OperatorId | None, list[Notice]] = defaultdict(list)
        for notice in await self._notices.unsent(Carrier.TELEGRAM, _AT_ONCE):
            heaps[notice.operator].append(notice)
        self._busy = {who: task for who, task in self._busy.items() if not task.done()}
        for who, heap in heaps.items():
            if who not in self._busy:
                self._busy[who] = asyncio.create_task(self._tell(who, heap))

    async def _tell(self, who: OperatorId | None, notices: Sequence[Notice]) -> None:
        try:
            for notice in notices:
                operator = await self._desk.operators.get(who) if who else None
                if operator and operator.telegram_id and operator.active and not self._is_old(notice):
                    await self._send(notice, operator, operator.telegram_id)
                await self._notices.mark_sent(Carrier.TELEGRAM, notice.id)
        except TelegramError as error:
            log.warning("Notice not sent, trying again", action="notice_waits", operator=who, error=error.message)
        except Exception:
            log.exception("Notice not sent, trying again", action="notice_failed", operator=who)

    async def _send(self, notice: Notice, operator: Operator, chat: int) -> None:
        conversation = await self._desk.conversations.load(notice.conversation_id)
        if conversation is None or notice.happening is Happening.OFFERED:
            return  # the offer's own card says it, with the buttons to answer it
        say = self._texts.spoken_to(operator)
        known = names(await self._desk.books.now(), await self._desk.operators.all())
        sentence = told(notice, conversation, operator, known, say, self._desk.clock())
        can = [("open", Verb.WHO)] if access.may_see(operator, conversation) else []
        if notice.happening is Happening.OFFER_MISSED and operator.presence is not Presence.ONLINE:
            can.append(("i_am_back", Verb.ONLINE))
        rows = (cards.buttons(conversation, say, *can),) if can else ()
        card = Card(text=f"{words.title(conversation, say)}\n{sentence}", rows=rows)
        await self._post.send(Spot(chat), card, conversation.id)

    def _is_old(self, notice: Notice) -> bool:
        return self._desk.clock() - notice.at > STALE
