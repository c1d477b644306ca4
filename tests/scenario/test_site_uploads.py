"""Visitors' files in the site chat: uploaded from another origin, named by a message, shown to them again."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
from redis.asyncio import Redis

from bot.channels.site import SiteSettings, uploads
from bot.events import Said
from handoff.files import LARGEST
from handoff.messages import FileKind
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles
from tests.fakes.site import Gateway, SiteDesk, serving
from tests.parts import until
from tests.pictures import from_a_phone, picture
from tests.scenario.test_site_channel import SHOP, Widget, hears_live, window
from tests.unit.test_file_rules import PROGRAM

SETTINGS = SiteSettings(origins=(SHOP,))
STRANGER = "A" * 43


@pytest.fixture
async def desk(mongo: Database, redis: Redis) -> SiteDesk:
    return SiteDesk(mongo, redis, SETTINGS)


@pytest.fixture
async def gateway(desk: SiteDesk) -> AsyncIterator[Gateway]:
    async with serving(desk) as gateway:
        yield gateway


async def upload(
    gateway: Gateway, secret: str, data: Any, name: str = "sofa.jpg", origin: str | None = SHOP
) -> httpx.Response:
    headers = {"X-Visitor": secret, **({"Origin": origin} if origin else {})}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}", timeout=30) as client:
        return await client.post("/channels/site/files", params={"name": name}, content=data, headers=headers)


async def says(widget: Widget, text: str, *files: str) -> dict[str, Any]:
    """The answer to the frame."""
    id_ = str(uuid4())
    await widget.sends(type="say", id=id_, text=text, files=files)
    while (frame := await widget.hears()).get("id") != id_ or frame["type"] not in ("ack", "refused"):
        pass
    return frame


async def is_in_thread(desk: SiteDesk, widget: Widget) -> bool:
    """Another window sees it at once only then; later it looks every so often."""
    found = await desk.conversations.load(widget.address.conversation_id)
    return found is not None and found.count > 0


async def test_a_photo_goes_with_a_message_and_is_shown_to_its_visitor_again(desk: SiteDesk, gateway: Gateway) -> None:
    data = from_a_phone(1200, 800)
    async with window(gateway) as widget:
        uploaded = await upload(gateway, widget.secret, data, "../диван.jpg")
        assert (uploaded.status_code, uploaded.headers["access-control-allow-origin"]) == (201, SHOP)
        file = uploaded.json()
        assert (file["name"], file["kind"], file["width"], file["height"]) == ("диван.jpg", "photo", 800, 1200)
        assert (await says(widget, "", file["id"]))["type"] == "ack"
        await until(lambda: is_in_thread(desk, widget))
        secret = widget.secret

    [event] = desk.events.values()
    assert isinstance(event, Said)
    [attached] = event.content.attachments
    assert (attached.kind, attached.file_id, attached.size, event.content.text) == (
        FileKind.PHOTO, file["id"], len(data), "",
    )  # fmt: skip
    async with window(gateway, secret) as later:
        [shown] = [each for each in await hears_live(later) if each["type"] == "message"]
    [seen] = shown["files"]
    assert (seen["name"], seen["width"], seen["height"]) == ("диван.jpg", 800, 1200)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as client:
        assert (await client.get(seen["url"])).content == data
        small = await client.get(seen["url"], params={"preview": "1"})
        assert (small.headers["content-type"], b"Camera" in small.content) == ("image/webp", False)


@pytest.mark.parametrize(
    ("name", "data", "refusal"),
    [
        ("setup.exe", b"echo", (422, "file_type")),
        ("cat.jpg", PROGRAM, (422, "file_type")),
        ("empty.txt", b"", (422, "file_empty")),
        ("large.bin", bytes(LARGEST + 1), (413, "file_size")),
    ],
    ids=["run by its name", "a program", "empty", "too large"],
)
async def test_what_is_not_taken_is_refused_with_its_reason(
    desk: SiteDesk, gateway: Gateway, name: str, data: bytes, refusal: tuple[int, str]
) -> None:
    answer = await upload(gateway, STRANGER, data, name)

    assert (answer.status_code, answer.json()["reason"]) == refusal
    assert answer.headers["access-control-allow-origin"] == SHOP, "the page may read why"
    assert await desk.mongo.files.count_documents({}) == 0


@pytest.mark.parametrize(
    ("secret", "origin"),
    [(STRANGER, "https://elsewhere.example"), (STRANGER, None), ("short", SHOP), ("", SHOP)],
    ids=["another site", "no site", "no secret of ours", "no secret"],
)
async def test_only_visitors_of_our_sites_may(
    gateway: Gateway, desk: SiteDesk, secret: str, origin: str | None
) -> None:
    answer = await upload(gateway, secret, picture(), origin=origin)

    assert answer.status_code == 403
    assert await desk.mongo.files.count_documents({}) == 0


async def test_a_browser_that_asks_first_is_told_who_may(gateway: Gateway) -> None:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{gateway.port}") as client:
        ours = await client.options("/channels/site/files", headers={"Origin": SHOP})
        theirs = await client.options("/channels/site/files", headers={"Origin": "https://elsewhere.example"})

    assert ours.headers["access-control-allow-origin"] == SHOP
    assert "x-visitor" in ours.headers["access-control-allow-headers"]
    assert "access-control-allow-origin" not in theirs.headers


async def test_nobody_sends_the_file_of_another_visitor(desk: SiteDesk, gateway: Gateway) -> None:
    foreign = (await upload(gateway, STRANGER, picture())).json()["id"]

    async with window(gateway) as widget:
        for file in (foreign, "0" * 40):
            answer = await says(widget, "mine?", file)
            assert (answer["type"], answer["reason"]) == ("refused", "no_file")
    assert desk.events == {}


async def test_a_file_of_a_note_is_not_the_visitors_to_send(desk: SiteDesk, gateway: Gateway) -> None:
    async def chunks() -> AsyncIterator[bytes]:
        yield picture()

    async with window(gateway) as widget:
        files = MongoFiles(desk.mongo)
        note = await files.keep(widget.address.conversation_id, "a.jpg", "image/jpeg", chunks(), private=True)
        assert (await says(widget, "", note.id))["reason"] == "no_file"


@pytest.mark.parametrize("files", [[], ["x"], ["0" * 40] * 11, "0" * 40, [None]])
async def test_a_frame_that_says_nothing_or_names_no_files_is_refused(gateway: Gateway, files: Any) -> None:
    async with window(gateway) as widget:
        id_ = str(uuid4())
        await widget.sends(type="say", id=id_, text=" ", files=files)
        while (frame := await widget.hears())["type"] != "refused":
            pass
        assert (frame["id"], frame["reason"]) == (id_, "malformed" if files else "text_length")


@pytest.mark.parametrize(
    ("limit", "own"), [("FILES_AN_HOUR", True), ("FROM_AN_ADDRESS", False)], ids=["one visitor", "many invented ones"]
)
async def test_too_many_are_refused(gateway: Gateway, monkeypatch: pytest.MonkeyPatch, limit: str, own: bool) -> None:
    monkeypatch.setattr(uploads, limit, 2)

    answers = [await upload(gateway, STRANGER if own else f"{number}{STRANGER}"[:43], picture()) for number in range(3)]

    assert [each.status_code for each in answers] == [201, 201, 429]
    assert answers[2].json()["reason"] == "too_fast"
