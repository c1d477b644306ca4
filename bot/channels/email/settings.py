"""What the e-mail channel needs to know of the machine it runs on."""

from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from bot.imap import ImapServer
from bot.smtp import SmtpServer


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailSettings:
    """`sender` is who answers are from, as in `Marlow & Pine <help@example.com>`; mail to it comes into the mailbox."""

    imap: ImapServer
    smtp: SmtpServer
    sender: str
    account: str = "main"
    bot_first: bool = False
    """The bot answers first; else each mail that opens a session goes to people at once."""
    look_every: timedelta = timedelta(minutes=1)
    """How often to look for mail even though the server has announced none."""
    bot_replies_an_hour: int = 20
    """To one address. Two robots that answer each other stop there."""

    @property
    def own_address(self) -> str:
        return parseaddr(self.sender)[1].lower()

    @property
    def domain(self) -> str:
        return self.own_address.rpartition("@")[2]
