"""What makes the audit log tell on whoever changes it: each row carries a seal over itself and the seal before.

To change, add or take out a row, one has to make all later seals anew, and for that one needs the installation's key,
which is not in the database. Where there is no key the chain is plain: it shows a slip, and no skilled hand. What no
chain shows is that its end was cut off: for that, a seal has to be known elsewhere.
"""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC

from handoff.ports.audit import Deed, Noted

BEGINNING = ""
"""What the first row of all has in place of the seal before."""
_PLAIN = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The last of the rows that were too old to be kept: the rest is a chain from here on. It has a seal itself."""

    number: int
    seal: str
    mark: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """The first one seals; whatever one of them has sealed is whole."""

    all: tuple[bytes, ...] = ()

    def seal(self, before: str, number: int, deed: Deed) -> str:
        return _sealed(self._own, _content(before, number, deed))

    def anchor(self, number: int, seal: str) -> Anchor:
        return Anchor(number=number, seal=seal, mark=_sealed(self._own, _anchored(number, seal)))

    def fits(self, before: str, noted: Noted) -> bool:
        return self._any(noted.seal, _content(before, noted.number, noted.deed))

    def holds(self, anchor: Anchor) -> bool:
        return self._any(anchor.mark, _anchored(anchor.number, anchor.seal))

    @property
    def name(self) -> str:
        """Of the key that seals: tells keys apart, and not what they are."""
        return _named(self._own)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(map(_named, self.all or (_PLAIN,)))

    @property
    def _own(self) -> bytes:
        return self.all[0] if self.all else _PLAIN

    def _any(self, seal: str, content: bytes) -> bool:
        found: Sequence[bytes] = self.all or (_PLAIN,)
        return any(hmac.compare_digest(_sealed(key, content), seal) for key in found)


def keys(secrets_keys: str) -> Keys:
    """Of their own, made from those of the installation's secrets."""
    given = [each.strip() for each in secrets_keys.split(",") if each.strip()]
    return Keys(all=tuple(hmac.new(each.encode(), b"helpline: audit", hashlib.sha256).digest() for each in given))


def _sealed(key: bytes, content: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()


def _named(key: bytes) -> str:
    return _sealed(key, b"name")[:8] if key else "plain"


def _content(before: str, number: int, deed: Deed) -> bytes:
    """The same bytes for the same row, whichever process, release or database it went through."""
    at = deed.at.astimezone(UTC).isoformat(timespec="milliseconds")
    said = [before, number, at, deed.operator, deed.did, sorted(deed.on.items()), deed.status, deed.address]
    return json.dumps([*said, deed.source.value], ensure_ascii=True, separators=(",", ":")).encode()


def _anchored(number: int, seal: str) -> bytes:
    return json.dumps(["anchor", number, seal], separators=(",", ":")).encode()
