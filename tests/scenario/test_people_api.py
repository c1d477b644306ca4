"""The staff's API for one customer over several channels: who may merge, split, look at it all, and invite."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId
from handoff.messages import Content
from handoff.operator import Operator
from handoff.person_history import last_of
from handoff.session import WithBot
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.parts import ANNA, BORIS, DELIVERY, MARIA, NOW, PAYMENTS, held

ADA = "telegram:main:501"
HERS = "whatsapp:main:48500600700"


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


@pytest.fixture
async def siobhan(console: Console) -> Browser:
    return await console.sign_in("siobhan")


def talks(conversation: Conversation, *words: str, every: int = 10, start: int = 0) -> Conversation:
    """The customer says this, every so many minutes."""
    for number, text in enumerate(words):
        at = NOW + timedelta(minutes=start + number * every)
        conversation = conversation.received(Content(text=text), at=at)
    return conversation


def elsewhere(by: Operator, line: Any = DELIVERY, **known: Any) -> Conversation:
    """The same customer's conversation in WhatsApp."""
    address = Address(channel="whatsapp", account="main", external_id="48500600700")
    fresh = begin(address, Customer(**known), at=NOW)
    assert isinstance(fresh.session, WithBot)
    return fresh.with_session(fresh.session.hand_off(line, at=NOW).assign(by.id, at=NOW))


async def fill(backstage: Backstage, *, hers: Conversation | None = None) -> None:
    ada = replace(held(501, by=ANNA), customer=Customer(name="Ada Lovelace", phone="+48 500 600 700"))
    await backstage.begins(talks(ada, "one", "three"))
    hers = hers or elsewhere(BORIS, name="Lovelace Ada", phone="48500600700")
    await backstage.begins(talks(hers, "two", "four", start=5))


async def merged(browser: Browser, *conversations: str) -> Any:
    answer = await browser.send("POST", "/people/merge", {"conversations": list(conversations or (ADA, HERS))})
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_likely_ones_are_offered_with_what_speaks_for_them(anna: Browser, backstage: Backstage) -> None:
    await fill(backstage)
    await backstage.begins(held(502, by=BORIS))
    found = (await anna.get("/people/search", like=ADA, q="lovelace")).json()
    assert [(each["conversation_id"], each["hints"]) for each in found] == [(HERS, ["phone", "name"])]
    for words in ("4850060", "whatsapp:", "two"):
        found = (await anna.get("/people/search", like=ADA, q=words)).json()
        assert [each["conversation_id"] for each in found] == ([] if words == "two" else [HERS])
    await merged(anna)
    assert (await anna.get("/people/search", like=ADA, q="lovelace")).json() == [], "it is theirs already"


async def test_without_words_those_are_offered_who_are_equal(anna: Browser, backstage: Backstage) -> None:
    await fill(backstage, hers=elsewhere(BORIS, name="Ada Lovelace"))
    assert [each["hints"] for each in (await anna.get("/people/search", like=ADA)).json()] == [["name"]]


async def test_the_card_tells_of_all_channels_and_who_is_there(anna: Browser, backstage: Backstage) -> None:
    await fill(backstage)
    before = (await anna.get(f"/conversations/{ADA}/person")).json()
    assert (before["id"], len(before["members"])) == (None, 1)

    card = await merged(anna)
    assert card == (await anna.get(f"/conversations/{HERS}/person")).json() | {"invites": card["invites"]}
    rows = {each["conversation_id"]: each for each in card["members"]}
    assert [rows[each]["operator"] for each in (ADA, HERS)] == ["anna", "boris"]
    assert rows[HERS]["proof"]["how"] == "hand"
    assert rows[HERS]["proof"]["by"] == "anna"
    assert [each["channel"] for each in card["sessions"]] == ["telegram", "whatsapp"]


async def test_one_thread_over_all_channels_page_by_page(anna: Browser, backstage: Backstage) -> None:
    await fill(backstage)
    person = (await merged(anna))["id"]
    latest = (await anna.get(f"/people/{person}/history", limit=3)).json()
    said = [(each["channel"], each["message"]["content"]["text"]) for each in latest["items"]]
    assert said == [("whatsapp", "two"), ("telegram", "three"), ("whatsapp", "four")]
    first = (await anna.get(f"/people/{person}/history", limit=3, before=latest["before"])).json()
    assert [each["message"]["content"]["text"] for each in first["items"]] == ["one"]
    assert first["before"] is None
    for wrong in ("x", "e30", "WyJhIl0=", "eyJhIjoieCJ9"):
        assert (await anna.get(f"/people/{person}/history", before=wrong)).status_code == 422


async def test_nobody_reads_what_they_may_not_see(
    console: Console, anna: Browser, siobhan: Browser, backstage: Backstage
) -> None:
    await fill(backstage, hers=elsewhere(MARIA, PAYMENTS, name="Ada", phone="48500600700"))
    assert (await anna.send("POST", "/people/merge", {"conversations": [ADA, HERS]})).status_code == 404
    assert (await anna.get("/people/search", like=ADA, q="ada")).json() == []
    person = (await merged(siobhan))["id"]

    card = (await anna.get(f"/conversations/{ADA}/person")).json()
    hidden = next(each for each in card["members"] if each["conversation_id"] == HERS)
    assert (hidden["visible"], hidden["open"], hidden["operator"], hidden["customer"]) == (False, True, "maria", None)
    assert [each["conversation_id"] for each in card["sessions"]] == [ADA]
    seen = (await anna.get(f"/people/{person}/history")).json()["items"]
    assert {each["channel"] for each in seen} == {"telegram"}
    assert (await anna.send("POST", f"/people/{person}/split", {"conversation": ADA})).status_code == 403
    assert (await anna.send("POST", f"/people/{person}/split", {"conversation": HERS})).status_code == 404
    nobody = await console.sign_in("boris")
    assert (await nobody.get("/people/nobody/history")).status_code == 404


async def test_split_is_undone_for_those_who_see_both(siobhan: Browser, backstage: Backstage) -> None:
    await fill(backstage)
    person = (await merged(siobhan))["id"]
    answer = await siobhan.send("POST", f"/people/{person}/split", {"conversation": HERS})
    assert [each["conversation_id"] for each in answer.json()["members"]] == [HERS]
    again = await siobhan.send("POST", f"/people/{person}/split", {"conversation": HERS})
    assert again.status_code == 404
    alone = await siobhan.send("POST", "/people/merge", {"conversations": [ADA, ADA]})
    assert (alone.status_code, alone.json()["detail"]["field"]) == (422, "conversations")


async def test_who_holds_the_session_invites_to_another_channel(
    console: Console, anna: Browser, backstage: Backstage
) -> None:
    address = Address(channel="site", account="main", external_id="f00d")
    fresh = begin(address, Customer(name="f00d", language="en"), at=NOW)
    assert isinstance(fresh.session, WithBot)
    here = fresh.with_session(fresh.session.hand_off(DELIVERY, at=NOW).assign(ANNA.id, at=NOW))
    await backstage.begins(here)

    assert (await anna.get(f"/conversations/{here.id}/person")).json()["invites"] == ["telegram"]
    answer = await anna.does(here.id, "invite", {"channel": "telegram"})
    assert answer.status_code == 200, answer.text
    assert "https://t.me/" in answer.json()["last"]["text"]
    assert (await anna.does(here.id, "invite", {"channel": "carrier pigeon"})).json()["detail"]["field"] == "channel"
    assert (await anna.does(here.id, "verify-email", {"email": "a@b.org"})).json()["detail"]["field"] == "email"
    boris = await console.sign_in("boris")
    assert (await boris.does(here.id, "invite", {"channel": "telegram"})).status_code == 409


async def test_admins_decide_whether_it_happens_by_itself(admin: Browser, anna: Browser) -> None:
    assert (await admin.get("/joining")).json() == {"version": 0, "by_themselves": True}
    answer = await admin.send("PUT", "/joining", {"base": 0, "by_themselves": False})
    assert answer.json() == {"version": 1, "by_themselves": False}
    assert (await admin.send("PUT", "/joining", {"base": 0, "by_themselves": True})).status_code == 409
    assert (await anna.send("PUT", "/joining", {"base": 1, "by_themselves": True})).status_code == 403


def test_a_conversation_keeps_its_order_whatever_its_clock_said() -> None:
    late = talks(held(1), "first", "second")
    rows = [replace(late.journal[0], at=NOW + timedelta(days=1)), late.journal[1]]
    other = talks(held(2), "between", start=5).journal
    pages = {late.id: rows, ConversationId("b"): other}
    mine = [each.message.number for each in last_of(pages, 9) if each.conversation_id == late.id]
    assert mine == sorted(mine)
