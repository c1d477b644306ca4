"""The supervisor's view: tallies and hands as they are, many passed on at once, and only what one oversees."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from handoff.conversation import Conversation
from handoff.messages import Content
from handoff.operator import Operator, Presence
from handoff.reasons import Reason
from handoff.session import Hold, Offer, Waiting, WithOperator
from handoff.sla.clock import Clock
from handoff.sla.policy import Target
from storage.redis.loads import Loads
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.parts import ANNA, BORIS, DELIVERY, MARIA, NOW, PAYMENTS, address, closed, held, waiting


@pytest.fixture
async def siobhan(console: Console) -> Browser:
    return await console.sign_in("siobhan")


def on_hold(customer: int, *, by: Operator) -> Conversation:
    taken = held(customer, by=by)
    assert isinstance(taken.session, WithOperator)
    hold = Hold(since=NOW, until=NOW + timedelta(hours=1), reason="asked the warehouse")
    return taken.with_session(taken.session.put_on_hold(hold))


def late(conversation: Conversation) -> Conversation:
    """With a first response that was due ten minutes ago."""
    due = NOW - timedelta(minutes=10)
    clock = Clock(
        target=Target.FIRST_RESPONSE, policy="gold", limit=timedelta(minutes=5), started_at=due - timedelta(minutes=5),
        since=due - timedelta(minutes=5), due_at=due, breached_at=due,
    )  # fmt: skip
    return conversation.with_handling(replace(conversation.handling, clocks=(clock,)))


async def fill(backstage: Backstage) -> None:
    loads = Loads(backstage.redis)
    for each in (
        waiting(1, since=NOW - timedelta(minutes=30)), late(waiting(2)), waiting(3, line=PAYMENTS), held(4, by=ANNA),
        late(held(5, by=ANNA)), on_hold(6, by=ANNA), held(7, by=MARIA, line=PAYMENTS),
    ):  # fmt: skip
        await loads.tell(await backstage.begins(each))


async def team(browser: Browser) -> tuple[dict[str, Any], dict[str, Any]]:
    answer = (await browser.get("/team")).json()
    lines = {each["id"]: each for each in answer["lines"]}
    return lines, {each["person"]["id"]: each for each in answer["people"]}


async def test_what_each_line_has_to_do(siobhan: Browser, backstage: Backstage) -> None:
    await fill(backstage)
    await backstage.operators.set_presence(ANNA.id, Presence.ONLINE)

    lines, _ = await team(siobhan)

    assert lines[DELIVERY] == {
        "id": "delivery", "waiting": 2, "oldest_since": "2026-11-23T09:00:00Z", "with_operators": 3, "on_hold": 1,
        "breached": 2, "online": 1,
    }  # fmt: skip
    assert (lines[PAYMENTS]["waiting"], lines[PAYMENTS]["with_operators"], lines[PAYMENTS]["breached"]) == (1, 1, 0)


async def test_what_each_operator_has_in_hand(siobhan: Browser, backstage: Backstage) -> None:
    await fill(backstage)

    _, people = await team(siobhan)

    anna = people["anna"]
    assert (anna["load"], anna["capacity"], len(anna["sessions"])) == (2, 5, 3), "what is on hold takes no room"
    by_id = {each["conversation_id"]: each for each in anna["sessions"]}
    assert by_id[address(5).conversation_id]["clock"]["light"] == "red"
    assert by_id[address(6).conversation_id]["hold"]["reason"] == "asked the warehouse"
    assert people["boris"]["sessions"] == []


async def test_who_supervises_a_line_sees_that_line_only(console: Console, backstage: Backstage) -> None:
    await fill(backstage)
    boris = await console.sign_in("boris")
    assert (await boris.get("/team")).status_code == 403
    found = await backstage.operators.get(BORIS.id)
    assert found is not None
    await backstage.operators.change(replace(found, supervises=frozenset({PAYMENTS})), base=found.version)

    lines, people = await team(boris)

    assert set(lines) == {PAYMENTS}
    assert set(people) >= {"maria"}
    assert "anna" not in people


async def test_many_are_passed_on_at_once_and_one_that_can_not_be_harms_none(
    siobhan: Browser, backstage: Backstage
) -> None:
    await fill(backstage)
    ids = [address(each).conversation_id for each in (4, 99, 5)]

    answer = await siobhan.send("POST", "/team/reassign", {"conversation_ids": ids, "to_operator": "boris"})

    assert [(each["conversation_id"], each["error"] is None) for each in answer.json()] == [
        (ids[0], True), (ids[1], False), (ids[2], True),
    ]  # fmt: skip
    assert [(await backstage.conversation(each)).operator for each in (4, 5)] == ["boris", "boris"]


async def test_all_that_somebody_has_goes_back_to_the_queue_or_to_another_line(
    siobhan: Browser, backstage: Backstage
) -> None:
    await fill(backstage)

    await siobhan.send("POST", "/team/reassign", {"from_operator": "anna", "to_queue": True})
    await siobhan.send("POST", "/team/reassign", {"from_operator": "maria", "to_line": DELIVERY})

    sessions = [(await backstage.conversation(each)).session for each in (4, 5, 6, 7)]
    assert all(isinstance(each, Waiting) and each.line == DELIVERY for each in sessions)


@pytest.mark.parametrize(
    "form",
    [
        {"to_queue": True},
        {"from_operator": "anna"},
        {"from_operator": "anna", "to_queue": True, "to_line": "payments"},
        {"from_operator": "anna", "conversation_ids": ["x"], "to_queue": True},
    ],
    ids=["which", "where", "two places", "two sources"],
)
async def test_a_move_of_nothing_or_to_nowhere_is_refused(siobhan: Browser, form: dict[str, Any]) -> None:
    assert (await siobhan.send("POST", "/team/reassign", form)).status_code == 422


async def test_a_supervisor_sends_home_who_forgot(console: Console, siobhan: Browser, backstage: Backstage) -> None:
    await backstage.operators.set_presence(ANNA.id, Presence.ONLINE)

    answer = await siobhan.send("POST", "/team/presence", {"operator": "anna", "presence": "offline"})

    assert (answer.json()["presence"], answer.json()["away_reason"]) == ("offline", "chosen")
    found = await backstage.operators.get(ANNA.id)
    assert found is not None
    assert (found.presence, found.presence_since) == (Presence.OFFLINE, NOW)


# -- what is on a row ----------------------------------------------------------------------------------------------


async def test_a_row_says_what_is_late_and_what_stops_a_clock(console: Console, backstage: Backstage) -> None:
    await fill(backstage)
    anna = await console.sign_in("anna")

    rows = {each["id"]: each for each in (await anna.get("/conversations", view="mine")).json()["items"]}

    [clock] = rows[address(5).conversation_id]["clocks"]
    assert (clock["target"], clock["light"], clock["left_seconds"]) == ("first_response", "red", -600)
    assert clock["due_at"] == "2026-11-23T09:20:00Z"


async def test_an_offer_is_listed_for_whom_it_is_made_and_declined_once(console: Console, backstage: Backstage) -> None:
    start = waiting(8)
    assert isinstance(start.session, Waiting)
    offer = Offer(operator=ANNA.id, until=NOW + timedelta(seconds=30), why=Reason(code="free"))
    await backstage.begins(start.with_session(start.session.offered(offer)))
    anna, boris = await console.sign_in("anna"), await console.sign_in("boris")

    [shown] = (await anna.get("/offers")).json()
    assert shown["session"]["offer"]["until"] == "2026-11-23T09:30:30Z"
    assert (await boris.get("/offers")).json() == []

    assert (await anna.does(start.id, "decline")).status_code == 200
    assert (await anna.get("/offers")).json() == []
    assert (await anna.does(start.id, "decline")).status_code == 409


async def test_a_hold_needs_a_reason_and_comes_off_by_hand(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held(9, by=ANNA).received(Content(text="?"), at=NOW))
    anna, where = await console.sign_in("anna"), address(9).conversation_id

    assert (await anna.does(where, "hold", {"reason": " "})).status_code == 422
    past = await anna.does(where, "hold", {"reason": "asked", "until": "2026-11-23T09:00:00Z"})
    assert (past.status_code, past.json()["detail"]["field"]) == (422, "until")
    put = await anna.does(where, "hold", {"reason": "asked", "until": "2026-11-23T12:00:00Z"})
    assert put.json()["session"]["hold"]["until"] == "2026-11-23T12:00:00Z"
    assert (await anna.get("/conversations", view="hold")).json()["counts"]["hold"] == 1
    assert (await anna.does(where, "resume")).json()["session"]["hold"] is None


async def test_an_unresolved_close_names_the_field_that_lacks(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held(9, by=ANNA))
    anna, where = await console.sign_in("anna"), address(9).conversation_id

    refused = await anna.does(where, "close", {"reason": "unresolved"})
    assert (refused.status_code, refused.json()["detail"]["field"]) == (422, "comment")
    assert refused.json()["detail"]["message"] == "Say what the customer was offered."

    closed = await anna.does(where, "close", {"reason": "unresolved", "comment": "a refund in March"})
    assert closed.json()["session"]["comment"] == "a refund in March"


async def test_how_people_did_in_a_period(siobhan: Browser, console: Console, backstage: Backstage) -> None:
    old = closed(1, by=ANNA, at=NOW - timedelta(days=8))
    for each in (old.reopened(at=NOW), closed(2, by=ANNA), closed(3, by=MARIA, line=PAYMENTS), waiting(4)):
        await backstage.begins(each)
    week = {"since": (NOW - timedelta(days=7)).isoformat(), "until": (NOW + timedelta(days=1)).isoformat()}

    rows = {each["operator"]: each for each in (await siobhan.get("/team/performance", **week)).json()}

    assert {who: row["closed"] for who, row in rows.items()} == {"anna": 1, "maria": 1}
    longer = {**week, "since": (NOW - timedelta(days=9)).isoformat()}
    assert (await siobhan.get("/team/performance", **longer)).json()[0]["closed"] == 2
    naive = await siobhan.get("/team/performance", since="2026-11-01T00:00:00", until="2026-11-02T00:00:00")
    assert (naive.status_code, naive.json()["detail"]["field"]) == (422, "since")
