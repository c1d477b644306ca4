"""What the WhatsApp channel needs to know of the machine it runs on, and of the number it speaks for."""

from dataclasses import dataclass, field
from datetime import timedelta

MEDIA_HOSTS = frozenset({"lookaside.fbsbx.com"})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatsAppSettings:
    """`patience` is how long a call may take before its result is unknown."""

    token: str = field(repr=False)
    app_secret: str = field(repr=False)
    """What Meta signs webhooks with."""
    verify_token: str = field(repr=False)
    """What Meta repeats when the webhook is entered in its dashboard."""
    phone_number_id: str
    business_account_id: str = ""
    """Whose templates are offered; without it there are none."""
    api_base: str = "https://graph.facebook.com/v25.0"
    media_hosts: frozenset[str] = MEDIA_HOSTS
    """Where files are fetched from: the token goes there and to the API, and to nobody else."""
    account: str = "main"
    patience: timedelta = timedelta(seconds=10)
