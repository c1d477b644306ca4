"""Files that people sent: an id lives for days, the address it gives for five minutes, and only with the token."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from tests.fakes.whatsapp.errors import UNKNOWN_OBJECT

LIVES = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    data: bytes
    mime: str
    claimed_size: int | None = None
    sha256: str = ""


class MediaStore:
    def __init__(self) -> None:
        self._files: dict[str, File] = {}
        self._links: dict[str, tuple[str, datetime]] = {}

    def keep(self, file: File) -> str:
        id_ = str(2_754_859_441_000_000 + len(self._files))
        self._files[id_] = file
        return id_

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
