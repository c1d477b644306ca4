"""E-mail, for customers: mailboxes, each read by IMAP and answered by SMTP."""

from bot.channels.email.channel import EmailChannel
from bot.channels.email.settings import EmailSettings

__all__ = ["EmailChannel", "EmailSettings"]
