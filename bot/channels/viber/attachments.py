"""The file of a Viber message, as our attachment. Viber tells no type, so the name has to."""

from mimetypes import guess_type
from typing import Literal
from urllib.parse import urlsplit

from bot.channels.file_names import safe_name
from bot.channels.viber.payload import Message
from handoff.messages import Attachment, FileKind

_KINDS = {
    "picture": (FileKind.PHOTO, "photo.jpg", "image/jpeg"),
    "video": (FileKind.VIDEO, "video.mp4", "video/mp4"),
    "file": (FileKind.DOCUMENT, "file", "application/octet-stream"),
    "sticker": (FileKind.STICKER, "sticker.png", "image/png"),
}
"""What each kind of message is to us, and what its file is called and taken for when nothing says better."""


def attachment(kind: Literal["picture", "video", "file", "sticker"], message: Message) -> Attachment:
    ours, usual_name, usual_mime = _KINDS[kind]
    name = safe_name(message.file_name, usual_name)
    mime = guess_type(name if message.file_name else _path(message.media or ""))[0] or usual_mime
    return Attachment(kind=ours, name=name, mime=mime, size=message.size, provider_ref=message.media)


def _path(url: str) -> str:
    try:
        return urlsplit(url).path
    except ValueError:
        return ""
