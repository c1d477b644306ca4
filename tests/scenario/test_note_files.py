"""Files of private notes: staff see them, and no customer ever gets one."""

import uuid

import httpx
import pytest

from handoff.files import LARGEST
from handoff.messages import Message
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.telegram import User
from tests.parts import ANNA, BORIS, DELIVERY, address, held
from tests.pictures import picture

ADA = address(501).conversation_id


async def uploads(browser: Browser, data: bytes, *, note: bool = True) -> httpx.Response:
    return await browser.client.post(
        f"/api/conversations/{ADA}/files", params={"name": "label.png", "note": note}, content=data,
        headers={"X-CSRF-Token": browser.csrf},
    )  # fmt: skip


async def notes(browser: Browser, *files: str, text: str = "") -> httpx.Response:
    return await browser.does(ADA, "note", {"id": uuid.uuid4().hex, "text": text, "files": files})


async def last(backstage: Backstage) -> Message:
    return (await backstage.thread())[-1]


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


async def test_a_note_shows_its_files_to_colleagues_and_nothing_is_sent(
    anna: Browser, console: Console, backstage: Backstage, ada: User
) -> None:
    await backstage.begins(held(by=ANNA, line=DELIVERY))
    data = picture(300, 200, "PNG")

    file = (await uploads(anna, data)).json()
    answer = await notes(anna, file["id"])

    assert answer.status_code == 200, answer.text
    assert (file["kind"], file["width"], file["height"]) == ("photo", 300, 200)
    note = await last(backstage)
    [attached] = note.content.attachments
    assert (note.note, note.delivery, attached.file_id, attached.width) == (True, None, file["id"], 300)
    colleague = await console.sign_in("siobhan")
    assert (await colleague.get(f"/files/{file['id']}")).content == data
    await backstage.postman.deliver(await backstage.conversation())
    assert ada.inbox == []


async def test_a_note_of_words_is_as_it_was_and_an_empty_one_is_refused(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())

    assert (await notes(anna, text="a regular")).status_code == 200
    assert (await last(backstage)).content.text == "a regular"
    assert (await notes(anna, text=" ")).status_code == 422


async def test_a_file_of_a_note_does_not_go_with_a_reply(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())
    file = (await uploads(anna, picture())).json()["id"]

    answer = await anna.does(ADA, "reply", {"id": uuid.uuid4().hex, "text": "Here", "files": [file]})

    assert (answer.status_code, answer.json()["detail"]["code"]) == (422, "private_file")
    assert await backstage.thread() == []


async def test_a_file_that_was_meant_for_the_customer_may_be_noted_instead(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())
    file = (await uploads(anna, picture(), note=False)).json()["id"]

    assert (await notes(anna, file)).status_code == 200


async def test_who_may_write_no_reply_may_note_if_they_see_the_session(
    anna: Browser, console: Console, backstage: Backstage
) -> None:
    await backstage.begins(held(by=BORIS, line=DELIVERY))

    assert (await uploads(anna, picture(), note=False)).status_code == 409
    file = await uploads(anna, picture())
    assert file.status_code == 201
    assert (await notes(anna, file.json()["id"])).status_code == 200
    maria = await console.sign_in("maria")
    assert (await uploads(maria, picture())).status_code == 404
    assert (await notes(maria, file.json()["id"], text="hm")).status_code == 404


async def test_limits_are_those_of_replies(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())

    assert (await uploads(anna, bytes(LARGEST + 1))).status_code == 413
    assert (await uploads(anna, b"")).status_code == 422
