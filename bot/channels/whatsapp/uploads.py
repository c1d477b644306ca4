"""Our files at WhatsApp: uploaded once, so that they go out from a machine that nobody outside can reach.

An id lives for thirty days and belongs to our number. What WhatsApp does not take in this way goes by a link, where
there are links.
"""

from datetime import timedelta

from bot.channels.base import Rejected, Unknown, Unreachable
from bot.channels.whatsapp.graph import Graph
from bot.channels.whatsapp.media import LIMITS
from handoff.messages import Attachment, FileKind
from handoff.ports import Files, NoFile
from storage.redis.client import Redis

KEPT = timedelta(days=29)
"""A day less than WhatsApp keeps them."""
GONE = "The file is not there any more."
_IMAGES = frozenset({"image/jpeg", "image/png"})
_VIDEOS = frozenset({"video/mp4", "video/3gpp"})
_SOUNDS = frozenset({"audio/aac", "audio/mp4", "audio/mpeg", "audio/amr", "audio/ogg"})
_OFFICE = "application/vnd.openxmlformats-officedocument."
_PAPERS = frozenset({
    "text/plain", "application/pdf", "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
    f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet", f"{_OFFICE}presentationml.presentation",
})  # fmt: skip
_SHOWN = {
    FileKind.PHOTO: _IMAGES, FileKind.VIDEO: _VIDEOS, FileKind.AUDIO: _SOUNDS, FileKind.VOICE: _SOUNDS,
    FileKind.DOCUMENT: _PAPERS,
}  # fmt: skip
"""The types of each kind that may be uploaded (*Media*, supported types)."""


def is_shown(ours: Attachment) -> bool:
    """Whether WhatsApp shows a file of our store as what it is; a document may be of any type."""
    if ours.kind is FileKind.DOCUMENT:
        return True
    return ours.mime in _SHOWN.get(ours.kind, ()) and (ours.size or 0) <= LIMITS[ours.kind]


def may_upload(ours: Attachment) -> bool:
    return ours.file_id is not None and is_shown(ours) and ours.mime in _SHOWN[ours.kind]


class Uploads:
    """Of one number, whose processes share what they have uploaded."""

    def __init__(self, graph: Graph, phone_number_id: str, files: Files, redis: Redis) -> None:
        self._graph, self._number, self._files, self._redis = graph, phone_number_id, files, redis

    async def id_of(self, ours: Attachment) -> str:
        """What WhatsApp calls it. Raises a SendError; nothing was sent then."""
        key = f"whatsapp:media:{self._number}:{ours.file_id}"
        if known := await self._redis.get(key):
            return str(known)
        try:
            id_ = await self._upload(ours)
        except Unknown as error:  # it is the upload that nobody knows of, and another does no harm
            raise Unreachable(error.reason) from None
        await self._redis.set(key, id_, ex=KEPT)
        return id_

    async def _upload(self, ours: Attachment) -> str:
        if ours.file_id is None:
            raise Rejected(GONE)
        try:
            data = b"".join([chunk async for chunk in self._files.read(ours.file_id)])
        except NoFile:
            raise Rejected(GONE) from None
        answer = await self._graph.upload(f"{self._number}/media", ours.name, ours.mime, data)
        id_ = answer.get("id")
        if not isinstance(id_, str) or not id_:
            raise Unreachable("WhatsApp took the file and gave no id for it.")
        return id_
