"""The second factor: taken up with a phone, asked for at each sign-in, and what can be done when the phone is gone."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pyotp
import pytest

from handoff.console import second_step
from handoff.second_factor import STEP_SECONDS
from storage.mongo.client import Database
from storage.processes import Server
from tests.backstage import Backstage
from tests.commands import helpline_command
from tests.console import PASSWORD, Browser, Console, open_console
from tests.parts import ANNA

STEP = timedelta(seconds=STEP_SECONDS)


def said(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["detail"]["code"]


class Phone:
    """Makes codes by the test's clock."""

    def __init__(self, secret: str, backstage: Backstage) -> None:
        self.secret, self._codes, self._clock = secret, pyotp.TOTP(secret), backstage.clock

    def code(self) -> str:
        return self._codes.at(self._clock())

    def next_code(self) -> str:
        """One that was not used yet."""
        self._clock.move_on(STEP)
        return self.code()


async def take_up(browser: Browser, backstage: Backstage) -> tuple[Phone, list[str]]:
    offered = (await browser.send("POST", "/me/second-factor")).json()
    phone = Phone(offered["secret"], backstage)
    answer = await browser.send("POST", "/me/second-factor/confirm", {"code": phone.code()})
    assert answer.status_code == 200, answer.text
    return phone, answer.json()["codes"]


async def half_in(console: Console, login: str = "anna") -> Browser:
    """Somebody who has shown the password."""
    browser = console.browser()
    answer = await browser.send("POST", "/login", {"login": login, "password": PASSWORD})
    assert answer.status_code == 202, answer.text
    browser.csrf = answer.json()["csrf"]
    return browser


async def try_code(browser: Browser, code: str) -> Any:
    return await browser.send("POST", "/login/code", {"code": code})


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


@pytest.fixture
async def strict(backstage: Backstage) -> AsyncIterator[Console]:
    """Where admins need a second factor."""
    async with open_console(backstage, HELPLINE_SECOND_FACTOR="required_for_admins") as console:
        yield console


async def test_once_taken_up_the_password_alone_opens_nothing(
    console: Console, backstage: Backstage, anna: Browser, mongo: Database
) -> None:
    phone, _ = await take_up(anna, backstage)
    browser = await half_in(console)

    way_in = (await browser.get("/login")).json()
    assert (way_in["lacks"], way_in["name"]) == ("code", "Anna")
    assert (await browser.get("/me")).status_code == 401
    assert (await browser.get("/conversations")).status_code == 401
    assert (await browser.send("POST", "/me/second-factor")).status_code == 401
    cookie = browser.cookie

    answer = await try_code(browser, phone.next_code())

    assert (answer.status_code, answer.json()["name"]) == (200, "Anna")
    assert browser.cookie != cookie
    assert (await browser.get("/me")).status_code == 200
    kept = str(await mongo.second_factors.find().to_list(None)) + str(await mongo.secrets.find().to_list(None))
    assert phone.secret not in kept


async def test_a_code_is_good_once_and_so_is_one_before_it(
    console: Console, backstage: Backstage, anna: Browser
) -> None:
    phone, _ = await take_up(anna, backstage)
    first, used = await half_in(console), phone.next_code()
    assert (await try_code(first, used)).status_code == 200

    second = await half_in(console)
    assert said(await try_code(second, used)) == (401, "wrong_code")
    code = phone.next_code()
    backstage.clock.move_on(STEP)
    assert (await try_code(second, code)).status_code == 200, "a step late is in time"
    third = await half_in(console)
    assert said(await try_code(third, code)) == (401, "wrong_code")


async def test_codes_can_not_be_guessed_and_a_right_one_has_to_wait_then(
    console: Console, backstage: Backstage, anna: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(second_step, "TRIES", 2)
    phone, _ = await take_up(anna, backstage)
    browser = await half_in(console)
    for _ in range(2):
        assert said(await try_code(browser, "000000")) == (401, "wrong_code")

    again = await half_in(console)  # the password is no way around it
    assert said(await try_code(again, phone.next_code())) == (429, "too_many_codes")
    assert said(await anna.send("POST", "/me/second-factor/remove", {"code": phone.code()})) == (429, "too_many_codes")


async def test_a_recovery_code_is_good_once_and_kept_as_a_hash(
    console: Console, backstage: Backstage, anna: Browser, mongo: Database
) -> None:
    _, codes = await take_up(anna, backstage)
    assert len(codes) == 10
    assert all(re.fullmatch(r"[A-Z2-9]{5}-[A-Z2-9]{5}", each) for each in codes)
    row = await mongo.second_factors.find_one({"_id": ANNA.id})
    assert row is not None
    assert len(row["recovery"]) == 10
    kept = str(row)
    assert not any(each in kept or each.replace("-", "") in kept for each in codes)

    assert (await try_code(await half_in(console), codes[3].lower().replace("-", " "))).status_code == 200
    assert said(await try_code(await half_in(console), codes[3])) == (401, "wrong_code")
    assert (await anna.get("/me/second-factor")).json()["recovery_left"] == 9


async def test_renewed_recovery_codes_replace_the_ones_of_before(
    console: Console, backstage: Backstage, anna: Browser
) -> None:
    phone, before = await take_up(anna, backstage)

    answer = await anna.send("POST", "/me/second-factor/recovery-codes", {"code": "000000"})
    assert answer.json()["detail"]["field"] == "code"
    now = (await anna.send("POST", "/me/second-factor/recovery-codes", {"code": phone.next_code()})).json()["codes"]

    assert said(await try_code(await half_in(console), before[0])) == (401, "wrong_code")
    assert (await try_code(await half_in(console), now[0])).status_code == 200


async def test_it_is_taken_up_only_with_a_code_and_put_down_only_with_one(
    console: Console, backstage: Backstage, anna: Browser
) -> None:
    assert (await anna.get("/me/second-factor")).json() == {"since": None, "recovery_left": 0, "required": False}
    offered = (await anna.send("POST", "/me/second-factor")).json()
    assert offered["picture"].startswith("data:image/svg+xml")
    wrong = await anna.send("POST", "/me/second-factor/confirm", {"code": "000000"})
    assert (wrong.status_code, wrong.json()["detail"]["field"]) == (422, "code")
    await console.sign_in("anna")  # which the password still suffices for

    phone, _ = await take_up(anna, backstage)
    assert said(await anna.send("POST", "/me/second-factor")) == (409, "has_factor")
    assert (await anna.send("POST", "/me/second-factor/remove", {"code": "000000"})).status_code == 422
    assert (await anna.send("POST", "/me/second-factor/remove", {"code": phone.next_code()})).status_code == 204
    await console.sign_in("anna")


async def test_who_needs_one_and_has_none_sets_it_up_on_the_way_in(strict: Console, backstage: Backstage) -> None:
    await strict.sign_in("anna")  # who is no admin
    browser = await half_in(strict, "nikos")
    assert (await browser.get("/login")).json()["lacks"] == "factor"
    for path in ("/me", "/staff", "/me/logins", "/me/second-factor"):
        assert (await browser.get(path)).status_code == 401
    assert said(await try_code(browser, "000000")) == (401, "signed_out")

    phone, _ = await take_up(browser, backstage)

    assert (await browser.get("/me")).json()["name"] == "Nikos"
    assert (await try_code(await half_in(strict, "nikos"), phone.next_code())).status_code == 200


async def test_who_is_on_the_way_in_may_turn_back_and_has_ten_minutes(strict: Console, backstage: Backstage) -> None:
    slow, other = await half_in(strict, "nikos"), await half_in(strict, "nikos")
    assert (await other.send("POST", "/logout")).status_code == 204
    assert (await other.get("/login")).json()["lacks"] is None

    backstage.clock.move_on(timedelta(minutes=10))
    assert (await slow.send("POST", "/me/second-factor")).status_code == 401


async def test_an_admin_resets_anothers_and_it_is_all_noted(
    console: Console, backstage: Backstage, anna: Browser
) -> None:
    await take_up(anna, backstage)
    await try_code(await half_in(console), "000000")
    admin = await console.sign_in("nikos")
    assert (await admin.get("/staff/second-factors")).json() == [ANNA.id]

    assert (await admin.send("DELETE", f"/staff/{ANNA.id}/second-factor")).status_code == 204

    assert (await anna.get("/me")).status_code == 401
    await console.sign_in("anna")
    noted = {(each["operator"], each["did"], each["status"]) for each in (await admin.get("/audit")).json()}
    assert {
        ("anna", "POST /api/me/second-factor/confirm", 200),
        ("anna", "POST /api/login", 202),
        ("anna", "POST /api/login/code", 401),
        ("nikos", "DELETE /api/staff/{operator_id}/second-factor", 204),
    } <= noted


async def test_an_admin_whom_no_other_can_help_is_helped_from_the_command_line(
    console: Console, backstage: Backstage, mongo: Database, mongo_server: Server, redis_server: Server, tmp_path: Path
) -> None:
    nikos = await console.sign_in("nikos")
    await take_up(nikos, backstage)
    reset = helpline_command(mongo, mongo_server, tmp_path, "reset-second-factor")

    ended = await reset("nikos", REDIS_URL=redis_server.url)

    assert (ended.code, ended.out) == (0, "nikos signs in with the password alone now, and is signed out everywhere.\n")
    assert (await nikos.get("/me")).status_code == 401
    await console.sign_in("nikos")


async def test_without_a_key_no_factor_is_offered(backstage: Backstage) -> None:
    async with open_console(backstage, secrets_key="") as console:
        anna = await console.sign_in("anna")
        answer = await anna.send("POST", "/me/second-factor")

    assert said(answer) == (409, "locked")
    assert "SECRETS_KEY" in answer.json()["detail"]["message"]
