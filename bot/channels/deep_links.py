"""Payloads of links that nobody but us can make.

What a link brings, the customer can change: `t.me/shop_bot?start=order-1042` becomes `order-1043` by hand. A flow that
is to trust it begins at `signed:order-` instead. That is what a payload of ours is read as, and no other can be: it is
signed with a key of the installation's, for one channel. The signature stands in front, and all of it is made of what
Telegram takes: 64 letters, digits, `_` and `-`.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import structlog

from bot.events import FromCustomer, Started

SIGNED = "signed:"
"""In front of the words of a payload that is genuine. No customer can write it: what comes with it is read without."""
LONGEST = 44
_TAG = 16
"""Characters, of six bits each."""
_FORM = re.compile(rf"s_([A-Za-z0-9_-]{{{_TAG}}})_([A-Za-z0-9_-]{{1,{LONGEST}}})")
_WORDS = re.compile(rf"[A-Za-z0-9_-]{{1,{LONGEST}}}")
log = structlog.get_logger()


class NotSignable(ValueError):
    """Its text says what to mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeepLinks:
    """Of one channel. The first key signs; with each of them what it signed is genuine."""

    channel: str
    keys: tuple[bytes, ...] = field(default=(), repr=False)

    def sign(self, words: str) -> str:
        """The payload. Raises NotSignable."""
        if not self.keys:
            raise NotSignable("Links are signed with SECRETS_KEY, which is not set.")
        if not _WORDS.fullmatch(words):
            raise NotSignable(f"Only letters, digits, _ and - can be signed, and at most {LONGEST} of them.")
        return f"s_{self._tag(self.keys[0], words)}_{words}"

    def read(self, payload: str) -> str:
        """What flows are to see: of a genuine one its words behind `signed:`, nothing of a forged one, others as they
        came."""
        found = _FORM.fullmatch(payload)
        if found is None:
            return payload.replace(":", "") if payload.startswith(SIGNED) else payload
        ours = [hmac.compare_digest(self._tag(key, found[2]), found[1]) for key in self.keys]
        if any(ours):
            return SIGNED + found[2]
        log.warning("A link's payload is not genuine", action="link_forged", channel=self.channel)
        return ""

    def seen(self, events: Sequence[FromCustomer]) -> tuple[FromCustomer, ...]:
        """The same, with what flows are to see of the links that led here."""
        return tuple(
            replace(each, payload=self.read(each.payload)) if isinstance(each, Started) else each for each in events
        )

    def _tag(self, key: bytes, words: str) -> str:
        digest = hmac.new(key, f"{self.channel}:{words}".encode(), hashlib.sha256).digest()
        return base64.urlsafe_b64encode(digest)[:_TAG].decode()


def deep_links(secrets_keys: str, channel: str) -> DeepLinks:
    """With keys of their own, made from those of the installation's secrets."""
    given = [each.strip() for each in secrets_keys.split(",") if each.strip()]
    keys = tuple(hmac.new(each.encode(), b"helpline: deep links", hashlib.sha256).digest() for each in given)
    return DeepLinks(channel=channel, keys=keys)
