"""Operators' files: uploaded in the console, sent with a reply, given only to those whom they are for."""

import uuid
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from bot.channels.telegram.stored import GONE
from handoff.files import LARGEST
from handoff.messages import Delivery, DeliveryState, FileKind
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.telegram import User
from tests.parts import ANNA, BORIS, DELIVERY, address, held
from tests.unit.test_file_rules import JPEG, MP4, PROGRAM

ADA = address(501).conversation_id
BOB = address(502).conversation_id


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


async def uploads(browser: Browser, name: str, data: Any, conversation: str = ADA) -> httpx.Response:
    return await browser.client.post(
        f"/api/conversations/{conversation}/files", params={"name": name}, content=data,
        headers={"X-CSRF-Token": browser.csrf},
    )  # fmt: skip


def code(response: httpx.Response) -> tuple[int, str]:
    return response.status_code, str(response.json()["detail"]["code"])


async def test_an_uploaded_file_goes_with_the_reply_that_names_it(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())

    uploaded = await uploads(anna, "../диван.png", JPEG)

    assert uploaded.status_code == 201
    file = uploaded.json()
    assert (file["name"], file["mime"], file["kind"], file["size"]) == ("диван.png", "image/jpeg", "photo", len(JPEG))
    answer = await anna.does(ADA, "reply", {"id": "12345678", "files": [file["id"]]})
    assert answer.status_code == 200, answer.text
    [said] = await backstage.thread()
    [attached] = said.content.attachments
    assert (attached.kind, attached.file_id, attached.url, said.content.text) == (FileKind.PHOTO, file["id"], None, "")
    assert answer.json()["last"]["text"] == "диван.png"
    assert (await anna.get(f"/files/{file['id']}")).content == JPEG


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
async def test_what_can_not_be_sent_is_refused_by_its_name(
    anna: Browser, console: Console, backstage: Backstage, name: str, data: bytes, refusal: tuple[int, str]
) -> None:
    await backstage.begins(held())

    answer = await uploads(anna, name, data)

    assert code(answer) == refusal
    assert name in answer.json()["detail"]["message"]
    assert await backstage.db.files.count_documents({}) == 0


async def test_a_stream_that_says_no_size_is_cut_at_the_limit_and_leaves_nothing(
    anna: Browser, backstage: Backstage
) -> None:
    await backstage.begins(held())

    async def endless() -> AsyncIterator[bytes]:
        for _ in range(LARGEST // 1_000_000 + 2):
            yield bytes(1_000_000)

    assert code(await uploads(anna, "endless.bin", endless())) == (413, "file_size")
    assert await backstage.db["files.chunks"].count_documents({}) == 0


async def test_only_who_has_the_session_uploads_to_it(console: Console, anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held(by=BORIS, line=DELIVERY))

    assert code(await uploads(anna, "a.jpg", JPEG)) == (409, "not_yours")
    assert code(await uploads(await console.sign_in("maria"), "a.jpg", JPEG)) == (404, "not_found")
    assert await backstage.db.files.count_documents({}) == 0


async def test_a_file_of_another_conversation_is_not_sent(
    anna: Browser, console: Console, backstage: Backstage
) -> None:
    await backstage.begins(held(by=ANNA))
    foreign = await console.files.store(BOB, "secret.jpg", "image/jpeg", JPEG)

    for file in (foreign, "nothing"):
        answer = await anna.does(ADA, "reply", {"id": "12345678", "text": "Here it is", "files": [file]})
        assert code(answer) == (422, "no_file")
    assert (await backstage.conversation()).version == 1


# -- to the customer in Telegram ---------------------------------------------------------------------------------------


async def sends(anna: Browser, backstage: Backstage, text: str, *files: tuple[str, bytes]) -> Delivery:
    """A reply with these files, delivered; its fate."""
    ids = [(await uploads(anna, name, data)).json()["id"] for name, data in files]
    answer = await anna.does(ADA, "reply", {"id": uuid.uuid4().hex, "text": text, "files": ids})
    assert answer.status_code == 200, answer.text
    await backstage.postman.deliver(await backstage.conversation())
    [said] = await backstage.thread()
    assert said.delivery is not None
    return said.delivery


@pytest.mark.parametrize(
    ("name", "data", "method"),
    [
        ("a.jpg", JPEG, "sendPhoto"),
        ("film.mp4", MP4, "sendVideo"),
        ("list.csv", b"a;b", "sendDocument"),
        ("a.gif", b"GIF89a" + bytes(20), "sendDocument"),
    ],
)
async def test_telegram_gets_a_file_as_what_it_is_with_the_text_under_it(
    anna: Browser, backstage: Backstage, ada: User, name: str, data: bytes, method: str
) -> None:
    await backstage.begins(held())

    delivery = await sends(anna, backstage, "Here it is", (name, data))

    [call] = backstage.cloud.called(method)
    [upload] = call.uploads.values()
    assert (upload.name, upload.data, call.text("caption")) == (name, data, "Here it is")
    assert (delivery.state, delivery.provider_id) == (DeliveryState.ACCEPTED, str(ada.inbox[-1].id))
    assert not backstage.cloud.called("sendMessage")


async def test_photos_go_as_an_album_and_a_long_text_after_all_files(
    anna: Browser, backstage: Backstage, ada: User
) -> None:
    await backstage.begins(held())

    await sends(anna, backstage, "long " * 300, ("1.jpg", JPEG), ("2.jpg", JPEG + b"2"), ("list.csv", b"a;b"))

    assert [call.method.lower() for call in backstage.cloud.calls if call.method.lower() != "sendchataction"] == [
        "sendmediagroup", "senddocument", "sendmessage",
    ]  # fmt: skip
    [album] = backstage.cloud.called("sendMediaGroup")
    assert [upload.data for upload in album.uploads.values()] == [JPEG, JPEG + b"2"]


async def test_what_telegram_takes_for_no_photo_goes_as_a_document(
    anna: Browser, backstage: Backstage, ada: User
) -> None:
    await backstage.begins(held())
    backstage.cloud.fail(status=400, method="sendPhoto")

    delivery = await sends(anna, backstage, "", ("wide.jpg", JPEG))

    assert delivery.state is DeliveryState.ACCEPTED
    [call] = backstage.cloud.called("sendDocument")
    assert [upload.data for upload in call.uploads.values()] == [JPEG]


async def test_a_file_that_was_taken_away_meanwhile_is_told_and_nothing_is_sent(
    anna: Browser, backstage: Backstage, ada: User
) -> None:
    await backstage.begins(held())
    file = (await uploads(anna, "a.jpg", JPEG)).json()["id"]
    await anna.does(ADA, "reply", {"id": "12345678", "text": "Here it is", "files": [file]})
    await backstage.db.files.delete_many({})

    await backstage.postman.deliver(await backstage.conversation())

    [said] = await backstage.thread()
    assert said.delivery is not None
    assert (said.delivery.state, said.delivery.reason) == (DeliveryState.FAILED, GONE)
    assert ada.inbox == []
