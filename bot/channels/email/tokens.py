"""How an answer finds its thread: by a code of the customer's, which our Message-IDs and our subjects carry.

The code is our signature under their address: nobody can write themselves into somebody else's thread by making one up.
It is in two places, as some mail services put an id of their own in place of ours, and some programs forget what they
answer to; one of the two survives.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass, field

from bot.channels.base import MAIN

_LETTERS = 12
_IN_IDS = re.compile(r"<hl\.([a-z2-7]{12})\.[a-z2-7]+@", re.IGNORECASE)
_IN_SUBJECT = re.compile(r"\s*\[#([a-z2-7]{12})\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """Of one mailbox: who writes to two of ours has two threads, and two codes."""

    key: bytes = field(repr=False)
    account: str = MAIN

    def code(self, address: str) -> str:
        """Twelve letters, which are 60 bits: too many to be guessed by mail."""
        named = address if self.account == MAIN else f"{self.account}/{address}"
        return _base32(hmac.digest(self.key, named.encode(), "sha256"))[:_LETTERS]

    def message_id(self, address: str, message: str, domain: str) -> str:
        """The same for the same message: a second copy of it can be told."""
        name = _base32(hashlib.blake2b(message.encode(), digest_size=10).digest())
        return f"<hl.{self.code(address)}.{name}@{domain}>"


def codes_in(ids: str, subject: str = "") -> list[str]:
    """What may be our codes, in Message-IDs from the latest on, then in a subject."""
    found = [*reversed(_IN_IDS.findall(ids)), *_IN_SUBJECT.findall(subject)]
    return list(dict.fromkeys(code.lower() for code in found))


def without_code(subject: str) -> str:
    return _IN_SUBJECT.sub("", subject).strip()


def _base32(data: bytes) -> str:
    """In small letters: it survives programs that change the case."""
    return base64.b32encode(data).decode().rstrip("=").lower()
