"""The channel itself: mail in by IMAP, mail out by SMTP."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from email.message import EmailMessage

import structlog
from aiosmtplib import SMTPResponseException

from bot.channels.base import (
    Accepted,
    Download,
    Heard,
    LockedOut,
    Malformed,
    Refused,
    Rejected,
    Take,
    Trouble,
    Unknown,
    Unreachable,
    Unread,
    untroubled,
)
from bot.channels.email.compose import compose
from bot.channels.email.files import Received, enclosed
from bot.channels.email.listening import Listener, Pause
from bot.channels.email.mailbox import LockedOut as MailboxShut
from bot.channels.email.mailbox import Mailbox, MailboxAway, Raw, check
from bot.channels.email.parse import CHANNEL, Origin, belonging, digest_of, receipt, said, thread_of
from bot.channels.email.ports import Threads
from bot.channels.email.reading import Mail, read
from bot.channels.email.settings import EmailSettings
from bot.channels.email.tokens import Tokens, codes_in
from bot.events import FromCustomer, Pressed
from bot.smtp import Later, MailError
from bot.smtp import Refused as MailRefused
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message, Side
from handoff.ports import Clock, Files, Throttle

_HOUR = 3600
TOO_MANY = "The bot has written to this address too often within an hour: perhaps to another robot."
IN_MAILBOX = "It lies in the mailbox with a flag: mark it there as unread, and it is read again."
MOST_KEPT = 64 * 1024
"""Bytes of a mail that are kept as they came: its head, and how it begins. The whole mail stays in the mailbox."""
log = structlog.get_logger(__name__)


class EmailChannel:
    """One mailbox. Fulfils `Channel`, `Listens`, `Rereads` and `Tested`. `pause` waits between tries; tests hand in
    one that does not."""

    abilities = Abilities(chatty=False)

    def __init__(
        self, settings: EmailSettings, *, threads: Threads, throttle: Throttle, files: Files, clock: Clock,
        pause: Pause = asyncio.sleep,
    ) -> None:  # fmt: skip
        self.name = CHANNEL if settings.account == "main" else f"{CHANNEL}-{settings.account}"
        self._settings, self._threads, self._throttle, self._clock = settings, threads, throttle, clock
        self._pause = pause
        self._files, self._received = files, Received(settings.imap)
        self._tokens: Tokens | None = None

    async def open(self) -> None:
        """Nothing to do: connections are made when they are needed."""

    async def close(self) -> None:
        """Nothing to do: each connection is closed by whoever made it."""

    async def test(self) -> str:
        """That both servers take us, and who we are to them."""
        try:
            await asyncio.to_thread(check, self._settings.imap)
            async with self._settings.smtp.letterbox():
                return f"{self._settings.sender} ({self._settings.imap.folder})"
        except MailboxShut as error:
            raise LockedOut(str(error)) from error
        except MailboxAway as error:
            raise Unreachable(f"The mailbox cannot be reached. {error}") from error
        except MailError as error:
            raise Unreachable(f"The mail server does not take the mail now: {error}") from error

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        raise Refused("Mail comes from the mailbox only.")

    def reread(self, body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        raise Malformed(IN_MAILBOX)

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        async def store(raw: Raw, validity: int, uid: int) -> None:
            source = raw.data[:MOST_KEPT].decode(errors="replace")
            try:
                event = await self._event(raw, Origin(validity=validity, uid=uid))
            except Malformed as error:
                await take([Heard(raw=source, items=[Unread(raw=source, reason=str(error))])])
                raise
            await take([Heard(raw=source, items=[event] if event else [])])

        await Listener(
            make=lambda: Mailbox(self._settings.imap), take=store, look_every=self._settings.look_every,
            trouble=trouble, pause=self._pause,
        ).run()  # fmt: skip

    async def fetch(self, attachment: Attachment) -> Download:
        return await self._received.fetch(attachment)

    async def _event(self, raw: Raw, origin: Origin) -> FromCustomer | None:
        """What a mail means; None for one that nobody need know of. Raises Malformed."""
        mail, now = await asyncio.to_thread(read_whole, raw), self._clock()
        account, digest = self._settings.account, digest_of(mail, raw.data, origin)
        if mail.bounce and (customer := await self._whose_id(mail.bounce.message_id)):
            return receipt(mail, digest, customer, account, now)
        if mail.address == self._settings.own_address:
            log.info("A mail from our own address is left alone", action="own_mail", uid=origin.uid)
            return None
        thread = await belonging(mail, self._whose)
        sent_at = min(raw.received_at or now, now)
        event = said(
            mail, digest, thread, origin, account, at=now, sent_at=sent_at, to_people=not self._settings.bot_first
        )
        known = await self._threads.of(event.conversation_id)
        if known is None or not mail.automatic:
            # Before the event: an answer may be on its way as soon as that is stored.
            code = (await self._signing()).code(thread.address)
            await self._threads.keep(event.conversation_id, code, thread_of(mail))
        return event

    async def _whose(self, code: str) -> str | None:
        found = await self._threads.whose(code)
        prefix = f"{CHANNEL}:{self._settings.account}:"
        return found.removeprefix(prefix) if found and found.startswith(prefix) else None

    async def _whose_id(self, message_id: str) -> str | None:
        """The customer that a mail of ours went to; None: it is not ours."""
        codes = codes_in(message_id)
        return await self._whose(codes[0]) if codes else None

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        to = address.external_id
        limit = self._settings.bot_replies_an_hour
        if message.side is not Side.OPERATOR and not await self._throttle.allow(
            f"email:{to}", limit=limit, seconds=_HOUR
        ):
            raise Rejected(TOO_MANY)
        thread = await self._threads.of(address.conversation_id)
        files = await enclosed(self._files, message.content.attachments)
        mail = compose(to, message, thread, self._settings, await self._signing(), self._clock(), files)
        await self._post(mail)
        return Accepted(provider_id=str(mail["Message-ID"]))

    async def _post(self, mail: EmailMessage) -> None:
        """Once the server has begun to listen, a lost connection may mean that it took the mail."""
        connected = False
        try:
            async with self._settings.smtp.letterbox() as letterbox:
                connected = True
                await letterbox.post(mail)
        except MailRefused as error:
            raise Rejected(f"The mail server refuses the mail: {error}") from error
        except MailError as error:
            answered = isinstance(error, Later) or isinstance(error.__cause__, SMTPResponseException)
            if connected and not answered:
                raise Unknown(
                    "The connection to the mail server broke before it said whether it has the mail."
                ) from error
            raise Unreachable(f"The mail server does not take the mail now: {error}") from error

    async def typing(self, address: Address) -> None:
        """Mail has no sign for it."""

    async def pressed(self, event: Pressed) -> None:
        """Mail has no buttons."""

    async def _signing(self) -> Tokens:
        if self._tokens is None:
            self._tokens = Tokens(key=await self._threads.key(), account=self._settings.account)
        return self._tokens


def read_whole(raw: Raw) -> Mail:
    """Raises Malformed whatever is wrong with it: the next mails must not wait for this one."""
    if not raw.whole:
        raise Malformed("The mail is too large.")
    try:
        return read(raw.data)
    except Malformed:
        raise
    except Exception as error:
        log.exception("A mail broke its parser", action="parser_broke")
        raise Malformed(f"{type(error).__name__}: {error}") from error
