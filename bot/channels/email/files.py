"""Copying a customer's file: the mail it came in is read from the mailbox once more."""

import asyncio

from bot.channels.base import Download, Rejected, Unreachable
from bot.channels.email.mailbox import Mailbox, MailboxAway
from bot.channels.email.reading import file_of
from bot.imap import ImapServer
from handoff.messages import Attachment

GONE = "The mail that this file came in is not in the mailbox any more."


class Files:
    """Remembers the mail it read last: its files are asked for one after another."""

    def __init__(self, server: ImapServer) -> None:
        self._server = server
        self._last: tuple[str, bytes] = ("", b"")
        self._one_by_one = asyncio.Lock()

    async def fetch(self, attachment: Attachment) -> Download:
        """Raises Rejected, or Unreachable where a later try may work."""
        mail, _, part = (attachment.provider_ref or "").rpartition("/")
        if not mail or not part.isdigit():
            raise Rejected("There is no reference to this file.")
        async with self._one_by_one:
            if self._last[0] != mail:
                self._last = mail, await asyncio.to_thread(self._read, mail)
            data = file_of(self._last[1], int(part))
        if not data:
            raise Rejected("The file is empty." if data is not None else GONE)
        return Download(data=data, name=attachment.name, mime=attachment.mime)

    def _read(self, mail: str) -> bytes:
        validity, uid = map(int, mail.split("/"))
        mailbox = Mailbox(self._server)
        try:
            mailbox.open()
            raw = mailbox.fetch(uid) if mailbox.validity == validity else None
        except MailboxAway as error:
            raise Unreachable(f"The mailbox cannot be reached. {error}") from error
        finally:
            mailbox.close()
        if raw is None:
            raise Rejected(GONE)
        return raw.data
