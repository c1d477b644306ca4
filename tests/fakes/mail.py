"""A mail server on this machine that speaks real SMTP, and refuses whom it is told to."""

import asyncio
import email
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from storage.processes import free_port
from tests.fakes.certificates import Certificate

USER, PASSWORD = "helpline", "p@ss/word"


@dataclass(slots=True)
class MailServer:
    """`refusals` by address, `troubles` by a word of the subject: the server's answers."""

    port: int = field(default_factory=free_port)
    letters: list[EmailMessage] = field(default_factory=list)
    users: list[str] = field(default_factory=list)
    """Who has signed in."""
    refusals: dict[str, str] = field(default_factory=dict)
    troubles: dict[str, str] = field(default_factory=dict)
    sender_refused: str = ""
    breaks_off: bool = False
    """It takes a letter and hangs up before it says so."""
    slow: float = 0.0
    """Seconds from taking a letter until it says so."""

    @property
    def to(self) -> list[str]:
        return [str(letter["To"]) for letter in self.letters]

    @asynccontextmanager
    async def open(self, *, asks_for_password: bool = False, tls: Certificate | None = None) -> AsyncIterator[None]:
        """It listens; at the end it is away, and may come back. With `tls` it takes nothing before STARTTLS."""
        loop = asyncio.get_running_loop()
        options: dict[str, Any] = {"auth_require_tls": False, "auth_required": asks_for_password}
        options |= {"tls_context": tls.server(), "require_starttls": True} if tls else {}
        server = await loop.create_server(
            lambda: SMTP(self, authenticator=self._admit, loop=loop, **options), "127.0.0.1", self.port
        )
        try:
            yield
        finally:
            server.close()
            await server.wait_closed()

    def _admit(self, server: SMTP, session: Session, envelope: Envelope, mechanism: str, said: Any) -> AuthResult:
        assert isinstance(said, LoginPassword)
        good = (said.login.decode(), said.password.decode()) == (USER, PASSWORD)
        if good:
            self.users.append(said.login.decode())
        return AuthResult(success=good, handled=False)

    # -- aiosmtpd calls these by their names -----------------------------------------------------------------------

    async def handle_MAIL(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.sender_refused:
            return self.sender_refused
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refusals:
            return self.refusals[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        letter = email.message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(letter, EmailMessage)
        for word, answer in self.troubles.items():
            if word in str(letter["Subject"]):
                return answer
        self.letters.append(letter)
        await asyncio.sleep(self.slow)
        if self.breaks_off:
            server.transport.abort()
        return "250 Taken"
