"""What may be sent and how it is shown. All limits of our own are here; those of a messenger are in its channel."""

from pathlib import PurePosixPath
from urllib.parse import quote

from handoff.files.sniffing import PROGRAM
from handoff.messages import FileKind

MEGABYTE = 1024 * 1024
LARGEST = 20 * MEGABYTE
MOST = 10
"""Files of one message: as many as Telegram shows as an album."""

_SHOWN = {
    "image/jpeg": FileKind.PHOTO, "image/png": FileKind.PHOTO, "image/webp": FileKind.PHOTO,
    "video/mp4": FileKind.VIDEO, "audio/mpeg": FileKind.AUDIO, "audio/mp4": FileKind.AUDIO,
}  # fmt: skip
"""What messengers show as what it is; all else is a document to them."""
_INLINE = frozenset({*_SHOWN, "image/gif", "audio/ogg", "audio/wav", "video/webm"})
"""What a browser shows without running anything of theirs; all others are offered as downloads, PDF too: its viewer
does not work in the sandbox that we put around whatever we serve."""
_HARMLESS = {
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, max-age=86400",
}
_PROGRAMS = frozenset({PROGRAM, "application/x-ms-shortcut"})
_RUN_BY_NAME = frozenset({
    ".exe", ".dll", ".scr", ".com", ".pif", ".cpl", ".msi", ".msp", ".bat", ".cmd", ".ps1", ".vbs", ".vbe", ".js",
    ".jse", ".wsf", ".wsh", ".hta", ".lnk", ".reg", ".jar", ".apk", ".app", ".deb", ".rpm", ".sh", ".url", ".scf",
})  # fmt: skip
"""A double click on these runs them, whatever is inside."""


class FileRefused(Exception):
    """It can't be sent; the message names the file and says what to do instead. `code` is for programs."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def check_type(name: str, mime: str) -> None:
    """Raises FileRefused for what would run on the customer's machine."""
    if mime in _PROGRAMS or PurePosixPath(name.lower()).suffix in _RUN_BY_NAME:
        raise FileRefused("file_type", f"“{name}” is a program, which is not sent. Send a link to its page instead.")


def check_size(name: str, size: int) -> None:
    """Raises FileRefused for what is empty or too large."""
    if size == 0:
        raise FileRefused("file_empty", f"“{name}” is empty. Look whether it was saved, and attach it again.")
    if size > LARGEST:
        most = LARGEST // MEGABYTE
        raise FileRefused("file_size", f"“{name}” is larger than {most} MB. Make it smaller, or send a link to it.")


def kind_of(mime: str) -> FileKind:
    """How messengers and the thread show it."""
    return _SHOWN.get(mime, FileKind.DOCUMENT)


def shown_as(claimed: FileKind, mime: str) -> FileKind:
    """How a customer's file is shown in the thread: as it was sent, if a browser can, else as something to download."""
    if mime not in _INLINE:
        return FileKind.DOCUMENT
    if claimed in (FileKind.PHOTO, FileKind.STICKER) and mime.startswith("video/"):
        return FileKind.VIDEO  # a moving sticker
    return claimed


def serving_headers(name: str, mime: str) -> dict[str, str]:
    """With which a file is given to a browser, so that nothing in it runs, whoever sent it."""
    shown = mime in _INLINE
    return {
        "Content-Type": mime if shown else "application/octet-stream",
        "Content-Disposition": f"{'inline' if shown else 'attachment'}; filename*=UTF-8''{quote(name, safe='')}",
        **_HARMLESS,
    }


def preview_headers() -> dict[str, str]:
    """The same of a preview, which we made ourselves of what a stranger sent."""
    return {"Content-Type": "image/webp", "Content-Disposition": "inline", **_HARMLESS}
