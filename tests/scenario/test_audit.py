"""The audit log: what staff did is found again, and nobody can change it."""

from datetime import timedelta
from typing import Any

import pytest

from bot.openapi import document
from handoff import notary
from handoff.ids import EventId
from storage.mongo.audit import MongoAudit
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.parts import ANNA, DELIVERY, held, until

HERS = "telegram:main:501"
REPLY = "POST /api/conversations/{conversation_id}/reply"


@pytest.fixture
async def admin(console: Console) -> Browser:
    return await console.sign_in("nikos")


async def deeds(admin: Browser, **wanted: Any) -> list[tuple[Any, ...]]:
    answer = await admin.get("/audit", **wanted)
    assert answer.status_code == 200, answer.text
    return [(each["operator"], each["did"], each["on"], each["status"]) for each in answer.json()]


async def test_a_change_is_noted_with_who_what_and_where(
    console: Console, backstage: Backstage, admin: Browser
) -> None:
    await backstage.begins(held())
    anna, maria = await console.sign_in("anna"), await console.sign_in("maria")
    await anna.replies(HERS, "My words are in the thread, and not here.")
    await maria.replies(HERS, "It is not mine to see.")
    await anna.does(HERS, "seen")
    await anna.get(f"/conversations/{HERS}")

    on = {"conversation_id": HERS}
    assert await deeds(admin, about=HERS) == [("maria", REPLY, on, 404), ("anna", REPLY, on, 200)]
    assert await deeds(admin, about=HERS, refused=False) == [("anna", REPLY, on, 200)]
    assert "My words" not in (await admin.get("/audit")).text


async def test_signing_in_is_noted_and_a_failed_try_too(console: Console, admin: Browser) -> None:
    stranger = console.browser()
    for login in ("anna", "nobody-we-know"):
        await stranger.send("POST", "/login", {"login": login, "password": "wrong wrong"})

    assert await deeds(admin, did="POST /api/login") == [
        (None, "POST /api/login", {}, 401), ("anna", "POST /api/login", {}, 401),
        ("nikos", "POST /api/login", {}, 200),
    ]  # fmt: skip
    assert "wrong wrong" not in (await admin.get("/audit")).text


async def test_pages_follow_each_other_and_filters_hold(console: Console, admin: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())
    anna = await console.sign_in("anna")
    start = backstage.clock()
    for number in range(5):
        backstage.clock.move_on(timedelta(minutes=number % 2))
        await anna.does(HERS, "note", {"id": f"note-{number:04}", "text": "x"})

    whole = (await admin.get("/audit", operator="anna")).json()
    first = (await admin.get("/audit", operator="anna", limit=4)).json()
    rest = (await admin.get("/audit", operator="anna", before=first[-1]["number"])).json()
    assert first + rest == whole
    assert len(whole) == 6
    assert await deeds(admin, until=start.isoformat()) == []
    assert len(await deeds(admin, since=(start + timedelta(minutes=1)).isoformat())) == 4
    assert (await admin.get("/audit", since="yesterday")).status_code == 422


async def test_no_route_changes_or_deletes_it_and_no_port_could(console: Console, admin: Browser) -> None:
    ways = {path: set(verbs) for path, verbs in document()["paths"].items() if "audit" in path}
    assert ways == {"/api/audit": {"get"}}
    assert [name for name in dir(MongoAudit) if not name.startswith("_")] == ["append", "goes_on", "page", "veil"]
    for login in ("anna", "siobhan"):
        browser = await console.sign_in(login)
        assert (await browser.get("/audit")).status_code == 403


async def test_a_change_that_could_not_be_noted_is_answered_and_noted_when_it_can_be(
    console: Console, backstage: Backstage, admin: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(self: MongoAudit, deed: object) -> None:
        raise ConnectionError("away")

    monkeypatch.setattr(notary, "AGAIN", timedelta(milliseconds=10))
    await backstage.begins(held(line=DELIVERY, by=ANNA))
    anna, noting = await console.sign_in("anna"), MongoAudit.append
    monkeypatch.setattr(MongoAudit, "append", away)
    assert (await anna.replies(HERS, "Hello", EventId("once-only"))).status_code == 200
    assert (await anna.does(HERS, "hold", {})).status_code == 422
    assert await deeds(admin, about=HERS) == []

    monkeypatch.setattr(MongoAudit, "append", noting)

    async def both() -> bool:
        return len(await deeds(admin, about=HERS)) == 2

    await until(both)
    on = {"conversation_id": HERS}
    assert (await deeds(admin, about=HERS))[-1] == ("anna", REPLY, on, 200), "in the order in which they were done"
