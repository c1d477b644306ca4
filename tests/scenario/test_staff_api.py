"""People over the API: added, edited under their version, given passwords, and sent home for good."""

from datetime import timedelta
from typing import Any

import pytest

from handoff.session import Waiting
from tests.backstage import Backstage
from tests.console import PASSWORD, Browser, Console
from tests.parts import ANNA, BORIS, DELIVERY, NOW, address, held

NEW = {"login": "eleni", "name": "Eleni", "lines": ["delivery"], "languages": ["el", "en"], "skills": {"returns": 3}}


async def person(browser: Browser, operator_id: str) -> dict[str, Any]:
    [found] = [each for each in (await browser.get("/staff")).json() if each["id"] == operator_id]
    return dict(found)


async def edit(browser: Browser, operator_id: str, **changes: Any) -> Any:
    before = await person(browser, operator_id)
    form = {"base": before["version"], "value": {**before["value"], **changes}}
    return await browser.send("PUT", f"/staff/{operator_id}", form)


def wrong(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {each["field"] for each in answer.json()["detail"]["problems"]}


async def try_password(console: Console, login: str, password: str) -> int:
    return (await console.browser().send("POST", "/login", {"login": login, "password": password})).status_code


async def test_a_new_person_signs_in_with_the_password_that_was_made(console: Console, admin: Browser) -> None:
    answer = await admin.send("POST", "/staff", {"value": NEW})

    assert answer.status_code == 201, answer.text
    password = answer.json()["password"]
    assert len(password) >= 10
    assert await try_password(console, "eleni", password) == 200
    assert (await person(admin, "eleni"))["value"]["skills"] == {"returns": 3}


async def test_a_given_password_is_not_shown_and_no_hash_ever_is(console: Console, admin: Browser) -> None:
    answer = await admin.send("POST", "/staff", {"value": NEW, "password": "a long enough one"})

    assert answer.json()["password"] is None
    assert await try_password(console, "eleni", "a long enough one") == 200
    staff = (await admin.get("/staff")).text
    assert "argon2" not in staff
    assert "password" not in staff


async def test_a_login_is_one_persons_and_an_id_is_never_given_again(admin: Browser) -> None:
    assert wrong(await admin.send("POST", "/staff", {"value": {**NEW, "login": "anna"}})) == {"login"}
    await edit(admin, ANNA.id, login="anna.k")

    answer = await admin.send("POST", "/staff", {"value": {**NEW, "login": "anna"}})

    assert answer.status_code == 201
    assert answer.json()["staff"]["id"] not in {ANNA.id, "anna.k"}
    assert (await person(admin, ANNA.id))["value"]["login"] == "anna.k"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"login": " "}, "login"),
        ({"name": ""}, "name"),
        ({"lines": ["nowhere"]}, "lines"),
        ({"supervises": ["nowhere"]}, "supervises"),
        ({"skills": {"returns": 6}}, "skills.returns"),
        ({"capacity": 0}, "capacity"),
        ({"email": "nobody"}, "email"),
        ({"shift": {"week": {"0": [{"opens": "10:00", "closes": "10:00"}]}}}, "shift.week.0.0"),
        ({"presence": "online"}, "presence"),
    ],
)
async def test_what_can_not_be_meant_is_refused_and_its_field_is_named(
    admin: Browser, change: dict[str, Any], field: str
) -> None:
    assert field in wrong(await edit(admin, ANNA.id, **change))


async def test_an_edit_leaves_presence_and_password_alone_and_the_second_is_stale(
    console: Console, admin: Browser
) -> None:
    anna = await console.sign_in("anna")
    await anna.send("PUT", "/me/presence", {"presence": "online"})
    before = await person(admin, ANNA.id)

    answer = await edit(admin, ANNA.id, capacity=3, role="supervisor")
    second = await admin.send("PUT", f"/staff/{ANNA.id}", {"base": before["version"], "value": before["value"]})

    assert answer.json()["presence"] == "online"
    assert await try_password(console, "anna", PASSWORD) == 200
    assert (second.status_code, second.json()["detail"]["code"]) == (409, "stale")
    assert (await anna.get("/dead-letters")).status_code == 200, "a new role counts at once"


async def test_a_new_password_signs_out_everywhere(console: Console, admin: Browser) -> None:
    office, home = await console.sign_in("anna"), await console.sign_in("anna")

    answer = await admin.send("POST", f"/staff/{ANNA.id}/password", {})

    assert [(await each.get("/me")).status_code for each in (office, home)] == [401, 401]
    assert await try_password(console, "anna", PASSWORD) == 401
    assert await try_password(console, "anna", answer.json()["password"]) == 200
    assert wrong(await admin.send("POST", f"/staff/{ANNA.id}/password", {"password": "short"})) == {"password"}


async def test_who_has_left_is_signed_out_and_their_sessions_go_back_to_the_queue(
    console: Console, admin: Browser, backstage: Backstage
) -> None:
    anna = await console.sign_in("anna")
    await backstage.begins(held(501, by=ANNA))
    await backstage.begins(held(502, by=BORIS))

    answer = await admin.send("POST", f"/staff/{ANNA.id}/deactivate")

    assert (answer.json()["active"], answer.json()["presence"]) == (False, "offline")
    assert (await anna.get("/me")).status_code == 401
    assert await try_password(console, "anna", PASSWORD) == 401
    back = (await backstage.conversation(501)).session
    assert isinstance(back, Waiting)
    assert back.line == DELIVERY
    assert (await backstage.conversation(502)).operator == BORIS.id
    given = await (await console.sign_in("siobhan")).does(address(501).conversation_id, "assign", {"operator": "anna"})
    assert given.status_code == 404, "nobody can be given a session who is not there"

    assert (await admin.send("POST", f"/staff/{ANNA.id}/activate")).json()["active"] is True
    assert await try_password(console, "anna", PASSWORD) == 200


async def test_nobody_takes_the_last_admin_away(console: Console, admin: Browser) -> None:
    demoted = await edit(admin, "nikos", role="supervisor")
    left = await admin.send("POST", "/staff/nikos/deactivate")

    assert [(each.status_code, each.json()["detail"]["code"]) for each in (demoted, left)] == [(409, "last_admin")] * 2
    assert (await person(admin, "nikos"))["value"]["role"] == "admin"
    assert (await admin.get("/staff")).status_code == 200, "and they are still signed in"

    assert (await edit(admin, "siobhan", role="admin")).status_code == 200
    assert (await edit(admin, "nikos", role="operator")).status_code == 200


async def test_a_shift_and_away_since_are_shown(console: Console, admin: Browser, backstage: Backstage) -> None:
    shift = {"zone": "Europe/Warsaw", "week": {"0": [{"opens": "08:00", "closes": "16:00"}]}}
    await edit(admin, ANNA.id, shift=shift)
    anna = await console.sign_in("anna")
    await anna.send("PUT", "/me/presence", {"presence": "online"})
    backstage.clock.move_on(timedelta(minutes=5))

    answer = (await anna.send("PUT", "/me/presence", {"presence": "away"})).json()

    assert (answer["away_reason"], answer["presence_since"]) == ("chosen", "2026-11-23T09:35:00Z")
    seen = await person(admin, ANNA.id)
    assert seen["value"]["shift"]["week"] == {"0": [{"opens": "08:00:00", "closes": "16:00:00"}]}
    assert seen["presence_since"] == "2026-11-23T09:35:00Z"
    assert backstage.clock() == NOW + timedelta(minutes=5)
