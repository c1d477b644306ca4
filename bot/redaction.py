"""Keeps secrets out of logs: the ones that we were given, by their value, and what looks like one, by its shape.

Ours are named nowhere in a log on purpose. But libraries put addresses with tokens into their errors, and people paste.
"""

import re
from collections.abc import Collection, Mapping
from typing import Any

HIDDEN = "[hidden]"
_NAMES = r"(?:[\w-]*(?:token|secret|password|passwd|authorization|api[_-]?key|signature|cookie|csrf)[\w-]*)"
_NAMED = re.compile(f"^{_NAMES}$", re.IGNORECASE)
_SHAPES = (
    (re.compile(r"(?<!\d)\d{6,12}:[\w-]{30,}"), HIDDEN),  # a Telegram bot's token, in each of its addresses
    (re.compile(r"(?<=://)[^\s/@:]*:[^\s/@]+(?=@)"), HIDDEN),  # name:password@host
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(rf"""({_NAMES}["']?\s*[=:]\s*["']?)(?!\[hidden\]|Bearer|Basic)[^\s"'&,;}}]{{6,}}""", re.IGNORECASE),
     rf"\1{HIDDEN}"),
)  # fmt: skip
_SHORTEST = 6
"""Shorter values are words that a log may need."""


class Redaction:
    """A processor of structlog's; `known` are secrets that never may be shown."""

    def __init__(self, known: Collection[str] = ()) -> None:
        longest_first = sorted({each for each in known if len(each) >= _SHORTEST}, key=len, reverse=True)
        self._known = re.compile("|".join(map(re.escape, longest_first))) if longest_first else None

    def __call__(self, logger: object, method: str, event: Mapping[str, Any]) -> dict[str, Any]:
        return {name: HIDDEN if _NAMED.match(name) and value else self._without(value) for name, value in event.items()}

    def text(self, text: str) -> str:
        """The same without secrets."""
        if self._known is not None:
            text = self._known.sub(HIDDEN, text)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text

    def _without(self, value: Any) -> Any:
        match value:
            case str():
                return self.text(value)
            case None | bool() | int() | float():
                return value
            case Mapping():
                return self(None, "", {str(name): inner for name, inner in value.items()})
            case list() | tuple() | set() | frozenset():
                return [self._without(each) for each in value]
            case _:
                return self.text(str(value))
