"""Which part of a file a browser asks for (RFC 9110, 14): players seek that way, and downloads go on."""

import re
from dataclasses import dataclass

_RANGE = re.compile(r"bytes=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.IGNORECASE)


class Unsatisfiable(Exception):
    """There is no such part."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Bytes from `start` up to before `end`, of `size`."""

    start: int
    end: int
    size: int

    @property
    def content_range(self) -> str:
        return f"bytes {self.start}-{self.end - 1}/{self.size}"


def wanted(header: str | None, size: int, *, unchanged: bool = True) -> Part | None:
    """None for the whole: no part, several, or one that we don't understand, which the standard lets us pass over.

    `unchanged`: whether the part is of the version that the browser has. Raises Unsatisfiable.
    """
    found = _RANGE.fullmatch(header or "")
    if found is None or not unchanged or not (found[1] or found[2]):
        return None
    if not found[1]:
        start, end = max(0, size - int(found[2])), size
    else:
        start, end = int(found[1]), min(size, int(found[2]) + 1) if found[2] else size
        if found[2] and int(found[2]) < start:
            return None
    if start >= end:
        raise Unsatisfiable
    return Part(start=start, end=end, size=size)
