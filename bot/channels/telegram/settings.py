"""What the Telegram channel needs to know of the machine it runs on."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class TelegramSettings:
    """Without `webhook_url` updates are polled. `patience` is how long a call may take before its result is unknown."""

    token: str = field(repr=False)
    api_base: str = "https://api.telegram.org"
    webhook_url: str | None = None
    webhook_secret: str | None = field(default=None, repr=False)
    """1-256 of A-Z, a-z, 0-9, _ and -. Without it every webhook request is refused."""
    account: str = "main"
    per_second: int = 30
    """Messages to all chats together."""
    patience: timedelta = timedelta(seconds=10)
    upload_patience: timedelta = timedelta(seconds=16)
    """For a call that brings a file: shorter than a turn may last."""
