"""The staff's API: who gets in, who sees what, and what each route does and refuses."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff import access
from handoff.console import signing_in
from handoff.console.auth import LIFETIME
from handoff.console.signing_in import TRIES
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.messages import Content
from handoff.operator import Operator
from handoff.ports import Canned, View
from handoff.session import Closed, Hold, Waiting, WithBot, WithOperator
from storage.mongo.client import Database
from tests.backstage import Backstage
from tests.console import PASSWORD, Browser, Console, open_console
from tests.parts import (
    ANNA,
    BORIS,
    DELIVERY,
    MARIA,
    NOW,
    PAYMENTS,
    SIOBHAN,
    address,
    closed,
    conversation,
    held,
    waiting,
)

ADA = address(501).conversation_id


@pytest.fixture
async def anna(console: Console) -> Browser:
    return await console.sign_in("anna")


def code(response: Any) -> str:
    return str(response.json()["detail"]["code"])


# -- signing in ----------------------------------------------------------------------------------------------------


async def test_signing_in_tells_who_one_is(console: Console) -> None:
    browser = console.browser()
    answer = await browser.send("POST", "/login", {"login": "anna", "password": PASSWORD})

    assert answer.json()["name"] == "Anna"
    assert "password" not in answer.text
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "secure" not in cookie
    assert (await browser.get("/me")).json()["csrf"] == answer.json()["csrf"]


async def test_behind_https_the_cookie_stays_there(backstage: Backstage) -> None:
    async with open_console(backstage, secure=True) as console:
        answer = await console.browser().send("POST", "/login", {"login": "anna", "password": PASSWORD})

    assert "; secure" in answer.headers["set-cookie"].lower()


async def test_the_cookie_is_kept_only_as_its_hash(console: Console, anna: Browser, mongo: Database) -> None:
    token = anna.cookie.partition("=")[2]

    rows = [str(row) async for row in mongo.logins.find()]

    assert len(rows) == 1
    assert token not in rows[0]


@pytest.mark.parametrize(
    ("login", "password"), [("anna", "wrong"), ("nobody", PASSWORD), ("anna", PASSWORD.upper()), ("Anna", PASSWORD)]
)
async def test_a_wrong_login_and_a_wrong_password_sound_the_same(console: Console, login: str, password: str) -> None:
    answer = await console.browser().send("POST", "/login", {"login": login, "password": password})

    assert answer.status_code == 401
    assert answer.json()["detail"]["message"] == "Login or password is wrong."
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("form", [{}, {"login": "anna"}, {"login": "", "password": "x"}, {"login": "a" * 101}])
async def test_a_form_that_is_none_is_refused(console: Console, form: dict[str, str]) -> None:
    assert (await console.browser().send("POST", "/login", form)).status_code == 422


async def test_after_too_many_tries_even_the_right_password_has_to_wait(console: Console) -> None:
    browser = console.browser()
    for _ in range(TRIES):
        answer = await browser.send("POST", "/login", {"login": "anna", "password": "wrong"})
        assert answer.status_code == 401

    answer = await browser.send("POST", "/login", {"login": "anna", "password": PASSWORD})

    assert answer.status_code == 429
    assert code(answer) == "too_many_tries"


async def test_one_address_cannot_try_every_login(console: Console, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signing_in, "TRIES_OF_ADDRESS", 3)
    browser = console.browser()

    tries = [await browser.send("POST", "/login", {"login": f"guess {n}", "password": "x"}) for n in range(4)]

    assert [answer.status_code for answer in tries] == [401, 401, 401, 429]


async def test_who_signs_in_again_and_again_is_not_locked_out(console: Console) -> None:
    """An office shares one address, and people open and close their browsers."""
    for number in range(TRIES + 5):
        await console.sign_in(["anna", "boris"][number % 2])


async def test_a_login_ends_after_a_day_at_work(console: Console, anna: Browser, backstage: Backstage) -> None:
    backstage.clock.move_on(LIFETIME - timedelta(seconds=1))
    assert (await anna.get("/me")).status_code == 200

    backstage.clock.move_on(timedelta(seconds=1))
    answer = await anna.get("/me")
    assert (answer.status_code, code(answer)) == (401, "signed_out")


async def test_signing_out_ends_it_at_once_for_the_cookie_too(console: Console, anna: Browser) -> None:
    stolen = console.browser()
    stolen.client.cookies.update(anna.client.cookies)
    assert (await stolen.get("/me")).status_code == 200

    assert (await anna.send("POST", "/logout")).status_code == 204

    assert (await anna.get("/me")).status_code == 401
    assert (await stolen.get("/me")).status_code == 401


async def test_a_person_who_is_no_longer_there_is_signed_out(console: Console, anna: Browser, mongo: Database) -> None:
    await mongo.operators.delete_one({"_id": "anna"})

    assert (await anna.get("/me")).status_code == 401


# -- who may; see also `test_console_roles` and `test_line_limits` ---------------------------------------------------


async def test_what_is_the_supervisors_is_refused_to_operators(
    console: Console, anna: Browser, backstage: Backstage
) -> None:
    await backstage.dead_letters.park("1", ADA, "{}", "RuntimeError: broken", NOW)

    answer = await anna.get("/dead-letters")
    assert (answer.status_code, code(answer)) == (403, "role")

    [letter] = (await (await console.sign_in("siobhan")).get("/dead-letters")).json()
    assert letter == {
        "id": "1", "conversation_id": ADA, "error": "RuntimeError: broken", "parked_at": "2026-11-23T09:30:00Z",
    }  # fmt: skip


# -- what operators do ---------------------------------------------------------------------------------------------


async def test_two_who_accept_at_once_and_one_who_has_it(console: Console, backstage: Backstage) -> None:
    await backstage.begins(waiting())
    browsers = {"Anna": await console.sign_in("anna"), "Boris": await console.sign_in("boris")}

    answers = dict(
        zip(browsers, await asyncio.gather(*(each.does(ADA, "accept") for each in browsers.values())), strict=True)
    )

    [winner] = [name for name, answer in answers.items() if answer.status_code == 200]
    [loser] = [answer for answer in answers.values() if answer.status_code == 409]
    assert code(loser) == "already_taken"
    assert loser.json()["detail"]["by"] == winner
    assert (await backstage.conversation()).operator == winner.lower()


async def test_a_reply_that_is_sent_twice_is_one_message(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held())

    answers = await asyncio.gather(*(anna.replies(ADA, "hello", "abcd-1234") for _ in range(3)))

    assert {answer.status_code for answer in answers} == {200}
    assert [each.content.text for each in await backstage.thread()] == ["hello"]


@pytest.mark.parametrize(
    "form",
    [
        {"id": "abcd-1234", "text": ""},
        {"id": "abcd-1234", "text": " \n\t "},
        {"id": "abcd-1234", "text": "x" * 20_001},
        {"id": "short", "text": "hello"},
        {"id": "with spaces and more", "text": "hello"},
        {"text": "hello"},
        {"id": "abcd-1234", "text": "hello", "operator": "boris"},
    ],
    ids=["nothing", "blank", "too long", "short id", "odd id", "no id", "more than asked for"],
)
async def test_a_reply_that_is_none_is_refused(anna: Browser, backstage: Backstage, form: dict[str, str]) -> None:
    await backstage.begins(held())

    assert (await anna.does(ADA, "reply", form)).status_code == 422
    assert (await backstage.conversation()).version == 1


async def test_who_does_not_hold_it_can_not_speak_in_it(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held(by=ANNA))

    answer = await (await console.sign_in("boris")).replies(ADA, "hello")

    assert (answer.status_code, code(answer)) == (409, "not_yours")
    assert answer.json()["detail"]["by"] == "Anna"


async def test_a_session_from_the_queue_to_its_end(console: Console, anna: Browser, backstage: Backstage) -> None:
    start = await backstage.begins(waiting())
    await backstage.queues.sync(conversation(), start)

    async def state() -> str:
        return str((await anna.get(f"/conversations/{ADA}")).json()["session"]["state"])

    await anna.does(ADA, "accept")
    assert await backstage.queues.length(DELIVERY) == 0
    await anna.does(ADA, "note", {"id": "abcd-1111", "text": "angry"})
    await anna.replies(ADA, "hello")
    assert await state() == "with_operator"

    await anna.does(ADA, "give-back")
    boris = await console.sign_in("siobhan")
    assert (await boris.does(ADA, "accept")).status_code == 200
    await boris.does(ADA, "transfer", {"line": "delivery"})
    assert await state() == "waiting"
    assert await backstage.queues.length(DELIVERY) == 1

    await boris.does(ADA, "transfer", {"operator": "anna"})
    assert await state() == "with_operator"
    answer = await anna.does(ADA, "close", {"reason": "solved", "topic": "returns"})
    assert answer.json()["session"]["topic"] == "returns"
    assert await state() == "closed"
    answer = await anna.replies(ADA, "one more thing")
    assert (answer.status_code, code(answer)) == (409, "not_possible")

    thread = (await anna.get(f"/conversations/{ADA}/messages")).json()
    assert [each["happening"] for each in thread["items"] if each["side"] == "system"] == [
        "assigned", "given_back", "assigned", "transferred", "transferred", "closed",
    ]  # fmt: skip
    assert thread["more"] is False


@pytest.mark.parametrize("form", [{}, {"line": "payments", "operator": "boris"}], ids=["neither", "both"])
async def test_a_transfer_goes_to_a_line_or_to_a_person(
    anna: Browser, backstage: Backstage, form: dict[str, str]
) -> None:
    await backstage.begins(held())

    answer = await anna.does(ADA, "transfer", form)

    assert (answer.status_code, code(answer)) == (422, "choose_one")


@pytest.mark.parametrize("form", [{"line": "nowhere"}, {"operator": "nobody"}], ids=["line", "person"])
async def test_a_transfer_to_nowhere_is_refused(anna: Browser, backstage: Backstage, form: dict[str, str]) -> None:
    await backstage.begins(held())

    assert (await anna.does(ADA, "transfer", form)).status_code == 404
    assert (await backstage.conversation()).operator == ANNA.id


async def test_reading_makes_it_read(anna: Browser, backstage: Backstage) -> None:
    await backstage.begins(held().received(Content(text="?"), at=NOW))
    assert (await anna.get("/conversations", view="mine")).json()["items"][0]["unread"] == 1

    await anna.does(ADA, "seen")

    assert (await anna.get("/conversations", view="mine")).json()["items"][0]["unread"] == 0


# -- the inbox -----------------------------------------------------------------------------------------------------


async def fill(backstage: Backstage) -> list[Conversation]:
    """Some of every kind, of several people and lines, changed one after another."""
    kinds = [
        conversation(1), conversation(2), waiting(3), waiting(4, line=PAYMENTS), held(5, by=ANNA),
        held(6, by=BORIS), on_hold(13, by=ANNA), on_hold(14, by=BORIS),
        held(7, by=MARIA, line=PAYMENTS), held(8, by=ANNA, line=PAYMENTS), closed(9, by=ANNA),
        closed(10, by=MARIA, line=PAYMENTS), waiting(11), waiting(12),
    ]  # fmt: skip
    return [
        await backstage.begins(replace(each, updated_at=NOW + timedelta(minutes=number)))
        for number, each in enumerate(kinds)
    ]


def on_hold(customer: int, *, by: Operator) -> Conversation:
    taken = held(customer, by=by)
    assert isinstance(taken.session, WithOperator)
    hold = Hold(since=NOW, until=NOW + timedelta(hours=1), reason="asked the warehouse")
    return taken.with_session(taken.session.put_on_hold(hold))


STATES = {
    View.MINE: (WithOperator,),
    View.HOLD: (WithOperator,),
    View.WAITING: (Waiting,),
    View.OPEN: (Waiting, WithOperator),
    View.BOT: (WithBot,),
    View.CLOSED: (Closed,),
}


@pytest.mark.parametrize("who", [ANNA, MARIA, SIOBHAN], ids=lambda who: str(who.name))
@pytest.mark.parametrize("view", View)
async def test_a_list_shows_what_one_may_see_in_its_order(
    console: Console, backstage: Backstage, who: Operator, view: View
) -> None:
    everything = await fill(backstage)
    browser = await console.sign_in(who.login)

    shown = (await browser.get("/conversations", view=view.value)).json()

    wanted = [
        each
        for each in reversed(everything)
        if isinstance(each.session, STATES[view]) and access.may_see(who, each)
        and (view not in (View.MINE, View.HOLD) or (each.session.hold is not None) == (view is View.HOLD))
        and (view is not View.MINE or each.operator == who.id)
        and (view is not View.HOLD or who is SIOBHAN or each.operator == who.id)
    ]  # fmt: skip
    if view is View.WAITING:  # all alike: the first to come goes first, and of the same instant the lower id
        wanted.sort(key=lambda each: each.id)
    assert [row["id"] for row in shown["items"]] == [each.id for each in wanted]
    if view is not View.CLOSED and (who is SIOBHAN or view is not View.BOT):
        assert shown["counts"][view.value] == len(wanted)


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
async def test_pages_leave_nothing_out_and_show_nothing_twice(
    console: Console, backstage: Backstage, limit: int
) -> None:
    together = [await backstage.begins(waiting(number)) for number in range(5)]  # all came at the same instant
    later = await backstage.begins(waiting(9, since=NOW + timedelta(minutes=1)))
    browser = await console.sign_in("siobhan")

    seen: list[str] = []
    after = None
    while True:
        page = await browser.get("/conversations", view="waiting", limit=limit, **({"after": after} if after else {}))
        seen += [row["id"] for row in page.json()["items"]]
        after = page.json()["next"]
        if after is None:
            break

    assert seen[-1] == later.id
    assert sorted(seen[:-1]) == sorted(each.id for each in together)


@pytest.mark.parametrize("after", ["garbage", "ż", "aGVsbG8=", "MjAyNi0xMS0yMw=="])
async def test_a_page_after_nothing_is_refused(anna: Browser, after: str) -> None:
    answer = await anna.get("/conversations", after=after)

    assert (answer.status_code, code(answer)) == (422, "cursor")


@pytest.mark.parametrize("params", [{"limit": 0}, {"limit": 101}, {"view": "all"}, {"q": "x" * 201}])
async def test_a_list_that_does_not_exist_is_refused(anna: Browser, params: dict[str, Any]) -> None:
    assert (await anna.get("/conversations", **params)).status_code == 422


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ada", ["1"]), ("ADA L", ["1"]), ("леб", ["2"]), ("ЛЕБЕДЬ", ["2"]), ("+48 (600)", ["3"]), ("sofa?", ["1"]),
        ("nobody", []), (".*", []), ("", ["1", "2", "3"]), ("c++ #1 & ~2", ["3"]), ("[", []), ("\\", []),
    ],
)  # fmt: skip
async def test_a_search_looks_for_the_words_as_they_are(
    console: Console, backstage: Backstage, words: str, found: list[str]
) -> None:
    people = (
        (Customer(name="Ada Lovelace"), "Where is my sofa?"),
        (Customer(name="Ольга Лебедь", username="olga"), "Привет"),
        (Customer(name="Jan", phone="+48 (600) 1"), "C++ #1 & ~2"),
    )
    for number, (customer, text) in enumerate(people, 1):
        start = waiting(number).knowing(customer).received(Content(text=text), at=NOW)
        await backstage.begins(start)
    browser = await console.sign_in("anna")

    shown = (await browser.get("/conversations", view="waiting", q=words)).json()["items"]

    assert sorted(row["id"][-1] for row in shown) == found


async def test_a_list_of_one_line(console: Console, backstage: Backstage) -> None:
    await fill(backstage)
    siobhan, anna = await console.sign_in("siobhan"), await console.sign_in("anna")

    shown = (await siobhan.get("/conversations", view="open", line="payments")).json()["items"]
    assert sorted(row["id"].rpartition(":")[2] for row in shown) == ["4", "7", "8"]
    shown = (await anna.get("/conversations", view="waiting", line="payments")).json()["items"]
    assert shown == [], "another line's queue is not shown by asking for it"


async def test_the_thread_comes_in_pages(anna: Browser, backstage: Backstage) -> None:
    now = held()
    for number in range(1, 8):
        now = now.received(Content(text=str(number)), at=NOW)
    await backstage.begins(now)

    latest = (await anna.get(f"/conversations/{ADA}/messages", limit=4)).json()
    first = (await anna.get(f"/conversations/{ADA}/messages", limit=4, before=latest["items"][0]["number"])).json()

    assert [each["content"]["text"] for each in first["items"] + latest["items"]] == list("1234567")
    assert (latest["more"], first["more"]) == (True, False)
    assert (await anna.get(f"/conversations/{ADA}/messages", before=10**30)).status_code == 422


# -- files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "mime", "shown"),
    [
        ("диван.jpg", "image/jpeg", "inline"),
        ("note.ogg", "audio/ogg", "inline"),
        ('a"; evil=1.pdf', "application/pdf", "attachment"),
        ("page.html", "text/html", "attachment"),
        ("drawing.svg", "image/svg+xml", "attachment"),
    ],
)
async def test_a_customers_file_can_do_nothing_in_the_browser(
    console: Console, anna: Browser, backstage: Backstage, name: str, mime: str, shown: str
) -> None:
    await backstage.begins(held())
    file_id = await console.files.store(ADA, name, mime, b"<script>")

    answer = await anna.get(f"/files/{file_id}")

    assert answer.content == b"<script>"
    disposition = answer.headers["content-disposition"]
    assert disposition.startswith(f"{shown}; filename*=UTF-8''")
    assert '"' not in disposition
    assert "evil=" not in disposition
    assert answer.headers["content-type"] == (mime if shown == "inline" else "application/octet-stream")
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert "private" in answer.headers["cache-control"]


async def test_a_file_is_for_those_who_may_see_its_conversation(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held(by=ANNA, line=DELIVERY))
    file_id = await console.files.store(ADA, "a.jpg", "image/jpeg", b"x")

    assert (await (await console.sign_in("maria")).get(f"/files/{file_id}")).status_code == 404
    assert (await (await console.sign_in("siobhan")).get(f"/files/{file_id}")).status_code == 200
    assert (await console.browser().get(f"/files/{file_id}")).status_code == 401
    assert (await (await console.sign_in("anna")).get("/files/nothing")).status_code == 404


# -- the rest ------------------------------------------------------------------------------------------------------


async def test_lines_say_whether_they_are_open_and_how_many_wait(anna: Browser, backstage: Backstage) -> None:
    for number in range(2):
        await backstage.queues.sync(conversation(number), waiting(number))

    lines = {line["id"]: line for line in (await anna.get("/lines")).json()}

    assert lines["delivery"]["waiting"] == 2
    assert lines["payments"]["waiting"] == 0
    assert lines["delivery"]["open_now"] is True


async def test_colleagues_are_listed_without_their_secrets(anna: Browser) -> None:
    answer = await anna.get("/operators")

    assert {each["name"] for each in answer.json()} == {"Anna", "Boris", "Maria", "Nikos", "Siobhan"}
    assert "argon2" not in answer.text
    assert "telegram" not in answer.text


async def test_presence_is_ones_own(console: Console, anna: Browser) -> None:
    answer = await anna.send("PUT", "/me/presence", {"presence": "away"})
    assert answer.json()["presence"] == "away"

    presences = {each["name"]: each["presence"] for each in (await anna.get("/operators")).json()}
    assert presences["Anna"] == "away"
    assert presences["Boris"] == "offline"
    assert (await anna.send("PUT", "/me/presence", {"presence": "asleep"})).status_code == 422


async def test_canned_replies_are_listed(console: Console, anna: Browser) -> None:
    await console.canned.save(Canned(shortcut="bye", text="Have a good day!", language="en"))
    await console.canned.save(Canned(shortcut="bye", text="Miłego dnia!", language="pl"))
    await console.canned.save(Canned(shortcut="bye", text="Miłego dnia, do widzenia!", language="pl"))

    assert [(each["language"], each["text"]) for each in (await anna.get("/canned")).json()] == [
        ("en", "Have a good day!"), ("pl", "Miłego dnia, do widzenia!"),
    ]  # fmt: skip
