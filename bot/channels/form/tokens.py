"""A form's token: signed, so that nobody makes their own; dated, so that nobody fills it in faster than it can be read.

It is good for one message. Who sends it twice, by a second click or a reload, is the same visitor with the same words.
"""

import hashlib
import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from typing import Literal

QUICKEST, SLOWEST = timedelta(seconds=3), timedelta(hours=12)
_FORM = re.compile(r"([0-9]{1,12})\.([A-Za-z0-9_-]{22})\.([0-9a-f]{64})")
Verdict = Literal["good", "too_quick", "stale"]


class Tokens:
    def __init__(self, key: bytes) -> None:
        self._key = key

    def issue(self, now: datetime) -> str:
        said = f"{int(now.timestamp())}.{secrets.token_urlsafe(16)}"
        return f"{said}.{self._digest('token', said).hex()}"

    def judge(self, token: str, now: datetime) -> Verdict:
        """Forged, mangled or of another key is as good as stale: a new one mends it."""
        found = _FORM.fullmatch(token)
        if not found or not hmac.compare_digest(self._digest("token", f"{found[1]}.{found[2]}").hex(), found[3]):
            return "stale"
        age = now - datetime.fromtimestamp(int(found[1]), UTC)
        return "stale" if age > SLOWEST else "good" if age >= QUICKEST else "too_quick"

    def visitor(self, token: str) -> str:
        """The secret by which whoever sent it enters the site chat: always the same for a token."""
        return urlsafe_b64encode(self._digest("visitor", token)).decode().rstrip("=")

    def _digest(self, what: str, about: str) -> bytes:
        return hmac.digest(self._key, f"{what}:{about}".encode(), hashlib.sha256)
