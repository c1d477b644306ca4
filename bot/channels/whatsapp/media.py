"""Copying a customer's file: its id gives an address that lives for five minutes, on another host."""

import hashlib
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.channels.base import Download, Rejected, Unknown, Unreachable
from bot.channels.whatsapp.graph import Graph, TooLarge
from handoff.messages import Attachment, FileKind

MEGABYTE = 1024 * 1024
LIMITS = {
    FileKind.PHOTO: 5 * MEGABYTE,
    FileKind.VIDEO: 16 * MEGABYTE,
    FileKind.AUDIO: 16 * MEGABYTE,
    FileKind.VOICE: 16 * MEGABYTE,
    FileKind.DOCUMENT: 100 * MEGABYTE,
    FileKind.STICKER: MEGABYTE // 2,
}
"""What WhatsApp itself lets through, by kind."""
_FAMILIES = {
    FileKind.PHOTO: "image/", FileKind.STICKER: "image/", FileKind.VIDEO: "video/",
    FileKind.AUDIO: "audio/", FileKind.VOICE: "audio/",
}  # fmt: skip
_AWAY = "The file could not be fetched from WhatsApp."
_ASKS = 2
"""An address may have expired by the time we use it: it is asked for once more."""


class _Stored(BaseModel):
    url: str
    mime_type: str = ""
    sha256: str = ""
    file_size: int | None = None


async def fetch(graph: Graph, attachment: Attachment, phone_number_id: str) -> Download:
    """Raises Rejected, or Unreachable where a later try may work."""
    if not attachment.provider_ref:
        raise Rejected("WhatsApp gave no reference to this file.")
    limit = LIMITS[attachment.kind]
    for _ in range(_ASKS):
        stored = await _ask(graph, attachment.provider_ref, phone_number_id)
        mime = _mime(stored.mime_type) or attachment.mime
        if not mime.startswith(_FAMILIES.get(attachment.kind, "")):
            raise Rejected(f"The file is said to be a {attachment.kind.value} and is {mime}.")
        if (stored.file_size or 0) > limit:
            raise _too_large(limit)
        try:
            data = await graph.download(stored.url, limit)
        except TooLarge:
            raise _too_large(limit) from None
        except Unreachable:
            continue
        if not data:
            raise Rejected("The file is empty.")
        if stored.sha256 in ("", hashlib.sha256(data).hexdigest()):
            return Download(data=data, name=attachment.name, mime=mime)
    raise Unreachable(_AWAY)


async def _ask(graph: Graph, media_id: str, phone_number_id: str) -> _Stored:
    try:
        answer: Any = await graph.get(media_id, phone_number_id=phone_number_id)
        return _Stored.model_validate(answer)
    except Rejected as error:
        raise Rejected(f"WhatsApp does not have this file. {error.reason}") from None
    except (Unknown, ValidationError):
        raise Unreachable(_AWAY) from None


def _mime(given: str) -> str:
    """Without parameters: a voice note is `audio/ogg; codecs=opus`."""
    return given.partition(";")[0].strip().lower()


def _too_large(limit: int) -> Rejected:
    return Rejected(f"The file is larger than the {limit / MEGABYTE:g} MB that WhatsApp lets through.")
