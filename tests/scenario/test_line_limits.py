"""An operator sees the sessions of their own lines, and of the others nothing: over the whole of the staff's API.

A conversation of Delivery, with a file, an answer and a second channel, is looked for by Maria, who belongs to
Payments. The routes come from the API's document, so one that is added is tried without anybody thinking of it.
"""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.openapi import document
from handoff.conversation import begin
from handoff.customer import Address, Customer
from handoff.ids import EventId
from handoff.messages import Content
from handoff.person import How
from handoff.session import WithBot
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.parts import ANNA, BORIS, DELIVERY, NOW, PAYMENTS, SIOBHAN, held

HERS, ELSEWHERE = "telegram:main:501", "whatsapp:main:48500600700"
SECRETS = ("Lovelace", "500600700", "4111 1111", "scanned words", "telegram:main:501")
ID = "0123456789abcdef"
BODIES: dict[str, Any] = {
    "POST /conversations/{conversation_id}/reply": {"id": ID, "text": "Hello"},
    "POST /conversations/{conversation_id}/note": {"id": ID, "text": "Hello"},
    "PATCH /conversations/{conversation_id}/messages/{number}": {"id": ID, "text": "Hello"},
    "POST /conversations/{conversation_id}/transfer": {"line": PAYMENTS},
    "POST /conversations/{conversation_id}/hold": {"reason": "Lunch"},
    "POST /conversations/{conversation_id}/escalate": {"reason": "Help"},
    "POST /conversations/{conversation_id}/assign": {"operator": "maria"},
    "POST /conversations/{conversation_id}/templates": {"id": ID, "name": "hello", "language": "en"},
    "POST /conversations/{conversation_id}/invite": {"channel": "telegram"},
    "POST /conversations/{conversation_id}/verify-email": {"email": "ada@example.com"},
    "POST /people/{person_id}/split": {"conversation": HERS},
    "POST /people/merge": {"conversations": [HERS, ELSEWHERE]},
}
"""What fits the form, where an empty one does not: else a route would refuse before it has looked who asks."""
TOLD = {"id": ID, "like": HERS}
"""Likewise what has to be in the address."""
OVER_ALL = {"POST /people/merge", "GET /people/search"}
"""Routes that name a conversation outside of their path."""


@pytest.fixture
async def found(console: Console, backstage: Backstage) -> dict[str, Any]:
    """Puts it there; what paths have for it."""
    ada = replace(held(501, by=ANNA), customer=Customer(name="Ada Lovelace", phone="+48500600700"))
    ada = ada.received(Content(text="My card is 4111 1111 1111 1111"), at=NOW)
    await backstage.begins(ada)
    fresh = begin(
        Address(channel="whatsapp", account="main", external_id="48500600700"), Customer(name="A. L."), at=NOW
    )
    assert isinstance(fresh.session, WithBot)
    await backstage.begins(fresh.with_session(fresh.session.hand_off(DELIVERY, at=NOW).assign(BORIS.id, at=NOW)))
    await backstage.desk.reply(ada.id, ANNA, "Ada Lovelace, your parcel is on its way.", EventId("console:1"))
    person = await backstage.joining().join(ada.id, fresh.id, How.HAND, by=SIOBHAN)
    file = await console.files.store(ada.id, "passport.txt", "text/plain", b"scanned words")
    return {
        "conversation_id": ada.id, "person_id": person.id, "file_id": file, "number": 1, "index": 0,
        "operator_id": ANNA.id, "line_id": DELIVERY, "article": "hours.en", "earlier": 1, "id": "orders",
        "name": "main", "chapter": "sla",
    }  # fmt: skip


def routes(method: str | None = None) -> list[str]:
    return [
        f"{verb.upper()} {path.removeprefix('/api')}"
        for path, verbs in document()["paths"].items()
        if path.startswith("/api/")
        for verb in verbs
        if method in (None, verb.upper())
    ]


async def asked(browser: Browser, route: str, found: dict[str, Any]) -> Any:
    method, path = route.split(" ")
    return await browser.client.request(
        method, f"/api{path.format_map(found)}", params=TOLD, json=BODIES.get(route, {}),
        headers={"X-CSRF-Token": browser.csrf},
    )  # fmt: skip


async def test_nothing_is_done_to_another_lines_conversation(
    console: Console, backstage: Backstage, found: dict[str, Any]
) -> None:
    maria, before = await console.sign_in("maria"), await backstage.conversation(501)
    theirs = ("{conversation_id}", "{person_id}", "{file_id}")
    answers = {
        route: (await asked(maria, route, found)).status_code
        for route in routes()
        if any(each in route for each in theirs) or route in OVER_ALL
    }

    assert len(answers) > 30
    # To oversee a line, or all of the desk, is another right, which is asked for first.
    overseers = {
        "GET /team/candidates/{conversation_id}", "POST /conversations/{conversation_id}/export",
        "POST /conversations/{conversation_id}/erase",
    }  # fmt: skip
    assert {route: status for route, status in answers.items() if status != 404} == dict.fromkeys(overseers, 403)
    assert await backstage.conversation(501) == before


async def test_no_list_tells_a_word_of_it(console: Console, backstage: Backstage, found: dict[str, Any]) -> None:
    maria = await console.sign_in("maria")
    told = {
        route: [secret for secret in SECRETS if secret in (await asked(maria, route, found)).text]
        for route in routes("GET")
    }

    assert {route: words for route, words in told.items() if words} == {}


@pytest.mark.parametrize("who", ["anna", "siobhan"])
async def test_the_lines_own_people_are_told_all_of_it(console: Console, found: dict[str, Any], who: str) -> None:
    """So that what Maria is not told is kept from her, and not merely missing."""
    browser = await console.sign_in(who)
    told = "".join([(await asked(browser, route, found)).text for route in routes("GET")])

    assert [secret for secret in SECRETS if secret not in told] == []


async def test_no_search_and_no_count_gives_it_away(
    console: Console, backstage: Backstage, found: dict[str, Any]
) -> None:
    await backstage.begins(replace(held(900, by=ANNA, line=PAYMENTS), customer=Customer(name="Ada Byron")))
    maria = await console.sign_in("maria")
    for view in ("mine", "hold", "waiting", "open", "bot", "closed"):
        page = (await maria.get("/conversations", view=view, q="Ada", line=DELIVERY)).json()
        assert page["items"] == []
        assert page["counts"] == {"mine": 0, "hold": 0, "waiting": 0, "open": 1}, "the one of Payments"
    hits = (await maria.get("/people/search", like="telegram:main:900", q="Lovelace")).json()
    assert hits == []


async def test_who_leaves_a_line_sees_it_no_more(console: Console, backstage: Backstage, found: dict[str, Any]) -> None:
    boris = await console.sign_in("boris")
    assert (await boris.get(f"/conversations/{HERS}")).status_code == 200

    await backstage.operators.save(replace(await _stored(backstage), lines=frozenset({PAYMENTS})))

    backstage.clock.move_on(timedelta(seconds=1))
    assert (await boris.get(f"/conversations/{HERS}")).status_code == 404
    assert (await boris.get(f"/conversations/{ELSEWHERE}")).status_code == 200, "he still has this one in hand"


async def _stored(backstage: Backstage) -> Any:
    found = await backstage.operators.get(BORIS.id)
    assert found is not None
    return found
