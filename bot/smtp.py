"""A mail server spoken to by SMTP: where it is, and what its refusals mean to whoever sends."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
from aiosmtplib import SMTPRecipientsRefused, SMTPResponseException

_ANSWERS_WITHIN = timedelta(seconds=20)
_GOING_DOWN = 421


class MailError(Exception):
    """Root of what may come of sending; the text is the server's reason, or ours."""


class ServerAway(MailError):
    """It can't be reached, or takes nothing from us at all: try again later, with everything."""


class Later(MailError):
    """It does not take this letter now."""


class Refused(MailError):
    """It will never take this letter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    """`secure`: TLS from the start. `starttls`: insisted on if True, used where it is offered if None."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    secure: bool = False
    starttls: bool | None = None

    @asynccontextmanager
    async def letterbox(self) -> AsyncIterator["Letterbox"]:
        """A connection for several letters. Raises ServerAway."""
        client = aiosmtplib.SMTP(
            hostname=self.host, port=self.port, username=self.user or None, password=self.password or None,
            use_tls=self.secure, start_tls=False if self.secure else self.starttls,
            timeout=_ANSWERS_WITHIN.total_seconds(),
        )  # fmt: skip
        try:
            await client.connect()
        except (OSError, aiosmtplib.SMTPException) as error:
            raise ServerAway(_reason(error)) from error
        try:
            yield Letterbox(client)
            with suppress(OSError, aiosmtplib.SMTPException):  # what it has, it has
                await client.quit()
        finally:
            client.close()


def read_smtp_url(url: str) -> SmtpServer:
    """`smtp://user:password@host:587?starttls=true` or `smtps://…`. Raises ValueError, with the remedy."""
    parts = urlsplit(url)
    options = parse_qs(parts.query)
    starttls = options.pop("starttls", ["as offered"])[0]
    if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
        raise ValueError("must look like smtp://user:password@host:587?starttls=true or smtps://user:password@host")
    if options or starttls not in ("true", "false", "as offered"):
        raise ValueError("takes one option, starttls=true or starttls=false")
    secure = parts.scheme == "smtps"
    return SmtpServer(
        host=parts.hostname, port=parts.port or (465 if secure else 587), secure=secure,
        starttls=None if starttls == "as offered" else starttls == "true",
        user=unquote(parts.username or ""), password=unquote(parts.password or ""),
    )  # fmt: skip


class Letterbox:
    """An open connection."""

    def __init__(self, client: aiosmtplib.SMTP) -> None:
        self._client = client

    async def post(self, letter: EmailMessage) -> None:
        """The server has it. Raises ServerAway, Later, Refused."""
        try:
            await self._client.send_message(letter)
        except SMTPRecipientsRefused as error:
            raise _meaning(error.recipients[0]) from error
        except aiosmtplib.SMTPSenderRefused as error:  # that is us: no letter will do better
            raise ServerAway(_reason(error)) from error
        except SMTPResponseException as error:
            raise _meaning(error) from error
        except aiosmtplib.SMTPNotSupported as error:  # an address in letters that this server can't write
            raise Refused(_reason(error)) from error
        except (OSError, aiosmtplib.SMTPException) as error:
            raise ServerAway(_reason(error)) from error


def _meaning(error: SMTPResponseException) -> MailError:
    """RFC 5321, 4.2.1: 5yz is for good, 4yz for now."""
    if error.code == _GOING_DOWN:
        return ServerAway(_reason(error))
    return Refused(_reason(error)) if error.code >= 500 else Later(_reason(error))


def _reason(error: Exception) -> str:
    return f"{error.code} {error.message}" if isinstance(error, SMTPResponseException) else str(error)
