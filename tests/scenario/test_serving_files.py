"""Files as browsers fetch them: whole, in parts, not at all when theirs is still good; by staff and by public link."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import httpx
import pytest
from fastapi import FastAPI

from bot.channels.file_links import make_links, router
from handoff.ids import ConversationId, FileId
from storage.mongo.files import MongoFiles
from tests.backstage import Backstage
from tests.console import Console
from tests.parts import address, held
from tests.pictures import from_a_phone, opened, picture

ADA = address(501).conversation_id
FILM = bytes(range(256)) * 2048  # two chunks and a bit
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
LINKS = make_links("a key of the tests", lambda: NOW)


@dataclass(slots=True)
class Reader:
    """Who fetches files, and by which address."""

    client: httpx.AsyncClient
    files: MongoFiles
    public: bool

    async def stored(self, data: bytes = FILM, name: str = "film.mp4", mime: str = "video/mp4") -> FileId:
        return await self.files.store(ADA, name, mime, data)

    async def fetches(
        self, file_id: FileId, method: str = "GET", *, preview: bool = False, **headers: str
    ) -> httpx.Response:
        path = LINKS.link(file_id, "a") if self.public else f"/api/files/{file_id}"
        asked = {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.request(method, path, headers=asked, params={"preview": "1"} if preview else {})


@pytest.fixture(params=["staff", "public"])
async def reader(request: pytest.FixtureRequest, console: Console, backstage: Backstage) -> AsyncIterator[Reader]:
    await backstage.begins(held())
    if request.param == "staff":
        yield Reader((await console.sign_in("anna")).client, console.files, public=False)
        return
    app = FastAPI()
    app.include_router(router(LINKS, console.files))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
        yield Reader(client, console.files, public=True)


async def test_a_film_can_be_sought_in(reader: Reader) -> None:
    file_id = await reader.stored()

    whole = await reader.fetches(file_id)
    assert (whole.status_code, whole.content) == (200, FILM)
    assert (whole.headers["accept-ranges"], whole.headers["content-length"]) == ("bytes", str(len(FILM)))

    part = await reader.fetches(file_id, range="bytes=300000-300009")
    assert (part.status_code, part.content) == (206, FILM[300_000:300_010])
    assert part.headers["content-range"] == f"bytes 300000-300009/{len(FILM)}"
    assert part.headers["content-length"] == "10"
    assert part.headers["content-type"] == "video/mp4"

    rest = await reader.fetches(file_id, range="bytes=-7")
    assert (rest.status_code, rest.content) == (206, FILM[-7:])


async def test_a_part_that_is_not_there_is_said(reader: Reader) -> None:
    answer = await reader.fetches(await reader.stored(), range=f"bytes={len(FILM)}-")

    assert (answer.status_code, answer.headers["content-range"]) == (416, f"bytes */{len(FILM)}")


async def test_a_part_of_another_version_is_the_whole(reader: Reader) -> None:
    file_id = await reader.stored()
    tag = (await reader.fetches(file_id)).headers["etag"]

    assert (await reader.fetches(file_id, range="bytes=0-4", if_range=tag)).status_code == 206
    assert (await reader.fetches(file_id, range="bytes=0-4", if_range='"another"')).status_code == 200


async def test_what_the_browser_has_is_not_sent_again(reader: Reader) -> None:
    file_id = await reader.stored()
    tag = (await reader.fetches(file_id)).headers["etag"]

    again = await reader.fetches(file_id, if_none_match=f'"x", {tag}')

    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert "private" in again.headers["cache-control"]


async def test_asking_only_for_the_head_tells_all_but_the_content(reader: Reader) -> None:
    file_id = await reader.stored()

    for asked in ({}, {"range": "bytes=5-9"}):
        head = await reader.fetches(file_id, "HEAD", **asked)
        body = await reader.fetches(file_id, **asked)
        assert head.content == b""
        assert head.status_code == body.status_code
        kept = ("content-length", "content-type", "etag", "content-range", "content-disposition", "accept-ranges")
        assert [head.headers.get(name) for name in kept] == [body.headers.get(name) for name in kept]


async def test_whatever_is_served_can_do_nothing(reader: Reader) -> None:
    page = await reader.stored(b"<script>alert(1)</script>", "cat.jpg", "text/html")
    photo = await reader.stored(from_a_phone(), "cat.jpg", "image/jpeg")

    answers = [
        await reader.fetches(page),
        await reader.fetches(page, range="bytes=0-3"),
        await reader.fetches(page, range="bytes=99-"),
        await reader.fetches(photo),
        await reader.fetches(photo, preview=True),
    ]

    assert [each.status_code for each in answers] == [200, 206, 416, 200, 200]
    for answer in answers:
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"].startswith("private")
    assert answers[0].headers["content-disposition"].startswith("attachment")
    assert answers[0].headers["content-type"] == "application/octet-stream"


async def test_a_picture_has_a_preview_without_what_the_camera_wrote(reader: Reader) -> None:
    data = from_a_phone()
    file_id = await reader.stored(data, "sofa.jpg", "image/jpeg")

    small = await reader.fetches(file_id, preview=True)

    assert (small.status_code, small.headers["content-type"]) == (200, "image/webp")
    assert opened(small.content).size == (427, 640)
    assert b"Camera" in data
    assert b"Camera" not in small.content
    assert (await reader.fetches(file_id, preview=True, if_none_match=small.headers["etag"])).status_code == 304
    assert (await reader.fetches(file_id)).content == data


@pytest.mark.parametrize(
    ("name", "mime", "data"),
    [
        ("a.svg", "image/svg+xml", b"<svg/>"),
        ("a.jpg", "image/jpeg", b"\xff\xd8\xff"),
        ("a.pdf", "application/pdf", b"%PDF"),
    ],
)
async def test_what_is_no_picture_has_no_preview(reader: Reader, name: str, mime: str, data: bytes) -> None:
    assert (await reader.fetches(await reader.stored(data, name, mime), preview=True)).status_code == 404


async def test_lost_content_is_said_and_not_promised(reader: Reader, backstage: Backstage) -> None:
    file_id = await reader.stored(picture(), "a.jpg", "image/jpeg")
    await backstage.db["files.files"].delete_many({})

    for preview in (False, True):
        answer = await reader.fetches(file_id, preview=preview)
        assert answer.status_code == 410
        assert "lost" in answer.text


async def test_there_is_no_public_link_to_a_file_of_a_note(reader: Reader) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield picture()

    kept = await reader.files.keep(ConversationId(ADA), "a.jpg", "image/jpeg", chunks(), private=True)

    for preview in (False, True):
        answer = await reader.fetches(kept.id, preview=preview)
        assert answer.status_code == (404 if reader.public else 200)
