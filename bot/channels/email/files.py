"""Files both ways: a customer's is copied from its mail in the mailbox; an operator's goes along with ours."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.base import Download, Rejected, Unreachable
from bot.channels.email.mailbox import Mailbox, MailboxAway
from bot.channels.email.reading import file_of
from bot.imap import ImapServer
from handoff.messages import Attachment
from handoff.ports import Files, NoFile

GONE = "The mail that this file came in is not in the mailbox any more."
TOO_LARGE = "The files are larger than the 20 MB that most mail servers take in one mail."
LARGEST = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """A file as it goes into a mail."""

    name: str
    mime: str
    data: bytes


async def enclosed(files: Files, attachments: Sequence[Attachment]) -> list[Enclosed]:
    """Those of ours that have no address of their own. Raises Rejected."""
    found, room = [], LARGEST
    for each in attachments:
        if each.url or each.file_id is None:
            continue
        data = bytearray()
        try:
            async for chunk in files.read(each.file_id):
                data += chunk
                if len(data) > room:
                    raise Rejected(TOO_LARGE)
        except NoFile as error:
            raise Rejected(f"“{each.name}” is not there any more.") from error
        room -= len(data)
        found.append(Enclosed(name=each.name, mime=each.mime, data=bytes(data)))
    return found


class Received:
    """Customers' files. Remembers the mail it read last: its files are asked for one after another."""

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
