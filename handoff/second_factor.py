"""The second factor: codes by the time (RFC 6238), each good once, and codes for whoever has lost their phone."""

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

import pyotp

from handoff.operator import Role

STEP_SECONDS = 30
RECOVERY_CODES = 10
_CLOCKS_DIFFER = (0, -1, 1)
"""Steps by which a phone's clock may be off, the likeliest first."""
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""None that look alike on paper."""
_HALF = 5


class Policy(StrEnum):
    """Who has to have one."""

    OPTIONAL = "optional"
    REQUIRED_FOR_ADMINS = "required_for_admins"
    REQUIRED = "required"

    def asks(self, role: Role) -> bool:
        return self is Policy.REQUIRED or (self is Policy.REQUIRED_FOR_ADMINS and role is Role.ADMIN)


def make_secret() -> str:
    return pyotp.random_base32()


def address(secret: str, *, login: str, company: str) -> str:
    """What a phone reads from the picture."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=company)


def step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time that the code is of, counted in steps; None: it is none of these minutes."""
    present, codes = int(now.timestamp()) // STEP_SECONDS, pyotp.TOTP(secret)
    for off in _CLOCKS_DIFFER:
        if hmac.compare_digest(codes.generate_otp(present + off).encode(), code.encode()):
            return present + off
    return None


def make_recovery_codes() -> Sequence[str]:
    """50 random bits each, in two halves to be read and typed."""
    return ["-".join(_letters() for _ in range(2)) for _ in range(RECOVERY_CODES)]


def kept_as(secret: str, code: str) -> str:
    """A recovery code's hash. Its key is the person's secret, which is kept encrypted: who has only the database can't
    try the codes out, and who has the secret needs none.
    """
    return hmac.new(secret.encode(), plain(code).encode(), hashlib.sha256).hexdigest()


def plain(code: str) -> str:
    """As it was meant, however it was typed."""
    return "".join(each for each in code.upper() if each.isalnum())


def is_by_time(code: str) -> bool:
    """Rather than one for recovery."""
    return code.isascii() and code.isdigit()


def _letters() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(_HALF))
