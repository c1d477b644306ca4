"""Signing in through another system, which a strict one on this machine stands for."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet, OctKey, RSAKey

from bot.settings import Settings
from bot.single_sign_on import BACK, OpenIdProvider, provider
from handoff.console.single_sign_on import TRIP_LASTS, known_as
from handoff.ports.single_sign_on import Identity, Match, Trip
from tests.backstage import Backstage
from tests.console import Browser, Console, open_console
from tests.fakes.identity import CLIENT_ID, CLIENT_SECRET, IdentitySystem, open_identity_system
from tests.parts import ANNA, BORIS, NOW
from tests.scenario.test_second_factor_sign_in import said, take_up

DESK = "http://desk"
HERS = {"email": "Anna@Desk.example", "email_verified": True, "preferred_username": "anna"}


@pytest.fixture
def system(backstage: Backstage) -> Iterator[IdentitySystem]:
    with open_identity_system(backstage.clock, f"{DESK}{BACK}") as system:
        system.person = HERS
        yield system


def settings(system: IdentitySystem, **more: str) -> dict[str, str]:
    known = {"OIDC_ISSUER": system.base, "OIDC_CLIENT_ID": CLIENT_ID, "OIDC_CLIENT_SECRET": CLIENT_SECRET}
    return {"HELPLINE_PUBLIC_URL": DESK, "OIDC_NAME": "The office", **known, **more}


@pytest.fixture
async def desk(backstage: Backstage, system: IdentitySystem) -> AsyncIterator[Console]:
    async with open_console(backstage, **settings(system)) as console:
        anna = await backstage.operators.get(ANNA.id)
        assert anna
        await backstage.operators.save(replace(anna, email="anna@desk.example"))
        yield console


async def goes(browser: Browser) -> dict[str, str]:
    """To the other system and through it; what the browser comes back with."""
    address = (await browser.send("POST", "/login/single-sign-on")).json()["address"]
    async with httpx.AsyncClient() as there:
        answer = await there.get(address)
    assert answer.status_code == 302, answer.text
    back = urlsplit(answer.headers["location"])
    assert f"{back.scheme}://{back.netloc}{back.path}" == f"{DESK}{BACK}"
    return {name: values[0] for name, values in parse_qs(back.query).items() if name in ("code", "state")}


async def comes(browser: Browser, back: dict[str, str]) -> httpx.Response:
    return await browser.send("POST", "/login/single-sign-on/back", back)


async def through(desk: Console) -> tuple[Browser, httpx.Response]:
    browser = desk.browser()
    return browser, await comes(browser, await goes(browser))


async def test_who_is_known_there_by_an_address_of_ours_is_in_and_it_is_noted(desk: Console) -> None:
    assert (await desk.browser().get("/login")).json()["single_sign_on"] == "The office"

    browser, answer = await through(desk)

    assert (answer.status_code, answer.json()["name"]) == (200, "Anna")
    browser.csrf = answer.json()["csrf"]
    assert (await browser.get("/me")).status_code == 200
    assert "helpline_trip" not in browser.cookie
    nikos = await desk.sign_in("nikos")
    deeds = (await nikos.get("/audit", operator="anna")).json()
    assert [(each["did"], each["status"]) for each in deeds] == [("POST /api/login/single-sign-on/back", 200)]


async def test_an_address_may_be_told_only_to_whoever_asks(desk: Console, system: IdentitySystem) -> None:
    system.tells_address_only_when_asked = True
    assert (await through(desk))[1].status_code == 200


@pytest.mark.parametrize(
    ("person", "shown"),
    [
        ({**HERS, "email": "stranger@desk.example"}, "stranger@desk.example"),
        ({**HERS, "email_verified": False}, "?"),
        ({"preferred_username": "anna"}, "?"),
    ],
    ids=["not one of ours", "not confirmed", "no address"],
)
async def test_a_stranger_stays_outside_and_reads_what_to_do(
    desk: Console, system: IdentitySystem, person: dict[str, Any], shown: str
) -> None:
    system.person = person

    browser, answer = await through(desk)

    assert said(answer) == (403, "unknown_person")
    assert answer.json()["detail"]["message"] == f"Nobody here is known as “{shown}”: ask an admin to add you."
    assert (await browser.get("/me")).status_code == 401


async def test_who_has_left_is_a_stranger(desk: Console, backstage: Backstage) -> None:
    await backstage.operators.save(replace(ANNA, email="anna@desk.example", active=False))
    assert said((await through(desk))[1]) == (403, "unknown_person")


async def test_a_second_factor_of_ones_own_is_asked_for_all_the_same(desk: Console, backstage: Backstage) -> None:
    phone, _ = await take_up(await desk.sign_in("anna"), backstage)

    browser, answer = await through(desk)

    assert (answer.status_code, answer.json()["lacks"]) == (202, "code")
    assert (await browser.get("/me")).status_code == 401
    assert (await browser.send("POST", "/login/code", {"code": phone.next_code()})).status_code == 200


async def test_who_comes_through_it_needs_no_factor_of_ours(backstage: Backstage, system: IdentitySystem) -> None:
    """The other system asks for whatever the company wants."""
    required = settings(system, HELPLINE_SECOND_FACTOR="required", OIDC_MATCH="login")
    async with open_console(backstage, **required) as console:
        assert (await through(console))[1].json()["name"] == "Anna"


async def test_a_way_back_is_good_once_in_the_browser_that_went_and_for_ten_minutes(
    desk: Console, backstage: Backstage
) -> None:
    browser = desk.browser()
    back = await goes(browser)
    trip = browser.client.cookies["helpline_trip"]

    assert said(await comes(desk.browser(), back)) == (401, "trip_over")
    assert said(await comes(browser, {**back, "state": "another"})) == (401, "trip_over")
    assert (await comes(browser, back)).status_code == 200

    again = desk.browser()
    again.client.cookies.set("helpline_trip", trip)
    assert said(await comes(again, back)) == (409, "sign_on_failed"), "the code was used"
    assert timedelta(minutes=10) == TRIP_LASTS


async def test_a_code_is_of_no_use_without_the_word_that_it_was_asked_with(desk: Console) -> None:
    thief, victim = desk.browser(), desk.browser()
    await goes(thief)
    stolen = await goes(victim)
    mine = thief.client.cookies["helpline_trip"].split(".")[0]

    assert said(await comes(thief, {"code": stolen["code"], "state": mine})) == (409, "sign_on_failed")


@pytest.mark.parametrize(
    "spoilt",
    [
        {"iss": "https://elsewhere.example"}, {"aud": "another client"}, {"nonce": "of another trip"},
        {"aud": [CLIENT_ID, "another client"]}, {"aud": [CLIENT_ID, "x"], "azp": "x"},
        {"exp": int(NOW.timestamp()) - 61}, {"iat": int(NOW.timestamp()) + 3600},
    ],
    ids=str,
)  # fmt: skip
async def test_a_token_that_is_not_for_us_and_now_opens_nothing(
    desk: Console, system: IdentitySystem, spoilt: dict[str, Any]
) -> None:
    system.token = spoilt
    assert said((await through(desk))[1]) == (409, "sign_on_failed")


async def test_a_token_signed_by_another_key_opens_nothing(desk: Console, system: IdentitySystem) -> None:
    system.signs_with = RSAKey.generate_key(2048, {"kid": "one"})
    assert said((await through(desk))[1]) == (409, "sign_on_failed")


def test_a_token_that_anybody_could_sign_opens_nothing(system: IdentitySystem, backstage: Backstage) -> None:
    there = provider(Settings(**settings(system)), backstage.clock)
    assert isinstance(there, OpenIdProvider)
    trip = Trip(state="s", nonce="n", verifier="v")
    keys = KeySet.import_key_set({"keys": [system.key.as_dict(private=False)]})
    claims = {**system.claims(), "iss": system.base, "aud": CLIENT_ID, "nonce": "n"}

    assert there.claims(jwt.encode({"alg": "RS256"}, claims, system.key), keys, trip)["sub"] == "u-1"
    for algorithm, key in (("none", None), ("HS256", OctKey.generate_key(256))):
        token = jwt.encode({"alg": algorithm}, claims, key, algorithms=[algorithm])  # type: ignore[arg-type]
        with pytest.raises((JoseError, ValueError)):
            there.claims(token, keys, trip)


async def test_a_system_that_does_not_answer_or_is_none_is_told(backstage: Backstage, console: Console) -> None:
    assert said(await console.browser().send("POST", "/login/single-sign-on")) == (404, "not_found")
    assert (await console.browser().get("/login")).json()["single_sign_on"] is None
    away = {"OIDC_ISSUER": "http://127.0.0.1:9", "OIDC_CLIENT_ID": CLIENT_ID}
    async with open_console(backstage, **away) as other:
        assert said(await other.browser().send("POST", "/login/single-sign-on")) == (409, "sign_on_failed")


def test_an_identity_is_one_persons_or_nobodys() -> None:
    anna, boris = replace(ANNA, email=" anna@desk.example"), replace(BORIS, email=None)
    hers, none = Identity(email="ANNA@desk.example", login="boris"), Identity(email=None, login=None)

    assert known_as(hers, [anna, boris], Match.EMAIL) == anna
    assert known_as(hers, [anna, boris], Match.LOGIN) == boris
    assert known_as(hers, [anna, replace(boris, email="anna@desk.example")], Match.EMAIL) is None
    for match in Match:
        assert known_as(none, [anna, boris, replace(boris, email="")], match) is None
