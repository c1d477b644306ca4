"""Files on the cloud: their ids, and the links by which a bot fetches them."""

import secrets
from dataclasses import dataclass
from typing import Any

from tests.fakes.telegram.errors import ApiError, bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
UPLOAD_LIMITS = {"photo": 10 * 1024 * 1024}
UPLOAD_LIMIT = 50 * 1024 * 1024


@dataclass(slots=True, kw_only=True)
class File:
    """`size` may be told bigger than `data` is, so that a test needs no 20 MB."""

    id: str
    unique_id: str
    path: str
    data: bytes
    size: int
    linked: bool = False

    def names(self) -> dict[str, Any]:
        return {"file_id": self.id, "file_unique_id": self.unique_id, "file_size": self.size}


class Files:
    def __init__(self) -> None:
        self._by_id: dict[str, File] = {}

    def add(self, folder: str, name: str, data: bytes, size: int | None = None) -> File:
        unique = secrets.token_urlsafe(11)
        suffix = name[name.rfind(".") :] if "." in name else ""
        number = len(self._by_id)
        file = File(
            id="AgAC" + unique + secrets.token_urlsafe(36), unique_id="AQAD" + unique,
            path=f"{folder}/file_{number}{suffix}", data=data, size=len(data) if size is None else size,
        )  # fmt: skip
        self._by_id[file.id] = file
        return file

    def upload(self, kind: str, name: str, data: bytes) -> File:
        if not data:
            raise bad_request("file must be non-empty")
        if len(data) > UPLOAD_LIMITS.get(kind, UPLOAD_LIMIT):
            raise ApiError(413, "Request Entity Too Large")
        return self.add(f"{kind}s", name, data)

    def get(self, file_id: str) -> File:
        if file_id not in self._by_id:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._by_id[file_id]

    def link(self, file_id: str) -> File:
        """What `getFile` does: make the file ready to be fetched."""
        if file_id not in self._by_id:
            raise bad_request("invalid file_id")
        file = self._by_id[file_id]
        if file.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        file.linked = True
        return file

    def open(self, path: str) -> bytes:
        for file in self._by_id.values():
            if file.path == path and file.linked:
                return file.data
        raise ApiError(404, "Not Found")

    def expire_links(self) -> None:
        for file in self._by_id.values():
            file.linked = False
