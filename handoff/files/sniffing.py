"""What a file is, by its bytes. What its sender calls it only chooses among what the bytes allow.

A Word document and a plain archive begin alike, and so do a voice note and a film in Ogg: there the name or the type
that came along decides. Nobody can make a script a picture that way, nor a program a document.
"""

import mimetypes

import puremagic

HEAD = 64 * 1024
"""Bytes from the beginning that are enough to tell."""
TEXT, UNKNOWN, PROGRAM = "text/plain", "application/octet-stream", "application/x-executable"

_ALIASES = {
    "audio/wave": "audio/wav", "audio/x-wav": "audio/wav", "audio/mp3": "audio/mpeg", "audio/x-m4a": "audio/mp4",
    "audio/opus": "audio/ogg", "image/x-ms-bmp": "image/bmp", "image/jpg": "image/jpeg",
}  # fmt: skip
_SAME_BYTES = (
    frozenset({"audio/ogg", "video/ogg", "application/ogg"}),
    frozenset({"video/webm", "audio/webm"}),
    frozenset({"video/mp4", "audio/mp4"}),
)
"""Containers that hold sound or pictures: which of these is not to be seen at the beginning."""
_ARCHIVE = "application/zip"
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")
"""How programs of Windows, Linux, macOS and Java begin: asked first, since the library takes some for rarer things."""
_TEXTS = frozenset({"text/csv", "text/markdown", "text/calendar", "text/vcard", "application/json"})
"""Texts that nobody runs, whatever stands in them."""


def sniff(head: bytes, name: str, claimed: str = "") -> str:
    """The type of a file that begins with these bytes."""
    if head.startswith(_PROGRAMS) and not _is_text(head):
        return PROGRAM
    guesses = [_usual(claimed), _usual(mimetypes.guess_type(name)[0] or "")]
    possible = _possible(head)
    if not possible:
        return _words(guesses) if _is_text(head) else UNKNOWN
    for guess in guesses:
        if guess in possible:
            return guess
    return _ARCHIVE if head.startswith(b"PK\x03\x04") else possible[0]


def _possible(head: bytes) -> list[str]:
    """Types whose marks the bytes bear, the likeliest first."""
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return []
    named = [_usual(each.mime_type or mimetypes.guess_type(f"x{each.extension}")[0] or "") for each in found]
    likely = list(dict.fromkeys(filter(None, named)))
    for family in _SAME_BYTES:
        if not family.isdisjoint(likely):
            likely += sorted(family.difference(likely))
    return likely


def _words(guesses: list[str]) -> str:
    return next((each for each in guesses if each in _TEXTS), TEXT)


def _is_text(head: bytes) -> bool:
    if b"\0" in head:
        return False
    try:
        head.decode()
    except UnicodeDecodeError as error:
        return error.start > len(head) - 4 and len(head) >= HEAD  # the cut fell inside of a letter
    return True


def _usual(mime: str) -> str:
    """One name for what has several, without parameters: a voice note is `audio/ogg; codecs=opus`."""
    bare = mime.partition(";")[0].strip().lower()
    return _ALIASES.get(bare, bare)
