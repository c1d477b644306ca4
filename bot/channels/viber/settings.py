"""What the Viber channel needs to know of the machine it runs on."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class ViberSettings:
    """`patience` is how long a call may take before its result is unknown."""

    token: str = field(repr=False)
    name: str
    """Over each message; Viber takes 28 characters."""
    avatar: str | None = None
    webhook_url: str
    api_base: str = "https://chatapi.viber.com/pa"
    account: str = "main"
    patience: timedelta = timedelta(seconds=10)
    download_patience: timedelta = timedelta(minutes=1)
    welcome_within: timedelta = timedelta(seconds=3)
    """How long the answer to a webhook waits for the words that greet a newcomer."""
