"""Who a visitor is: the bearer of a secret that we made once and their browser keeps.

The address is a hash of the secret: staff, logs and exports can name a conversation without being able to enter it.
"""

import hashlib
import re
import secrets

from handoff.customer import Address

CHANNEL = "site"
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}")
"""256 bits as URL-safe base64."""


def is_secret(text: str) -> bool:
    """Whether it can be one of ours."""
    return _SECRET.fullmatch(text) is not None


def known_or_new(secret: str | None) -> str:
    """The visitor's secret if it can be one of ours, otherwise a new one."""
    return secret if secret and is_secret(secret) else secrets.token_urlsafe(32)


def address_of(secret: str, account: str) -> Address:
    return Address(channel=CHANNEL, account=account, external_id=hashlib.sha256(secret.encode()).hexdigest()[:32])
