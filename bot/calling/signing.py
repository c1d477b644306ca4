"""How systems and we know each other's webhooks: HMAC-SHA256 over a time and the body, in a header.

    Helpline-Signature: t=1795433400,v1=<hex of HMAC-SHA256(secret, "1795433400." + body)>

The time is signed along, so that what somebody has overheard is of no use five minutes later.
"""

import hashlib
import hmac
import re
from datetime import UTC, datetime, timedelta

HEADER = "Helpline-Signature"
WINDOW = timedelta(minutes=5)
_FORM = re.compile(r"t=([0-9]{1,12}),\s*v1=([0-9a-f]{64})")


class BadSignature(Exception):
    """The message says what is wrong, for whoever builds the other side; the secret is in none."""


def sign(secret: str, body: bytes, at: datetime) -> str:
    """The header's value."""
    time = int(at.timestamp())
    return f"t={time},v1={digest(secret, f'{time}.'.encode() + body)}"


def verify(secret: str, body: bytes, header: str, now: datetime) -> None:
    """Raises BadSignature."""
    found = _FORM.fullmatch(header.strip())
    if found is None:
        raise BadSignature(f"{HEADER} is missing, or not of the form t=<seconds>,v1=<hex>.")
    if not hmac.compare_digest(digest(secret, f"{found[1]}.".encode() + body), found[2]):
        raise BadSignature(f"{HEADER} does not fit the body.")
    if abs(now - datetime.fromtimestamp(int(found[1]), UTC)) > WINDOW:
        raise BadSignature(f"{HEADER} is of another time: it must be within {WINDOW // timedelta(minutes=1)} minutes.")


def digest(secret: str, signed: bytes) -> str:
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
