"""What the custom channel needs to know of the machine it runs on."""

from dataclasses import dataclass, field
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomSettings:
    """`webhook_url` is the partner's; `secret` signs both ways. `patience` is how long its webhook may take."""

    webhook_url: str
    secret: str = field(repr=False)
    account: str = "main"
    patience: timedelta = timedelta(seconds=10)
    download_patience: timedelta = timedelta(seconds=30)
