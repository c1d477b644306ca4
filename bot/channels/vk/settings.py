"""What the VK channel needs to know of the machine it runs on."""

from dataclasses import dataclass, field
from datetime import timedelta

SECRET = 50
"""Characters of a secret that VK takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VkSettings:
    """With a `callback_url` VK calls us, and says `secret` each time; without one we poll.
    `patience` is how long a call may take before its result is unknown."""

    token: str = field(repr=False)
    group_id: int
    secret: str = field(default="", repr=False)
    callback_url: str | None = None
    api_base: str = "https://api.vk.ru/method/"
    account: str = "main"
    patience: timedelta = timedelta(seconds=10)
    upload_patience: timedelta = timedelta(minutes=2)
