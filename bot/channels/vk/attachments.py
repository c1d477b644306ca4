"""What hangs on a message: files as files, all else as an address that people can open."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from mimetypes import guess_type
from typing import Any

from bot.channels.file_names import safe_name
from handoff.messages import Attachment, FileKind

_Json = Mapping[str, Any]
_LINK = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Hanging:
    """`unknown` are the kinds of which nothing could be shown."""

    files: tuple[Attachment, ...] = ()
    lines: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()


def hanging(attachments: Iterable[Any]) -> Hanging:
    files: list[Attachment] = []
    lines: list[str] = []
    unknown: list[str] = []
    for each in attachments:
        kind = each.get("type") if isinstance(each, dict) else None
        thing = each.get(kind) if isinstance(kind, str) else None
        if not isinstance(kind, str) or not isinstance(thing, dict):
            unknown.append("attachment")
        elif (file := _FILES.get(kind, _nothing)(thing)) is not None:
            files.append(file)
        elif line := _LINES.get(kind, _no_line)(thing):
            lines.append(line)
        else:
            unknown.append(kind[:40])
    return Hanging(files=tuple(files), lines=tuple(lines), unknown=tuple(unknown))


# -- files -------------------------------------------------------------------------------------------------------------


def _photo(photo: _Json) -> Attachment | None:
    return _file(FileKind.PHOTO, _largest(photo.get("sizes")), "photo.jpg", "image/jpeg")


def _sticker(sticker: _Json) -> Attachment | None:
    return _file(FileKind.STICKER, _largest(sticker.get("images")), "sticker.png", "image/png")


def _graffiti(graffiti: _Json) -> Attachment | None:
    return _file(FileKind.PHOTO, graffiti.get("url"), "graffiti.png", "image/png")


def _voice(voice: _Json) -> Attachment | None:
    return _file(FileKind.VOICE, voice.get("link_ogg"), "voice.ogg", "audio/ogg")


def _audio(audio: _Json) -> Attachment | None:
    """Music mostly comes without an address: it is for listening in VK."""
    title = " - ".join(filter(None, (_text(audio, "artist"), _text(audio, "title"))))
    return _file(
        FileKind.AUDIO, audio.get("url"), safe_name(f"{title}.mp3" if title else None, "audio.mp3"), "audio/mpeg"
    )


def _doc(doc: _Json) -> Attachment | None:
    ending = _text(doc, "ext")
    title = _text(doc, "title") or "file"
    name = title if not ending or title.lower().endswith(f".{ending.lower()}") else f"{title}.{ending}"
    size = doc.get("size")
    return _file(
        FileKind.DOCUMENT, doc.get("url"), safe_name(name, "file"),
        guess_type(name)[0] or "application/octet-stream", size if isinstance(size, int) and size >= 0 else None,
    )  # fmt: skip


def _file(kind: FileKind, url: Any, name: str, mime: str, size: int | None = None) -> Attachment | None:
    if not isinstance(url, str) or not url.startswith(("https://", "http://")) or len(url) > _LINK:
        return None
    return Attachment(kind=kind, name=name, mime=mime, size=size, provider_ref=url)


def _largest(sizes: Any) -> Any:
    known = [each for each in sizes if isinstance(each, dict) and each.get("url")] if isinstance(sizes, list) else []
    return max(known, key=_area)["url"] if known else None


def _area(size: _Json) -> int:
    width, height = size.get("width"), size.get("height")
    return width * height if isinstance(width, int) and isinstance(height, int) else 0


# -- addresses ---------------------------------------------------------------------------------------------------------


def _in_vk(letters: str) -> Callable[[_Json], str]:
    """A thing that has a page there: VK gives bots no file of a video, and a post is no file at all."""

    def line(thing: _Json) -> str:
        owner, number = thing.get("owner_id", thing.get("to_id")), thing.get("id")
        if not isinstance(owner, int) or not isinstance(number, int):
            return ""
        key = _text(thing, "access_key")
        return _named(thing, f"https://vk.com/{letters}{owner}_{number}" + (f"?access_key={key}" if key else ""))

    return line


def _link(link: _Json) -> str:
    url = _text(link, "url")
    return _named(link, url) if url.startswith(("https://", "http://")) else ""


def _song(audio: _Json) -> str:
    return " - ".join(filter(None, (_text(audio, "artist"), _text(audio, "title"))))


def _named(thing: _Json, url: str) -> str:
    title = " ".join(_text(thing, "title").split())[:200]
    return f"{title}: {url[:_LINK]}" if title else url[:_LINK]


def _text(thing: _Json, name: str) -> str:
    value = thing.get(name)
    return value if isinstance(value, str) else ""


def _nothing(thing: _Json) -> Attachment | None:
    return None


def _no_line(thing: _Json) -> str:
    return ""


_FILES: Mapping[str, Callable[[_Json], Attachment | None]] = {
    "photo": _photo,
    "sticker": _sticker,
    "graffiti": _graffiti,
    "audio_message": _voice,
    "audio": _audio,
    "doc": _doc,
}
_LINES: Mapping[str, Callable[[_Json], str]] = {
    "video": _in_vk("video"),
    "wall": _in_vk("wall"),
    "market": _in_vk("product"),
    "poll": _in_vk("poll"),
    "story": _in_vk("story"),
    "audio": _song,
    "link": _link,
}
