"""Notices by e-mail, to operators who have an address and to addresses that the rules name.

A notice is off the list when the mail server has it, or will never take it. A process that dies in between sends it
again, rather than never.
"""

import asyncio
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage
from typing import TYPE_CHECKING

import structlog

from bot.letters import Sender, is_address, letter
from bot.operator_bot.names import names
from bot.operator_bot.telling import STALE
from bot.operator_bot.texts import BotTexts, load_texts
from bot.smtp import Later, Letterbox, Refused, ServerAway, SmtpServer, read_smtp_url
from handoff.messages import Happening
from handoff.ports import Books, Carrier, Clock, Conversations, Notice, Notices, Operators
from storage.errors import UNAVAILABLE
from storage.redis.leader import lead

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger()
_AT_ONCE = 1000
_EVERY = timedelta(seconds=2)
_LONGEST_PAUSE = timedelta(minutes=1)
AGAIN = timedelta(minutes=5)
"""For a letter that the server does not take now; many servers refuse what they see for the first time."""


async def run(app: "App") -> None:
    """Until cancelled. Any number of processes may run it: one sends, the others stand by."""
    settings = app.settings
    mailer = Mailer(
        server=read_smtp_url(settings.smtp_url) if settings.smtp_url else None,
        sender=Sender(address=settings.mail_from, company=settings.company, public_url=settings.public_url),
        notices=app.notices, conversations=app.conversations, operators=app.operators, books=app.books,
        texts=load_texts(), clock=app.clock,
    )  # fmt: skip
    await lead(app.redis, "mail", mailer.run)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailer:
    """Without a `server` there is nothing to send."""

    server: SmtpServer | None
    sender: Sender
    notices: Notices
    conversations: Conversations
    operators: Operators
    books: Books
    texts: BotTexts
    clock: Clock
    every: timedelta = _EVERY
    _later: dict[str, datetime] = field(default_factory=dict)

    async def run(self) -> None:
        """Until cancelled. While nothing can be sent the pauses grow."""
        pause, this = self.every, asyncio.current_task()
        while True:
            pause = self.every if await self._try() else min(pause * 2, _LONGEST_PAUSE)
            if this is not None and this.cancelling():
                return  # a time-out of aiosmtplib swallows what comes with the server's answer (python/cpython#86296)
            await asyncio.sleep(pause.total_seconds())

    async def _try(self) -> bool:
        try:
            await self.send_due()
        except ServerAway as error:
            log.warning("Mail server away, trying again", action="mail_away", reason=str(error))
            return False
        except UNAVAILABLE as error:
            log.warning("A database is away, trying again", action="storage_away", error=str(error))
            return False
        except Exception:
            log.exception("Mail can't be sent, trying again", action="mail_failed")
            return False
        return True

    async def send_due(self) -> int:
        """Send what waits; how many letters the server took. Raises ServerAway."""
        now = self.clock()
        letters: list[tuple[Notice, EmailMessage]] = []
        for notice in await self.notices.unsent(Carrier.EMAIL, _AT_ONCE):
            if self._later.get(notice.id, now) > now:
                continue
            written = await self._write(notice, now)
            if written is None:
                await self._settle(notice)
            else:
                letters.append((notice, written))
        if not letters or self.server is None:
            return 0
        async with self.server.letterbox() as letterbox:
            return sum([await self._post(letterbox, *each) for each in letters])

    async def _write(self, notice: Notice, now: datetime) -> EmailMessage | None:
        """None: nothing to send. An offer would have lapsed before anybody reads of it."""
        if self.server is None or notice.happening is Happening.OFFERED or now - notice.at > STALE:
            return None
        found = await self.operators.get(notice.operator) if notice.operator else None
        hearer = found if found and found.active else None
        to = notice.email or (hearer.email if hearer else None)
        conversation = await self.conversations.load(notice.conversation_id)
        if not to or conversation is None:
            return None
        if not is_address(to):
            log.error("This is no e-mail address", action="mail_refused", notice=notice.id)
            return None
        say = self.texts.spoken_to(hearer) if hearer else self.texts.in_language(None)
        known = names(await self.books.now(), await self.operators.all())
        return letter(notice, conversation, hearer, known, say, now, to=to, sender=self.sender)

    async def _post(self, letterbox: Letterbox, notice: Notice, written: EmailMessage) -> bool:
        """Whether it was taken; one letter's trouble is not the others'."""
        try:
            await letterbox.post(written)
        except (Later, ServerAway) as error:
            # If it was this very letter that brought the server down, the others go first next time.
            self._later[notice.id] = self.clock() + AGAIN
            log.info("Mail not taken now", action="mail_later", notice=notice.id, reason=str(error))
            if isinstance(error, ServerAway):
                raise
            return False
        except Refused as error:
            log.error("Mail refused", action="mail_refused", notice=notice.id, reason=str(error))
            await self._settle(notice)
            return False
        await self._settle(notice)
        return True

    async def _settle(self, notice: Notice) -> None:
        self._later.pop(notice.id, None)
        await self.notices.mark_sent(Carrier.EMAIL, notice.id)
