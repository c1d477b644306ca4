"""What another system answered: read up to a size, unpacked up to a size, and taken for what it says it is."""

import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime

import httpx
import orjson
from pydantic import JsonValue

LARGEST = 256 * 1024
"""Bytes of a body, unpacked. It travels in the conversation, so it has to stay small."""
DEEPEST = 32
"""Levels of JSON within each other: a record of the flow wraps some more around it, and parsers have their limits."""
_PACKED = {"gzip": 16 + zlib.MAX_WBITS, "x-gzip": 16 + zlib.MAX_WBITS, "deflate": zlib.MAX_WBITS}


class Unreadable(Exception):
    """It answered with what we can't use; the message says what, in words for an admin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of one try. `again`: another one may go better."""

    status: int = 0
    body: JsonValue = None
    error: str = ""
    again: bool = False
    retry_after: timedelta | None = None

    @property
    def ok(self) -> bool:
        return not self.error


async def read(response: httpx.Response, now: datetime) -> Answer:
    """The body is kept with failures, too: it may say why. Raises httpx.TransportError."""
    status = response.status_code
    error, body = _refused(response), None
    try:
        body = _meant(await _content(response), response.headers.get("content-type", ""))
    except Unreadable as unreadable:
        error = error or str(unreadable)
    again = status == 429 or status >= 500
    return Answer(status=status, body=body, error=error, again=again, retry_after=_later(response, now))


def is_shallow(value: JsonValue, levels: int = DEEPEST) -> bool:
    """Is JSON no deeper than that?"""
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return levels >= 0 and all(is_shallow(each, levels - 1) for each in inside)


def _refused(response: httpx.Response) -> str:
    if response.is_success:
        return ""
    if response.is_redirect:
        # Following would carry the secrets along to wherever it says.
        return f"It answered {response.status_code}, a redirect, which is not followed: call the final address itself."
    return f"It answered {response.status_code} {response.reason_phrase}".rstrip() + "."


async def _content(response: httpx.Response) -> bytes:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding != "identity" and encoding not in _PACKED:
        raise Unreadable("It answered in a compression that it was not asked for.")
    unpacking = zlib.decompressobj(_PACKED[encoding]) if encoding in _PACKED else None
    content = b""
    try:
        async for chunk in response.aiter_raw():
            # One byte too many is enough to know; a kilobyte of zeros' zeros would unpack to a megabyte and more.
            content += unpacking.decompress(chunk, LARGEST + 1 - len(content)) if unpacking else chunk
            if len(content) > LARGEST:
                raise Unreadable(f"It answered more than {LARGEST // 1024} kB.")
    except zlib.error as error:
        raise Unreadable("It answered with what it calls compressed, but is not.") from error
    if unpacking and content and not unpacking.eof:
        raise Unreadable("Its answer broke off.")
    return content


def _meant(content: bytes, content_type: str) -> JsonValue:
    media_type = content_type.partition(";")[0].strip().lower()
    if not content:
        return None
    if media_type != "application/json" and not media_type.endswith("+json"):
        return content.decode(errors="replace")
    try:
        value: JsonValue = orjson.loads(content)
    except ValueError as error:
        raise Unreadable("It answered with what it calls JSON, but is not.") from error
    if not is_shallow(value):
        raise Unreadable(f"It answered JSON of more than {DEEPEST} levels.")
    return value


def _later(response: httpx.Response, now: datetime) -> timedelta | None:
    """Retry-After: a number of seconds or a date (RFC 9110, 10.2.3)."""
    said = response.headers.get("retry-after", "").strip()
    if said.isdecimal():
        return timedelta(seconds=min(int(said[:9]), 10**6))
    try:
        return max(parsedate_to_datetime(said) - now, timedelta())
    except (ValueError, TypeError):  # no date, or one without a zone
        return None
