"""One's own account: where one is signed in, how long a login lasts unused, and one's password."""

from datetime import timedelta
from typing import Any

import httpx
import pytest
from starlette.requests import HTTPConnection

from handoff.console.auth import IDLE
from tests.backstage import Backstage
from tests.console import PASSWORD, Browser, Console, open_console

MINUTE = timedelta(minutes=1)
NEW = "four words by chance"


def fields(answer: Any) -> list[str]:
    assert answer.status_code == 422, answer.text
    return [each["field"] for each in answer.json()["detail"]["problems"]]


async def sign_in_with(console: Console, password: str) -> int:
    return (await console.browser().send("POST", "/login", {"login": "anna", "password": password})).status_code


async def signed_in(browser: Browser) -> bool:
    return (await browser.get("/me")).status_code == 200


def _asking(browser: Browser) -> HTTPConnection:
    """The live feed's socket, as the guard sees it."""
    return HTTPConnection({"type": "websocket", "headers": [(b"cookie", browser.cookie.encode())], "client": None})


async def test_who_does_nothing_is_signed_out_and_who_works_is_not(backstage: Backstage) -> None:
    async with open_console(backstage, idle=IDLE) as console:
        busy, gone = await console.sign_in("anna"), await console.sign_in("anna")
        for _ in range(3):
            backstage.clock.move_on(IDLE / 2)
            assert await signed_in(busy)

        assert not await signed_in(gone)
        assert [each["here"] for each in (await busy.get("/me/logins")).json()] == [True]


async def test_an_open_page_is_use(backstage: Backstage) -> None:
    async with open_console(backstage, idle=IDLE) as console:
        browser = await console.sign_in("anna")
        for _ in range(3):
            backstage.clock.move_on(IDLE / 2)
            # What the live feed asks with each beat.
            assert await console.live.guard.who(_asking(browser))

        assert await signed_in(browser)


async def test_over_https_the_cookie_can_come_from_no_other_host(backstage: Backstage) -> None:
    async with open_console(backstage, secure=True) as console:
        browser = console.browser()
        browser.client.base_url = httpx.URL("https://desk")
        answer = await browser.send("POST", "/login", {"login": "anna", "password": PASSWORD})
        browser.csrf = answer.json()["csrf"]

        name, _, rest = answer.headers["set-cookie"].partition("=")
        assert name == "__Host-helpline_session"
        assert "secure" in rest.lower()
        assert "path=/;" in rest.lower()
        assert "domain" not in rest.lower()
        assert await signed_in(browser)

        out = (await browser.send("POST", "/logout")).headers["set-cookie"]
        assert out.startswith("__Host-helpline_session=")
        assert "secure" in out.lower(), "without it the browser would keep the cookie"
        assert not await signed_in(browser)


async def test_one_sees_where_one_is_signed_in_and_ends_it_there(console: Console, backstage: Backstage) -> None:
    home = await console.sign_in("anna")
    backstage.clock.move_on(MINUTE)
    office, boris = await console.sign_in("anna"), await console.sign_in("boris")
    theirs = (await boris.get("/me/logins")).json()[0]["id"]

    here, there = (await office.get("/me/logins")).json()

    assert (here["here"], there["here"]) == (True, False)
    assert here["since"] > there["since"]
    assert (there["address"], there["device"]) == ("127.0.0.1", home.client.headers["User-Agent"])
    assert (await office.send("DELETE", f"/me/logins/{theirs}")).status_code == 404
    assert (await office.send("DELETE", f"/me/logins/{there['id']}")).status_code == 204
    assert [await signed_in(each) for each in (home, office, boris)] == [False, True, True]


async def test_one_signs_out_everywhere_else(console: Console) -> None:
    home, phone, office = [await console.sign_in("anna") for _ in range(3)]
    boris = await console.sign_in("boris")

    assert (await office.send("POST", "/me/logins/end-others")).status_code == 204

    assert [await signed_in(each) for each in (home, phone, office, boris)] == [False, False, True, True]


async def test_signing_in_again_leaves_nothing_of_the_login_before(console: Console) -> None:
    browser = await console.sign_in("anna")
    before = browser.cookie.partition("=")[2]
    await browser.send("POST", "/login", {"login": "anna", "password": PASSWORD})

    stolen = console.browser()
    stolen.client.cookies.set("helpline_session", before)
    assert not await signed_in(stolen)
    assert len((await browser.get("/me/logins")).json()) == 1


async def test_a_new_password_of_ones_own_signs_out_everywhere_else(console: Console) -> None:
    home, office = await console.sign_in("anna"), await console.sign_in("anna")

    assert fields(await office.send("POST", "/me/password", {"current": "wrong", "password": NEW})) == ["current"]
    for bad in ("short", "password1234", "Anna Anna Anna"):
        answer = await office.send("POST", "/me/password", {"current": PASSWORD, "password": bad})
        assert fields(answer) == ["password"]
        assert "choose" in answer.json()["detail"]["message"].lower()
    assert (await office.send("POST", "/me/password", {"current": PASSWORD, "password": NEW})).status_code == 204

    assert [await signed_in(each) for each in (home, office)] == [False, True]
    assert await sign_in_with(console, PASSWORD) == 401
    assert await sign_in_with(console, NEW) == 200


async def test_the_present_password_can_not_be_guessed_from_an_open_page(
    console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("handoff.console.own_account.TRIES", 2)
    anna = await console.sign_in("anna")
    for _ in range(2):
        await anna.send("POST", "/me/password", {"current": "wrong", "password": NEW})

    answer = await anna.send("POST", "/me/password", {"current": PASSWORD, "password": NEW})

    assert (answer.status_code, answer.json()["detail"]["code"]) == (429, "too_many_tries")
