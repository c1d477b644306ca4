"""Previews of pictures: made once, kept beside the file. A picture that is shown small costs its readers little, tells
nothing of where it was taken, and its size is known before it is there."""

import asyncio
import contextlib
import sys
from dataclasses import dataclass, field
from pathlib import Path

from handoff.files.rules import kind_of
from handoff.ids import FileId
from handoff.messages import Attachment
from handoff.ports import Files, Preview, StoredFile

DRAWABLE = frozenset({"image/jpeg", "image/png", "image/webp", "image/gif"})
_PROGRAM = Path(__file__).with_name("drawing.py")
_WITHIN = 20.0
"""Seconds."""
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Previews:
    """Makes those that are missing, a few at a time."""

    files: Files
    _free: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_AT_ONCE), repr=False)

    async def of(self, file_id: FileId, mime: str) -> Preview | None:
        """None for what is no picture that we can draw. Raises NoFile."""
        if mime not in DRAWABLE:
            return None
        try:
            return await self.files.preview(file_id)
        except KeyError:
            data = b"".join([chunk async for chunk in self.files.read(file_id)])
        async with self._free:
            preview = await drawn(data)
        await self.files.keep_preview(file_id, preview)
        return preview


async def attachment_of(file: StoredFile, previews: Previews) -> Attachment:
    """A file of our store, as a message has it."""
    preview = await previews.of(file.id, file.mime)
    return Attachment(
        kind=kind_of(file.mime), name=file.name, mime=file.mime, size=file.size, file_id=file.id,
        width=preview.width if preview else None, height=preview.height if preview else None,
    )  # fmt: skip


async def drawn(data: bytes, within: float = _WITHIN) -> Preview | None:
    """In a process of its own, which has none of our secrets, little memory and little time."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-I", str(_PROGRAM), env={},
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(within):
            out, _ = await process.communicate(data)
    except TimeoutError:
        return None
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
    if process.returncode != 0 or len(out) <= 8:
        return None
    return Preview(
        data=out[8:], width=int.from_bytes(out[:4], "big"), height=int.from_bytes(out[4:8], "big")
    )  # fmt: skip
