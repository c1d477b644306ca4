"""What a password must be, and how it is kept.

Long, and not one that everybody tries first: nothing is asked of its characters. How easily it is guessed is what
zxcvbn reckons, from lists of leaked passwords, names and words, and from patterns on the keyboard. It knows Latin
keyboards only, so what was typed on a Russian one is looked at as the same keys would have it, too.
"""

import secrets
from collections.abc import Collection

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from zxcvbn_rs_py import zxcvbn

SHORTEST, LONGEST = 12, 200
TOO_SHORT = f"This is too short: choose at least {SHORTEST} characters, for example four words that you remember."
TOO_COMMON = "This is guessed easily: it is widely used, or near to it. Choose several words that have no connection."
_ENOUGH_GUESSES = 8.0
"""As a power of ten: below that zxcvbn calls a password somewhat guessable, and worse."""
_SAME_KEYS = str.maketrans("йцукенгшщзхъфывапролджэячсмитьбюё", "qwertyuiop[]asdfghjkl;'zxcvbnm,.`")

_hasher = PasswordHasher()
NOBODYS_HASH = _hasher.hash(secrets.token_urlsafe())
"""Checked where there is none to check, so that the answer takes as long."""


def hash_password(password: str) -> str:
    return _hasher.hash(password)


def password_fits(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False


def password_problem(password: str, about: Collection[str] = ()) -> str | None:
    """What is wrong with it, and what to do. `about` are words that whoever knows the person would try."""
    if len(password) < SHORTEST:
        return TOO_SHORT
    typed = {password, password.lower().translate(_SAME_KEYS)}
    if any(zxcvbn(each, [word for word in about if word]).guesses_log10 < _ENOUGH_GUESSES for each in typed):
        return TOO_COMMON
    return None
