"""Pictures made small: what strangers sent is opened in a process of its own; nothing but the picture stays of it."""

import asyncio
import time
import zlib
from collections.abc import AsyncIterator
from typing import cast

import pytest

from handoff.files.previews import Previews, drawn
from handoff.ids import FileId
from handoff.ports import Files, Preview
from tests.pictures import from_a_phone, opened, picture

FILE = FileId("a1" * 20)


@pytest.mark.parametrize(
    ("data", "whole", "small"),
    [
        (picture(2000, 1000), (2000, 1000), (640, 320)),
        (picture(60, 40), (60, 40), (60, 40)),
        (picture(100, 3000, "PNG"), (100, 3000), (21, 640)),
        (picture(900, 900, "WEBP"), (900, 900), (640, 640)),
        (picture(64, 64, "GIF"), (64, 64), (64, 64)),
        (picture(64, 64, "PNG", mode="RGBA"), (64, 64), (64, 64)),
        (picture(64, 64, "PNG", mode="I;16"), (64, 64), (64, 64)),
        (picture(64, 64, mode="CMYK"), (64, 64), (64, 64)),
    ],
)
async def test_a_picture_is_made_small(data: bytes, whole: tuple[int, int], small: tuple[int, int]) -> None:
    preview = await drawn(data)

    assert preview is not None
    assert (preview.width, preview.height) == whole
    assert (opened(preview.data).format, opened(preview.data).size) == ("WEBP", small)


async def test_it_stands_upright_and_tells_neither_place_nor_camera() -> None:
    data = from_a_phone(1200, 800)
    assert b"Camera of Ada" in data
    assert opened(data).getexif().get_ifd(0x8825)

    preview = await drawn(data)

    assert preview is not None
    assert (preview.width, preview.height) == (800, 1200)
    assert opened(preview.data).size == (427, 640)
    assert not opened(preview.data).getexif()
    assert b"Camera" not in preview.data


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0 no picture",
        picture(1200, 800)[:500],
        b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
        picture(9, 9, "BMP"),
        picture(9, 9, "TIFF"),
        picture(20_000, 20_000, "PNG", mode="1"),
    ],
    ids=["nothing", "garbage", "cut off", "SVG", "BMP", "TIFF", "a bomb of 400 million pixels"],
)
async def test_what_can_not_or_must_not_be_drawn_has_no_preview(data: bytes) -> None:
    assert await drawn(data) is None


async def test_a_picture_that_lies_about_its_size_harms_nobody() -> None:
    """A header of a few points over gigabytes of zeroes."""
    honest = picture(9, 9, "PNG")
    at = honest.index(b"IDAT") - 4
    zeroes = zlib.compress(bytes(50_000_000))
    chunk = b"IDAT" + zeroes
    lying = honest[:at] + len(zeroes).to_bytes(4, "big") + chunk + zlib.crc32(chunk).to_bytes(4, "big") + honest[at:]

    before = time.monotonic()
    await drawn(lying)

    assert time.monotonic() - before < 10


async def test_drawing_that_takes_too_long_is_ended() -> None:
    before = time.monotonic()

    assert await drawn(picture(6000, 6000, "PNG"), within=0.01) is None

    assert time.monotonic() - before < 5


class Shelf:
    """One file."""

    def __init__(self, data: bytes) -> None:
        self.data, self.reads = data, 0
        self.kept: dict[FileId, Preview | None] = {}

    async def read(self, file_id: FileId) -> AsyncIterator[bytes]:
        self.reads += 1
        yield self.data

    async def preview(self, file_id: FileId) -> Preview | None:
        return self.kept[file_id]

    async def keep_preview(self, file_id: FileId, preview: Preview | None) -> None:
        self.kept[file_id] = preview


@pytest.mark.parametrize(("data", "there"), [(picture(), True), (b"no picture", False)])
async def test_it_is_made_once(data: bytes, there: bool) -> None:
    shelf = Shelf(data)
    previews = Previews(cast(Files, shelf))

    first = await previews.of(FILE, "image/jpeg")
    second = await previews.of(FILE, "image/jpeg")

    assert first == second
    assert (first is not None) is there
    assert shelf.reads == 1


@pytest.mark.parametrize("mime", ["image/svg+xml", "text/html", "application/pdf", "image/heic", "video/mp4"])
async def test_what_is_no_picture_is_not_even_read(mime: str) -> None:
    shelf = Shelf(picture())

    assert await Previews(cast(Files, shelf)).of(FILE, mime) is None
    assert shelf.reads == 0


async def test_many_at_once_are_drawn_a_few_at_a_time() -> None:
    previews = [Previews(cast(Files, Shelf(picture()))) for _ in range(5)]

    made = await asyncio.gather(*(each.of(FILE, "image/jpeg") for each in previews))

    assert all(made)
