"""Files that people sent: an id lives for days, the address it gives for five minutes, and only with the token."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.whatsapp.errors import UNKNOWN_OBJECT, GraphError, parameter

LIVES = timedelta(minutes=5)
UPLOAD_LIVES = timedelta(days=30)
_MEGABYTE = 1024 * 1024
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PAPERS = (
    "text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet", f"{_OFFICE}presentationml.presentation",
)  # fmt: skip
_TAKEN = {
    **dict.fromkeys(_PAPERS, 100), "image/jpeg": 5, "image/png": 5, "image/webp": 0.5, "video/mp4": 16,
    "video/3gpp": 16, **dict.fromkeys(("audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"), 16),
}  # fmt: skip
"""Megabytes of each type that may be uploaded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    data: bytes
    mime: str
    claimed_size: int | None = None
    sha256: str = ""
    name: str = ""
    until: datetime | None = None
    """Of an upload by the business: how long it can be sent."""


class MediaStore:
    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._links: dict[str, tuple[str, datetime]] = {}

    def keep(self, file: File) -> str:
        id_ = str(2_754_859_441_000_000 + len(self._files))
        self._files[id_] = file
        return id_

    def upload(self, name: str, mime: str, data: bytes, now: datetime) -> str:
        """The id of a file of the business. Raises GraphError."""
        if mime not in _TAKEN:
            types = ", ".join(_TAKEN)
            raise parameter(f"Param file must be a file with one of the following types: {types}. Received {mime}.")
        if not 0 < len(data) <= _TAKEN[mime] * _MEGABYTE:
            raise parameter(f"Param file must be less than {_TAKEN[mime]}MB, and not empty.")
        return self.keep(File(data=data, mime=mime, name=name, until=now + UPLOAD_LIVES))

    def sent(self, kind: str, id_: str, now: datetime) -> File:
        """What a message with this id shows. Raises GraphError."""
        file = self._files.get(id_)
        if file is None or file.until is None or now >= file.until:
            raise GraphError(131009, "Parameter value is not valid", f"Media ID {id_} does not exist or has expired.")
        if kind in ("image", "video", "audio") and not file.mime.startswith(f"{kind}/"):
            raise GraphError(131053, "Media upload error", f"{file.mime} is no {kind}.")
        return file

    def describe(self, id_: str, base: str, now: datetime) -> dict[str, Any]:
        file = self._files.get(id_)
        if file is None:
            raise UNKNOWN_OBJECT
        link = f"{id_}-{len(self._links)}"
        self._links[link] = (id_, now + LIVES)
        return {
            "messaging_product": "whatsapp", "id": id_, "mime_type": file.mime,
            "url": f"{base}/whatsapp_business/attachments/?mid={link}",
            "sha256": file.sha256 or hashlib.sha256(file.data).hexdigest(),
            "file_size": file.claimed_size if file.claimed_size is not None else len(file.data),
        }  # fmt: skip

    def open(self, link: str, now: datetime) -> bytes | None:
        """None once the link is over."""
        id_, until = self._links.get(link, ("", now))
        return self._files[id_].data if now < until else None
