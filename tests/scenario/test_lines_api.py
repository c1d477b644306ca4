"""Lines over the API: edited under their version, refused field by field, archived when nothing needs them."""

import asyncio
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from bot import rules_changed
from tests.backstage import Backstage
from tests.console import IN_FORCE, Browser, Console
from tests.parts import DELIVERY, NOW, PAYMENTS, waiting


async def line(browser: Browser, line_id: str = DELIVERY) -> dict[str, Any]:
    found: dict[str, Any] = (await browser.get(f"/lines/{line_id}")).json()["value"]
    return found


async def save(browser: Browser, value: dict[str, Any], base: int | None = None) -> Any:
    form = {"base": value["version"] if base is None else base, "value": value}
    return await browser.send("PUT", f"/lines/{value['id']}", form)


def wrong(answer: Any) -> set[str]:
    assert answer.status_code == 422, answer.text
    return {each["field"] for each in answer.json()["detail"]["problems"]}


async def test_a_line_is_changed_as_a_whole_and_the_next_reader_sees_it(console: Console, admin: Browser) -> None:
    value = await line(admin)
    edited = {
        **value,
        "names": {"en": "Parcels"},
        "distribution": "push",
        "accept_within": 30,
        "hours": {"zone": "Europe/Warsaw", "week": {"0": [{"opens": "09:00", "closes": "12:00"}]}},
    }

    answer = await save(admin, edited)

    assert answer.status_code == 200, answer.text
    siobhan = await console.sign_in("siobhan")
    seen = await line(siobhan)
    assert (seen["names"], seen["accept_within"], seen["version"]) == ({"en": "Parcels"}, 30, value["version"] + 1)
    assert seen["hours"]["week"] == {"0": [{"opens": "09:00:00", "closes": "12:00:00"}]}
    short = {each["id"]: each for each in (await siobhan.get("/lines")).json()}
    assert (short[DELIVERY]["names"], short[DELIVERY]["distribution"]) == ({"en": "Parcels"}, "push")


async def test_who_saves_second_is_told_and_nothing_is_lost(admin: Browser) -> None:
    value = await line(admin)
    assert (await save(admin, {**value, "capacity": 7})).status_code == 200

    answer = await save(admin, {**value, "tier": 2})

    assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "stale")
    assert ((await line(admin))["capacity"], (await line(admin))["tier"]) == (7, 1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"names": {"en": " "}}, "names"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 101}, "capacity"),
        ({"tier": 4}, "tier"),
        ({"accept_within": 4}, "accept_within"),
        ({"accept_within": 3601}, "accept_within"),
        ({"takes_rest": False}, "takes_rest"),
        ({"escalates_to": "payments"}, "escalates_to"),
        ({"escalates_to": "delivery"}, "escalates_to"),
        ({"escalates_to": "nowhere"}, "escalates_to"),
        ({"overflow": {"after": 600, "to": "delivery"}}, "overflow.to"),
        ({"overflow": {"after": 0, "to": "payments"}}, "overflow.after"),
        ({"longest_hold": 0}, "longest_hold"),
        ({"order": ["free", "free"]}, "order"),
        ({"order": ["beauty"]}, "order.0"),
        ({"hours": {"zone": "Mars/Olympus"}}, "hours"),
        ({"hours": {"week": {"7": []}}}, "hours.week.7"),
        ({"hours": {"week": {"0": [{"opens": "09:00", "closes": "09:00"}]}}}, "hours.week.0.0"),
        (
            {"hours": {"week": {"0": [{"opens": "09:00", "closes": "13:00"}, {"opens": "12:00", "closes": "18:00"}]}}},
            "hours.week.0.1",
        ),
        ({"texts": {"farewell": {"en": "Bye"}}}, "texts.farewell"),
        ({"questions": [{"key": "order", "texts": {}}]}, "questions.0.texts"),
        ({"colour": "red"}, "colour"),
    ],
)
async def test_what_can_not_be_meant_is_refused_and_its_field_is_named(
    admin: Browser, change: dict[str, Any], field: str
) -> None:
    value = await line(admin)

    assert field in wrong(await save(admin, {**value, **change}))
    assert await line(admin) == value


async def test_tiers_only_rise_so_an_escalation_never_goes_in_a_circle(admin: Browser) -> None:
    above = {**await line(admin, PAYMENTS), "tier": 2}
    assert (await save(admin, above)).status_code == 200
    below = {**await line(admin), "escalates_to": PAYMENTS}
    assert (await save(admin, below)).status_code == 200

    back = {**await line(admin, PAYMENTS), "escalates_to": DELIVERY}

    assert wrong(await save(admin, back)) == {"escalates_to"}


async def test_a_new_line_has_an_id_of_its_own(admin: Browser) -> None:
    new = {"id": "facilities", "names": {"en": "Facilities"}, "internal": True}

    assert (await admin.send("POST", "/lines", {"base": 0, "value": new})).status_code == 201
    assert (await line(admin, "facilities"))["internal"] is True

    assert wrong(await admin.send("POST", "/lines", {"base": 0, "value": new})) == {"id"}
    odd = {**new, "id": "Front desk!"}
    assert wrong(await admin.send("POST", "/lines", {"base": 0, "value": odd})) == {"id"}


async def test_exactly_one_line_takes_the_rest(admin: Browser) -> None:
    await save(admin, {**await line(admin, PAYMENTS), "takes_rest": True})

    assert [(await line(admin, each))["takes_rest"] for each in (DELIVERY, PAYMENTS)] == [False, True]


async def test_a_line_that_somebody_still_needs_is_not_archived(admin: Browser, backstage: Backstage) -> None:
    await backstage.begins(waiting(line=PAYMENTS))

    busy = await admin.send("DELETE", f"/lines/{PAYMENTS}")
    rest = await admin.send("DELETE", f"/lines/{DELIVERY}")

    assert (busy.status_code, busy.json()["detail"]["code"]) == (409, "in_use")
    assert "1 open session" in busy.json()["detail"]["message"]
    assert (rest.status_code, rest.json()["detail"]["code"]) == (409, "in_use")


async def test_an_archived_line_keeps_its_name_and_gets_nothing_new(console: Console, admin: Browser) -> None:
    await save(admin, {**await line(admin), "overflow": {"after": 600, "to": PAYMENTS}})
    answer = await admin.send("DELETE", f"/lines/{PAYMENTS}")
    assert "the overflow of Delivery" in answer.json()["detail"]["message"]

    await save(admin, {**await line(admin), "overflow": None})
    assert (await admin.send("DELETE", f"/lines/{PAYMENTS}")).status_code == 200

    shown = {each["id"]: each for each in (await admin.get("/lines")).json()}
    assert (shown[PAYMENTS]["names"], shown[PAYMENTS]["archived"]) == ({"en": "Payments"}, True)


async def test_open_sessions_are_looked_at_again_by_the_new_rules(admin: Browser, backstage: Backstage) -> None:
    start = await backstage.begins(waiting())
    assert start.wake_at is None

    await save(admin, {**await line(admin), "reopen_within": 3600})

    assert (await backstage.conversation()).wake_at == NOW + IN_FORCE


async def test_a_session_that_was_committed_by_the_old_rules_meanwhile_is_looked_at_once_more(
    admin: Browser, backstage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await backstage.begins(waiting())
    slept = asyncio.Event()

    async def late_commit(seconds: float) -> None:
        alarm = {"wake_at": NOW + timedelta(hours=1), "updated_at": NOW + timedelta(milliseconds=5)}
        await backstage.db.conversations.update_one({}, {"$set": alarm})
        slept.set()

    monkeypatch.setattr(rules_changed, "asyncio", SimpleNamespace(sleep=late_commit))
    await save(admin, {**await line(admin), "reopen_within": 3600})

    assert slept.is_set()
    assert (await backstage.conversation()).wake_at == NOW + IN_FORCE
