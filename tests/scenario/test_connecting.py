"""Accounts of messengers, connected over the API while all is running: served at once, tested, changed, removed."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot import gateway
from bot.connecting.listening import Listeners
from handoff.ids import ConversationId
from handoff.messages import DeliveryState
from tests.backstage import TOKEN as MAIN_TOKEN
from tests.backstage import Backstage
from tests.console import Browser, Console, open_console
from tests.fakes.telegram import User
from tests.parts import PAYMENTS, until

TOKEN, OTHER_TOKEN = "20002:second-bot", "30003:third-bot"
WHATSAPP = {
    "settings": {"phone_number_id": "777"},
    "secrets": {"token": "EAAG-secret", "app_secret": "app-secret", "verify_token": "say-friend"},
}


def telegram(token: str = TOKEN, account: str = "shop", **changes: Any) -> dict[str, Any]:
    return {
        "kind": "telegram", "account": account, "title": "Shop", "settings": {}, "secrets": {"token": token},
        "line": None, "flows": [], "on": True,
    } | changes  # fmt: skip


def change(view: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """As the page sends it back, without secrets."""
    kept = {key: view[key] for key in ("title", "settings", "line", "flows", "on", "version")}
    return kept | {"secrets": {}} | changes


async def shown(admin: Browser, name: str) -> dict[str, Any]:
    items = (await admin.get("/channels")).json()["items"]
    found: dict[str, Any] = next(each for each in items if each["name"] == name)
    return found


@asynccontextmanager
async def running(backstage: Backstage, console: Console) -> AsyncIterator[None]:
    """Workers and a gateway that hold the console's roster, which follows what is stored."""
    await console.roster.open()
    backstage.channels = console.roster
    listeners = Listeners(
        channels=console.roster, intake=backstage.reception, ledger=backstage.ledger, aside=backstage.aside,
        redis=backstage.redis, clock=backstage.clock,
    )  # fmt: skip
    tasks = [asyncio.create_task(console.roster.keep()), asyncio.create_task(listeners.run())]
    try:
        async with backstage.working():
            yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def customer(backstage: Backstage, number: int = 801, token: str = TOKEN) -> User:
    return backstage.cloud.user(number, "Bella", bot=backstage.cloud.bot(token, username="shop_bot"))


async def test_a_second_bot_is_served_as_soon_as_it_is_connected(
    backstage: Backstage, console: Console, admin: Browser
) -> None:
    bella = customer(backstage)
    async with running(backstage, console):
        added = await admin.send("POST", "/channels", telegram(line=PAYMENTS))
        assert added.status_code == 201, added.text
        assert added.json()["webhook_url"].endswith("/channels/telegram-shop")

        await bella.says("Hello")
        await bella.hears()

        stored = await backstage.conversations.load(f"telegram:shop:{bella.id}")  # type: ignore[arg-type]
        assert stored is not None
        called = [call for call in backstage.cloud.called("sendMessage") if call.token == TOKEN]
        assert called, "The answer went out by another bot."

        async def healthy() -> bool:
            health = (await shown(admin, "telegram-shop"))["health"]
            return bool(health["state"] == "ok" and health["received_hour"] and health["sent_hour"])

        await until(healthy)


async def test_what_was_polled_is_kept_as_it_came_and_what_nobody_can_read_is_set_aside(
    backstage: Backstage, console: Console, admin: Browser
) -> None:
    bella = customer(backstage)
    async with running(backstage, console):
        await admin.send("POST", "/channels", telegram())
        await bella.sends(text="poison", entities="no list")
        await bella.says("Hello")
        await bella.hears()

    kept = [json.loads(each["body"]) for each in (await admin.get("/channels/telegram-shop/payloads")).json()["items"]]
    assert sorted(each["message"]["text"] for each in kept) == ["Hello", "poison"]
    [aside] = (await admin.get("/dead-letters")).json()
    assert (aside["conversation_id"], "known shape" in aside["error"]) == ("telegram-shop:?", True)
    raw = (await admin.get(f"/dead-letters/{aside['id']}")).json()["raw"]
    assert json.loads(raw)["message"]["text"] == "poison"
    again = await admin.send("POST", f"/dead-letters/{aside['id']}/retry")
    assert (again.status_code, again.json()["detail"]["code"]) == (409, "unreadable")


async def test_what_is_switched_off_sends_nothing_and_says_why(
    backstage: Backstage, console: Console, admin: Browser
) -> None:
    bella = customer(backstage)
    async with running(backstage, console):
        view = (await admin.send("POST", "/channels", telegram())).json()
        await bella.says("Hello")
        await bella.hears()
        off = await admin.send("PUT", "/channels/telegram-shop", change(view, on=False))
        assert off.json()["health"]["state"] == "off"
        stored = await backstage.conversations.load(f"telegram:shop:{bella.id}")  # type: ignore[arg-type]
        assert stored is not None

        after = await backstage.conversations.commit(stored, stored.bot_says("Still there?", at=backstage.clock()))
        await backstage.postman.deliver(after)

        last = (await backstage.history.page(after, before=None, limit=1))[0]
        assert last.delivery is not None
        assert (last.delivery.state, last.delivery.reason) == (
            DeliveryState.FAILED, "Not sent: This channel is switched off.",
        )  # fmt: skip


async def test_who_saves_second_is_told(backstage: Backstage, admin: Browser) -> None:
    view = (await admin.send("POST", "/channels", telegram())).json()
    assert (await admin.send("PUT", "/channels/telegram-shop", change(view, title="Our shop"))).status_code == 200

    answer = await admin.send("PUT", "/channels/telegram-shop", change(view, title="My shop"))

    assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "stale")
    assert (await admin.send("DELETE", "/channels/telegram-shop?version=1")).status_code == 409
    assert (await shown(admin, "telegram-shop"))["title"] == "Our shop"


async def test_a_secret_that_is_left_out_is_kept_and_none_is_ever_told(
    backstage: Backstage, console: Console, admin: Browser, caplog: pytest.LogCaptureFixture
) -> None:
    added = await admin.send("POST", "/channels", telegram())
    changed = await admin.send("PUT", "/channels/telegram-shop", change(added.json(), title="Our shop"))

    assert changed.json()["secrets_kept"] == ["token", "webhook_secret"]
    assert "telegram-shop" in console.roster, "It does not open with what is kept."
    told = [added.text, changed.text, (await admin.get("/channels")).text, (await admin.get("/channels/kinds")).text]
    rows = [await backstage.db[name].find().to_list(None) for name in ("connections", "secrets")]
    assert TOKEN not in "".join((*told, caplog.text, repr(rows), repr(console.roster.entries())))


async def test_an_account_is_connected_once(backstage: Backstage, admin: Browser) -> None:
    await admin.send("POST", "/channels", telegram())

    answer = await admin.send("POST", "/channels", telegram(account="another"))

    assert answer.status_code == 422
    assert "each account can be connected once" in answer.json()["detail"]["message"]
    taken = await admin.send("POST", "/channels", telegram(OTHER_TOKEN))
    assert taken.json()["detail"]["field"] == "account"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"kind": "pigeon"}, "kind"),
        ({"account": "No spaces"}, "account"),
        ({"secrets": {"token": "rubbish"}}, "settings.token"),
        ({"secrets": {}}, "settings.token"),
        ({"settings": {"colour": "red"}}, "settings.colour"),
        ({"line": "nowhere"}, "line"),
        ({"flows": ["nothing"]}, "flows"),
        ({"title": ""}, "title"),
    ],
)
async def test_what_does_not_fit_is_refused_with_its_place(admin: Browser, changes: Any, field: str) -> None:
    answer = await admin.send("POST", "/channels", telegram(**changes))

    assert (answer.status_code, answer.json()["detail"]["field"]) == (422, field)
    assert [each["name"] for each in (await admin.get("/channels")).json()["items"]] == []


async def test_the_test_button_asks_the_messenger(backstage: Backstage, admin: Browser) -> None:
    backstage.cloud.bot(TOKEN, username="shop_bot")

    right = await admin.send("POST", "/channels/test", {"kind": "telegram", "secrets": {"token": TOKEN}})
    wrong = await admin.send("POST", "/channels/test", {"kind": "telegram", "secrets": {"token": "9:unknown"}})
    await admin.send("POST", "/channels", telegram())
    kept = await admin.send("POST", "/channels/test", {"kind": "telegram", "name": "telegram-shop"})

    assert right.json() == {"ok": True, "who": "@shop_bot", "reason": None}
    assert wrong.json() == {"ok": False, "who": None, "reason": "Telegram does not accept the bot's token."}
    assert kept.json()["who"] == "@shop_bot"


async def test_a_wrong_token_shows_and_harms_nobody_else(
    backstage: Backstage, console: Console, admin: Browser
) -> None:
    bella = customer(backstage)
    async with running(backstage, console):
        await admin.send("POST", "/channels", telegram("9:unknown", "broken"))
        await admin.send("POST", "/channels", telegram())
        await bella.says("Hello")
        await bella.hears()

        async def told() -> bool:
            health = (await shown(admin, "telegram-broken"))["health"]
            return (health["state"], health["reason"]) == ("failing", "Telegram does not accept the bot's token.")

        await until(told)


async def test_without_a_key_nothing_is_stored(backstage: Backstage) -> None:
    async with open_console(backstage, secrets_key="") as console:
        admin = await console.sign_in("nikos")

        answer = await admin.send("POST", "/channels", telegram())

        assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "secrets_locked")
        assert "SECRETS_KEY" in answer.json()["detail"]["message"]
        assert (await admin.get("/channels")).json() == {"items": []}


async def test_the_environments_connection_is_shown_and_left_alone(backstage: Backstage) -> None:
    async with open_console(backstage, TELEGRAM_TOKEN=MAIN_TOKEN) as console:
        await console.roster.open()
        admin = await console.sign_in("nikos")
        view = await shown(admin, "telegram")

        answer = await admin.send("PUT", "/channels/telegram", change(view, version=1))
        twice = await admin.send("POST", "/channels", telegram(MAIN_TOKEN))

        assert (view["from_environment"], view["secrets_kept"]) == (True, ["token"])
        assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "from_environment")
        assert twice.status_code == 422


async def test_what_is_removed_is_gone_with_its_secrets(backstage: Backstage, console: Console, admin: Browser) -> None:
    await admin.send("POST", "/channels", telegram())

    gone = await admin.send("DELETE", "/channels/telegram-shop?version=1")
    assert (gone.status_code, gone.json()) == (200, {"warning": None})

    assert "telegram-shop" not in console.roster
    assert await backstage.db.secrets.count_documents({}) == 0
    assert (await admin.send("DELETE", "/channels/telegram-shop?version=1")).status_code == 404


async def test_whom_a_messenger_calls_is_told_to_it_and_taken_back(backstage: Backstage) -> None:
    """With an https address of our own Telegram calls us, with a secret that only it knows, until we are removed."""
    customer(backstage)
    bot, ours = backstage.cloud.bot(TOKEN), "https://help.example/channels/telegram-shop"

    def called() -> str | None:
        return bot.delivery.webhook.url if bot.delivery else None

    async with open_console(backstage, HELPLINE_PUBLIC_URL="https://help.example") as console:
        admin = await console.sign_in("nikos")
        async with running(backstage, console):
            for told, calls_then in ((None, None), ("Telegram has trouble", ours)):
                added = await admin.send("POST", "/channels", telegram())
                assert added.json()["webhook_url"] == ours
                await backstage.cloud.until(lambda: called() == ours)
                assert bot.delivery is not None
                assert len(bot.delivery.webhook.secret or "") > 30

                if told:
                    backstage.cloud.fail(method="deleteWebhook")
                gone = await admin.send("DELETE", "/channels/telegram-shop?version=1")

                assert (told or "") in (gone.json()["warning"] or "")
                assert (gone.json()["warning"] is None, called()) == (told is None, calls_then)
                assert "telegram-shop" not in console.roster


async def knows(backstage: Backstage, account: str) -> bool:
    return any(each.account == account for each in (await backstage.books.now()).connections)


async def test_what_no_rule_sends_elsewhere_goes_to_the_connections_line(
    backstage: Backstage, console: Console, admin: Browser
) -> None:
    bella = customer(backstage)
    backstage.rasa.commands["a person"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    async with running(backstage, console):
        await admin.send("POST", "/channels", telegram(line=PAYMENTS))
        await until(lambda: knows(backstage, "shop"))  # workers read connections anew three times a second
        await bella.says("a person")
        await bella.hears()

    stored = await backstage.conversations.load(ConversationId(f"telegram:shop:{bella.id}"))
    assert stored is not None
    assert stored.line == PAYMENTS


async def test_only_admins_see_connections_and_others_their_names(console: Console, admin: Browser) -> None:
    await admin.send("POST", "/channels", telegram())
    siobhan = await console.sign_in("siobhan")

    assert {(await siobhan.get(path)).status_code for path in ("/channels", "/channels/kinds")} == {403}
    names = (await siobhan.get("/channels/names")).json()
    assert {"channel": "telegram", "account": "shop", "title": "Shop"} in names


async def test_a_second_number_is_verified_and_heard_and_its_requests_are_kept(backstage: Backstage) -> None:
    async with open_console(backstage, HELPLINE_PUBLIC_URL="https://help.example") as console:
        admin = await console.sign_in("nikos")
        app = FastAPI()
        app.include_router(
            gateway.router(
                console.roster, backstage.reception, backstage.dead_letters, backstage.ledger, backstage.clock
            )
        )
        added = await admin.send(
            "POST", "/channels", {"kind": "whatsapp", "account": "eu", "title": "Europe", **WHATSAPP}
        )
        assert added.status_code == 201, added.text
        asked = {"hub.mode": "subscribe", "hub.verify_token": "say-friend", "hub.challenge": "1158"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as meta:
            right = await meta.get("/channels/whatsapp-eu", params=asked)
            wrong = await meta.get("/channels/whatsapp-eu", params={**asked, "hub.verify_token": "foe"})
            forged = await meta.post("/channels/whatsapp-eu", content=b"{}", headers={"X-Hub-Signature-256": "sha256="})
            nobody = await meta.get("/channels/whatsapp-us", params=asked)
            proof = {"x-hub-signature-256": "sha256=1", "via": "x"}
            await backstage.ledger.came("whatsapp-eu", proof, b'{"secret":"s"}', [])

        assert (right.text, wrong.status_code, forged.status_code, nobody.status_code) == ("1158", 403, 403, 404)
        kept = (await admin.get("/channels/whatsapp-eu/payloads")).json()["items"]
        assert [(each["headers"], json.loads(each["body"])) for each in kept] == [({"via": "x"}, {"secret": "…"})]


async def test_what_must_be_called_needs_a_public_address(admin: Browser) -> None:
    answer = await admin.send("POST", "/channels", {"kind": "whatsapp", "account": "eu", "title": "Europe", **WHATSAPP})

    assert answer.status_code == 422
    assert "HELPLINE_PUBLIC_URL" in answer.json()["detail"]["message"]
