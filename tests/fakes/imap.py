"""A mailbox on this machine: pymap, a real IMAP server, as a process of its own; its mails live as long as it does."""

import asyncio
import subprocess
import sys
from dataclasses import dataclass, field

from imap_tools import BaseMailBox, MailBoxStartTls, MailBoxUnencrypted

from bot.imap import ImapServer
from storage.processes import free_port
from tests.fakes.certificates import Certificate
from tests.parts import NOW

USER, PASSWORD = "help@example.com", "p@ss/word"
_BEGIN = "import sys; from pymap.main import main; sys.exit(main())"


@dataclass(slots=True)
class ImapBox:
    """What the world does to the mailbox, and sees in it. With a `certificate` it lets nobody in before STARTTLS."""

    port: int = field(default_factory=free_port)
    certificate: Certificate | None = None
    _process: subprocess.Popen[bytes] | None = None
    _box: BaseMailBox | None = None
    _one_at_a_time: asyncio.Lock = field(default_factory=asyncio.Lock)

    @property
    def server(self) -> ImapServer:
        return ImapServer(host="127.0.0.1", port=self.port, user=USER, password=PASSWORD, secure=False,
            starttls=self.certificate is not None)  # fmt: skip

    async def start(self) -> None:
        self._process = self._begin()
        async with asyncio.timeout(15):
            while True:
                try:
                    return (await asyncio.open_connection("127.0.0.1", self.port))[1].close()
                except OSError:
                    await asyncio.sleep(0.05)

    def _begin(self) -> subprocess.Popen[bytes]:
        known = self.certificate
        tls = ("--cert", str(known.public), "--key", str(known.key)) if known else ("--no-tls",)
        where = ("--host", "127.0.0.1", "--port", str(self.port), *tls)
        who = ("dict", "--demo-user", USER, "--demo-password", PASSWORD)
        return subprocess.Popen(
            [sys.executable, "-c", _BEGIN, *where, *who], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def stop(self) -> None:
        """All that is in it is forgotten, its UIDVALIDITY too."""
        self._box = None
        if self._process:
            self._process.kill()
            self._process.wait()

    async def deliver(self, mail: bytes) -> None:
        """As the mail server would, when it has taken a mail for this address."""
        async with self._one_at_a_time:
            await asyncio.to_thread(self._deliver, mail)

    async def flags(self) -> list[set[str]]:
        """Of each mail, oldest first."""
        return await asyncio.to_thread(self._flags)

    async def mark_unread(self) -> None:
        await asyncio.to_thread(self._mark_unread)

    async def empty(self) -> None:
        await asyncio.to_thread(self._empty)

    def _open(self) -> BaseMailBox:
        """One for all, as the server takes its time over passwords."""
        if self._box is None:
            self._box = (
                MailBoxStartTls("127.0.0.1", self.port, timeout=10, ssl_context=self.certificate.client())
                if self.certificate
                else MailBoxUnencrypted("127.0.0.1", self.port, timeout=10)
            )
            self._box.login(USER, PASSWORD)
        return self._box

    def _deliver(self, mail: bytes) -> None:
        self._open().append(mail, "INBOX", dt=NOW)

    def _flags(self) -> list[set[str]]:
        found = self._open().fetch(mark_seen=False, headers_only=True)
        return [set(mail.flags) - {"\\Recent"} for mail in found]

    def _mark_unread(self) -> None:
        box = self._open()
        box.flag(box.uids(), ("\\Seen",), False)

    def _empty(self) -> None:
        box = self._open()
        box.delete(box.uids())
