"""Answering, correcting, taking back and sending again, as the page asks for it."""

import uuid
from typing import Any

import httpx
import pytest

from handoff.messages import Content
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.telegram import User
from tests.parts import ANNA, MARIA, NOW, address, held

ADA = address(501).conversation_id
PATH = f"/conversations/{ADA}"


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


@pytest.fixture
async def sent(backstage: Backstage, ada: User) -> None:
    """Ada asked; Anna said two things."""
    now = held().received(Content(text="Where is it?"), at=NOW, provider_id="1")
    await backstage.begins(now.operator_says("Monday", ANNA, at=NOW).operator_says("Bye", ANNA, at=NOW))
    await delivers(backstage)


async def delivers(backstage: Backstage) -> None:
    postman = backstage.postman
    await postman.deliver(await backstage.conversation())
    await postman.tidy_up(all_of_it=True)


def form(**fields: Any) -> dict[str, Any]:
    return {"id": uuid.uuid4().hex, **fields}


async def items(browser: Browser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await browser.get(f"{PATH}/messages")).json()["items"]
    return found


def refused(response: httpx.Response) -> tuple[int, str, str | None]:
    detail = response.json()["detail"]
    return response.status_code, detail["code"], detail["field"]


async def test_the_page_knows_what_the_messenger_can_do(anna: Browser, sent: None) -> None:
    abilities = (await anna.get(PATH)).json()["abilities"]

    assert abilities == {
        "quotes": True, "corrects_within_seconds": 3650 * 86400.0, "withdraws_within_seconds": 48 * 3600.0,
        "formats": True, "templates": False, "longest_text": 4096,
    }  # fmt: skip


async def test_a_reply_may_answer_a_message(anna: Browser, backstage: Backstage, sent: None) -> None:
    answer = await anna.send("POST", f"{PATH}/reply", form(text="Here", quoting=f"{ADA}/1"))
    await delivers(backstage)

    assert answer.status_code == 200, answer.text
    assert (await items(anna))[-1]["quote"] == {"message": f"{ADA}/1", "side": "customer", "text": "Where is it?"}


async def test_a_message_is_corrected_and_taken_back(
    anna: Browser, backstage: Backstage, ada: User, sent: None
) -> None:
    corrected = await anna.send("PATCH", f"{PATH}/messages/2", form(text="Tuesday"))
    withdrawn = await anna.send("DELETE", f"{PATH}/messages/3?id={uuid.uuid4().hex}")
    await delivers(backstage)

    assert (corrected.status_code, withdrawn.status_code) == (200, 200)
    assert [heard.text for heard in ada.inbox] == ["Tuesday"]
    [_, second, third] = await items(anna)
    assert (second["content"]["text"], [edit["text"] for edit in second["edits"]]) == ("Tuesday", ["Monday"])
    assert third["withdrawn_at"] is not None
    assert withdrawn.json()["last"]["text"] == "", "lists don't show it either"


async def test_what_failed_is_sent_again(anna: Browser, backstage: Backstage, ada: User, sent: None) -> None:
    backstage.cloud.lose_answers()
    await anna.replies(ADA, "Once more")
    await delivers(backstage)

    unsure = await anna.send("POST", f"{PATH}/messages/4/retry", {})
    sure = [await anna.send("POST", f"{PATH}/messages/4/retry", {"sure": True}) for _ in range(2)]
    await delivers(backstage)

    assert refused(unsure) == (409, "not_possible", None)
    assert [answer.status_code for answer in sure] == [200, 200]
    assert [heard.text for heard in ada.inbox] == ["Monday", "Bye", "Once more", "Once more"]
    assert (await items(anna))[-2]["repeated_as"] == f"{ADA}/5"


@pytest.mark.parametrize(
    ("method", "path", "body", "refusal"),
    [
        ("PATCH", "/messages/1", form(text="x"), (409, "not_possible", None)),
        ("PATCH", "/messages/9", form(text="x"), (404, "not_found", None)),
        ("PATCH", "/messages/2", form(text=" "), (422, "invalid", "text")),
        ("PATCH", "/messages/0", form(text="x"), (422, "invalid", "number")),
        ("DELETE", "/messages/2", None, (422, "invalid", "id")),
        ("DELETE", "/messages/9?id=12345678", None, (404, "not_found", None)),
        ("POST", "/messages/2/retry", {}, (409, "not_possible", None)),
        ("POST", "/reply", form(text="x", quoting=f"{ADA}/9"), (404, "not_found", None)),
    ],
)
async def test_what_can_not_be_is_refused_with_words(
    anna: Browser, sent: None, method: str, path: str, body: Any, refusal: tuple[int, str, str | None]
) -> None:
    assert refused(await anna.send(method, f"{PATH}{path}", body)) == refusal


async def test_others_do_not_learn_that_there_is_a_message(console: Console, sent: None) -> None:
    stranger = await console.sign_in(MARIA.login)

    for method, path, body in (
        ("PATCH", "/messages/2", form(text="x")),
        ("DELETE", "/messages/2?id=12345678", None),
        ("POST", "/messages/2/retry", {}),
    ):
        assert refused(await stranger.send(method, f"{PATH}{path}", body)) == (404, "not_found", None)
