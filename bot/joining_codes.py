"""Codes as customers meet them: in a link that they follow, and in a mail that they are sent."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr

from bot.events import AnyEvent, Said, Started
from bot.letters import is_address
from bot.smtp import MailError, SmtpServer
from handoff.ports import Texts
from handoff.ports.people import NoInvitation

_INVITATION = re.compile(r"(?:^|\s)join_([A-Za-z0-9_-]{22})(?=\s|$)")
_DIGITS = re.compile(r"\d{3} ?\d{3}")


def payload_of(code: str) -> str:
    """What a link brings: Telegram takes 64 letters, digits, `_` and `-`."""
    return f"join_{code}"


def code_in(event: AnyEvent) -> str | None:
    """The code of an invitation: what a link brought, or, where links bring nothing, what it wrote for the customer."""
    match event:
        case Started():
            text = event.payload
        case Said(forwarded_from=None):
            text = event.content.text
        case _:
            return None
    found = _INVITATION.search(text)
    return found[1] if found else None


def digits_in(text: str) -> str | None:
    """A message that is six digits and nothing else."""
    return text.strip().replace(" ", "") if _DIGITS.fullmatch(text.strip()) else None


def holds_code(event: Said) -> bool:
    """Whether it may be meant as one."""
    return code_in(event) is not None or digits_in(event.content.text) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMailer:
    """Mails codes; without a `server` it can't, and says so."""

    server: SmtpServer | None
    sender: str
    company: str
    texts: Texts

    async def send(self, to: str, code: str, language: str) -> None:
        """Raises NoInvitation, in words for the operator who asked."""
        if self.server is None:
            raise NoInvitation("No mail server is set up here: SMTP_URL names one.")
        if not is_address(to):
            raise NoInvitation("This is not an e-mail address.")
        try:
            async with self.server.letterbox() as letterbox:
                await letterbox.post(self._letter(to, code, language))
        except MailError as error:
            raise NoInvitation(f"The mail server did not take it: {error}") from error

    def _letter(self, to: str, code: str, language: str) -> EmailMessage:
        letter = EmailMessage()
        letter["From"], letter["To"] = self.sender, to
        letter["Subject"] = self.texts.say("mail_code_subject", language, company=self.company)
        letter["Date"] = formatdate()
        letter["Message-ID"] = make_msgid(domain=parseaddr(self.sender)[1].rpartition("@")[2])
        letter["Auto-Submitted"] = "auto-generated"  # RFC 3834: absence notes don't answer it
        letter.set_content(self.texts.say("mail_code_text", language, company=self.company, code=code))
        return letter
