"""The stand-in for the Bot API is strict where the real one is: what passes here passes there."""

import asyncio
import json
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from aiohttp import web
from telegram import Bot as OtherBot
from telegram import InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import Conflict

from tests.fakes.telegram import TelegramCloud, User
from tests.fakes.telegram.text import read_text

TOKEN = "10001:test"


@pytest.fixture
async def cloud() -> AsyncIterator[TelegramCloud]:
    async with TelegramCloud() as cloud:
        cloud.bot(TOKEN)
        yield cloud


@pytest.fixture
async def ada(cloud: TelegramCloud) -> User:
    ada = cloud.user(7, "Ada")
    await ada.starts()
    return ada


async def call(cloud: TelegramCloud, method: str, *, token: str = TOKEN, **params: Any) -> tuple[int, Any]:
    """Status and, of a success, the result, of a failure, its description."""
    async with httpx.AsyncClient() as client:
        response = await client.post(f"{cloud.base}/bot{token}/{method}", json=params)
    body = response.json()
    assert body["ok"] is (response.status_code == 200)
    assert body.get("error_code", 200) == response.status_code
    return response.status_code, body["result"] if body["ok"] else body["description"]


def button(text: str = "a", **action: str) -> dict[str, Any]:
    """A keyboard of one button."""
    return {"inline_keyboard": [[{"text": text, **action}]]}


TO_ADA: dict[str, Any] = {"chat_id": 7}
SAY: dict[str, Any] = {"chat_id": 7, "text": "x"}


@pytest.mark.parametrize(
    ("method", "params", "refusal"),
    [
        ("sendMessage", {"text": "x"}, "chat_id is empty"),
        ("sendMessage", {"chat_id": 8, "text": "x"}, "chat not found"),
        ("sendMessage", TO_ADA, "message text is empty"),
        ("sendMessage", {**TO_ADA, "text": " \n "}, "text must be non-empty"),
        ("sendMessage", {**TO_ADA, "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {**TO_ADA, "text": "🙂" * 2049}, "message is too long"),
        ("sendMessage", {**SAY, "reply_markup": []}, "object expected as reply markup"),
        ("sendMessage", {**SAY, "reply_markup": button(callback_data="ж" * 33)}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {**SAY, "reply_markup": button(callback_data="")}, "BUTTON_DATA_INVALID"),
        ("sendMessage", {**SAY, "reply_markup": button(url="nowhere")}, "BUTTON_URL_INVALID"),
        (
            "sendMessage",
            {**SAY, "reply_markup": button()},
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
        ),
        (
            "sendMessage",
            {**SAY, "reply_markup": {"inline_keyboard": [[{"text": "a", "callback_data": "a"}] * 9]}},
            "reply markup is too long",
        ),
        ("sendMessage", {**SAY, "reply_parameters": {"message_id": 99}}, "message to be replied not found"),
        ("sendMessage", {**SAY, "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "entity beginning at"),
        ("sendPhoto", TO_ADA, "there is no photo in the request"),
        ("sendPhoto", {**TO_ADA, "photo": "AgAC-unknown"}, "wrong file identifier/HTTP URL specified"),
        ("sendPhoto", {**TO_ADA, "photo": "x", "caption": "x" * 1025}, "message caption is too long"),
        ("sendLocation", {**TO_ADA, "latitude": 91, "longitude": 0}, "wrong latitude or longitude specified"),
        ("sendMediaGroup", {**TO_ADA, "media": [{"type": "photo"}]}, "album must contain from 2 to 10 items"),
        ("sendChatAction", {**TO_ADA, "action": "dancing"}, "wrong parameter action in request"),
        ("editMessageText", {**SAY, "message_id": 99}, "message to edit not found"),
        ("editMessageText", {**SAY, "message_id": 1}, "message can't be edited"),
        ("deleteMessage", {**TO_ADA, "message_id": 99}, "message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old and response timeout expired or query"),
        ("getFile", {"file_id": "AgAC-unknown"}, "invalid file_id"),
        ("setMyCommands", {"commands": [{"command": "Not OK", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setWebhook", {"url": "http://shop.example/hook"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ("setWebhook", {"url": "https://shop.example:8080/"}, "bad webhook: Webhook can be set up only on ports"),
        ("setWebhook", {"url": "https://a.example", "secret_token": "no spaces"}, "secret token contains unallowed"),
        ("setWebhook", {"url": "https://a.example", "secret_token": "x" * 257}, "secret token is too long"),
    ],
)  # fmt: skip
async def test_a_bad_request_is_refused_in_the_words_of_the_real_server(
    cloud: TelegramCloud, ada: User, method: str, params: dict[str, Any], refusal: str
) -> None:
    status, description = await call(cloud, method, **params)

    assert status == 400
    assert description.startswith(f"Bad Request: {refusal}")
    assert not ada.inbox


async def test_strangers_and_unknown_methods_are_turned_away(cloud: TelegramCloud, ada: User) -> None:
    assert await call(cloud, "getMe", token="10001:wrong") == (401, "Unauthorized")
    assert await call(cloud, "sendMoney") == (404, "Not Found: method not found")
    assert (await call(cloud, "GETME"))[1]["username"] == "helpline_bot"


async def test_nobody_is_written_to_who_did_not_start_or_has_left(cloud: TelegramCloud, ada: User) -> None:
    cloud.user(8, "Bea")
    assert await call(cloud, "sendMessage", chat_id=8, text="x") == (
        403, "Forbidden: bot can't initiate conversation with a user",
    )  # fmt: skip

    await ada.blocks()
    assert await call(cloud, "sendMessage", **SAY) == (403, "Forbidden: bot was blocked by the user")
    await ada.unblocks()
    assert (await call(cloud, "sendMessage", **SAY))[0] == 200


async def test_an_edit_that_changes_nothing_is_refused(cloud: TelegramCloud, ada: User) -> None:
    _, sent = await call(cloud, "sendMessage", **SAY, reply_markup=button(callback_data="b"))
    edit: dict[str, Any] = {"chat_id": 7, "message_id": sent["message_id"], "text": "x"}

    assert (await call(cloud, "editMessageText", **edit))[0] == 200, "it took the buttons away"
    status, description = await call(cloud, "editMessageText", **edit)

    assert (status, description.split(":")[1]) == (400, " message is not modified")
    assert (await ada.hears("x")).buttons == []


async def test_a_press_is_answered_once(cloud: TelegramCloud, ada: User) -> None:
    await call(cloud, "sendMessage", **SAY, reply_markup=button(callback_data="b"))
    press = await ada.presses("a")
    answer: dict[str, Any] = {"callback_query_id": press.query.id, "text": "x" * 201}

    assert await call(cloud, "answerCallbackQuery", **answer) == (400, "Bad Request: MESSAGE_TOO_LONG")
    assert await call(cloud, "answerCallbackQuery", **answer | {"text": "done"}) == (200, True)
    assert await press.answer() == "done"
    assert (await call(cloud, "answerCallbackQuery", **answer | {"text": "again"}))[0] == 400


async def test_updates_stay_until_confirmed_and_a_webhook_excludes_polling(cloud: TelegramCloud, ada: User) -> None:
    await ada.says("hello")
    _, first = await call(cloud, "getUpdates")
    _, again = await call(cloud, "getUpdates", offset=first[0]["update_id"])
    _, rest = await call(cloud, "getUpdates", offset=first[1]["update_id"])

    assert [len(first), len(again), len(rest)] == [2, 2, 1]
    assert first[1]["update_id"] == first[0]["update_id"] + 1

    await call(cloud, "setWebhook", url="https://shop.example/hook")
    status, description = await call(cloud, "getUpdates")
    assert (status, description.split(":")[0]) == (409, "Conflict")
    assert (await call(cloud, "getWebhookInfo"))[1]["pending_update_count"] == 1


async def test_a_new_poll_ends_the_one_that_waits(cloud: TelegramCloud, ada: User) -> None:
    first = asyncio.create_task(call(cloud, "getUpdates", offset=-1, timeout=20))
    assert (await first)[0] == 200
    offset = (await first)[1][-1]["update_id"] + 1

    first = asyncio.create_task(call(cloud, "getUpdates", offset=offset, timeout=20))
    await cloud.until(lambda: not cloud.bot(TOKEN).updates.pending)
    second = asyncio.create_task(call(cloud, "getUpdates", offset=offset, timeout=20))

    assert (await first)[0] == 409
    await ada.says("for the second")
    assert (await second)[1][0]["message"]["text"] == "for the second"


async def test_allowed_updates_are_remembered(cloud: TelegramCloud, ada: User) -> None:
    await call(cloud, "getUpdates", allowed_updates=["message"])
    await call(cloud, "getUpdates")
    await ada.blocks()
    await ada.unblocks()
    await ada.says("hello")

    _, updates = await call(cloud, "getUpdates")
    assert [kind for update in updates for kind in update if kind != "update_id"] == ["message", "message"]


async def test_strict_rates_allow_a_short_burst_in_a_chat_and_name_the_wait() -> None:
    async with TelegramCloud(strict_rates=True) as cloud:
        cloud.bot(TOKEN)
        ada = cloud.user(7)
        await ada.starts()
        answers = [await call(cloud, "sendMessage", **SAY) for _ in range(5)]

    assert [status for status, _ in answers] == [200, 200, 200, 429, 429]
    assert answers[-1][1] == "Too Many Requests: retry after 1"


@pytest.mark.parametrize(
    ("mode", "source", "text", "entities"),
    [
        ("HTML", "<b>🙂 hi</b> &lt;you&gt;", "🙂 hi <you>", [("bold", 0, 5)]),
        ("HTML", '<a href="https://a.example">a<i>b</i></a>', "ab", [("text_link", 0, 2), ("italic", 1, 1)]),
        ("MarkdownV2", r"*b _i_* 1\.5 `a.b`", "b i 1.5 a.b", [("bold", 0, 3), ("italic", 2, 1), ("code", 8, 3)]),
        ("MarkdownV2", "[a\\.b](https://a.example)", "a.b", [("text_link", 0, 3)]),
    ],
)  # fmt: skip
def test_markup_becomes_text_and_entities(
    mode: str, source: str, text: str, entities: list[tuple[str, int, int]]
) -> None:
    seen, found = read_text(source, mode, None, limit=4096, too_long="message is too long")

    assert seen == text
    assert [(entity["type"], entity["offset"], entity["length"]) for entity in found] == entities


@pytest.mark.parametrize(
    ("mode", "source", "refusal"),
    [
        ("HTML", "<b>open", 'Can\'t find end tag corresponding to start tag "b"'),
        ("HTML", "a <script>", 'Unsupported start tag "script" at byte offset 2'),
        ("HTML", "a < b > c", 'Unsupported start tag "" at byte offset 2'),
        ("HTML", "<b><i>x</b></i>", "Unmatched end tag at byte offset 7"),
        ("HTML", "x</b>", "Unexpected end tag at byte offset 1"),
        ("MarkdownV2", "a.b", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("MarkdownV2", "*open", "Can't find end of Bold entity at byte offset 0"),
        ("MarkdownV2", "[text](https://a.example) (why)", "Character '(' is reserved"),
    ],
)
async def test_bad_markup_is_refused(cloud: TelegramCloud, ada: User, mode: str, source: str, refusal: str) -> None:
    status, description = await call(cloud, "sendMessage", **TO_ADA, text=source, parse_mode=mode)

    assert status == 400
    assert description.startswith(f"Bad Request: can't parse entities: {refusal}")


async def test_a_webhook_that_fails_is_tried_again_and_may_answer_with_a_call(cloud: TelegramCloud, ada: User) -> None:
    seen: list[str] = []

    async def hook(request: web.BaseRequest) -> web.StreamResponse:
        seen.append((await request.json())["message"]["text"])
        if len(seen) < 4:
            return web.Response(status=500)
        return web.json_response({"method": "sendMessage", "chat_id": 7, "text": "by the way"})

    runner = web.ServerRunner(web.Server(hook, access_log=None), shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await call(cloud, "setWebhook", url="http://{}:{}/".format(*runner.addresses[0][:2]))
    await ada.says("second")

    await ada.hears("by the way")
    await cloud.until(lambda: not cloud.bot(TOKEN).updates.pending)
    assert seen == ["/start"] * 4 + ["second"]
    assert "500" in (await call(cloud, "getWebhookInfo"))[1]["last_error_message"]
    await runner.cleanup()


async def test_another_client_library_lives_with_it(cloud: TelegramCloud, ada: User) -> None:
    async with OtherBot(TOKEN, base_url=f"{cloud.base}/bot", base_file_url=f"{cloud.base}/file/bot") as bot:
        keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Take", callback_data="take:1")]])
        sent = await bot.send_message(7, "<b>New</b> session", parse_mode="HTML", reply_markup=keyboard)
        press = await ada.presses("Take")
        await bot.answer_callback_query(press.query.id, "Yours")
        await bot.edit_message_text("Taken", 7, sent.message_id)
        await bot.send_document(7, b"%PDF", filename="bill.pdf", caption="The bill")
        await bot.set_my_commands([("queue", "Who is waiting")])
        await ada.sends_photo(b"picture")
        newest = (await bot.get_updates())[-1].message
        assert newest
        data = await (await newest.photo[-1].get_file()).download_as_bytearray()
        await bot.set_webhook("https://shop.example/hook")
        with pytest.raises(Conflict):
            await bot.get_updates()

    assert await press.answer() == "Yours"
    assert [heard.text for heard in ada.inbox] == ["Taken", "The bill"]
    bill = ada.inbox[-1].raw["document"]
    assert (cloud.files.get(bill["file_id"]).data, bill["file_name"]) == (b"%PDF", "bill.pdf")
    assert bytes(data) == b"picture"


async def test_the_cloud_runs_alone_and_is_driven_by_http() -> None:
    root = Path(__file__).parents[2]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.fakes.telegram", "--port", "0", "--token", TOKEN,
        cwd=root, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout
    base = (await asyncio.wait_for(process.stdout.readline(), 20)).decode().split()[-1]
    async with httpx.AsyncClient(base_url=base) as client:
        await client.post("/control/start", json={"user": 7, "name": "Ada", "payload": "shop"})
        updates = (await client.get(f"/bot{TOKEN}/getUpdates")).json()["result"]
        inbox = asyncio.create_task(client.get("/control/inbox/7?wait=5"))
        await client.post(
            f"/bot{TOKEN}/sendMessage",
            data={
                "chat_id": 7,
                "text": "hello",
                "reply_markup": json.dumps(button("Go", callback_data="go")),
            },
        )
        heard = (await inbox).json()
        pressed = await client.post("/control/press", json={"user": 7, "button": "Go"})
        wrong = await client.post("/control/press", json={"user": 7, "button": "Stop"})
        calls = (await client.get("/control/calls?method=sendMessage")).json()
    process.send_signal(signal.SIGTERM)

    assert updates[0]["message"]["text"] == "/start shop"
    assert updates[0]["message"]["from"]["first_name"] == "Ada"
    assert [(one["text"], one["buttons"]) for one in heard] == [("hello", [["Go"]])]
    assert pressed.status_code == 200
    assert wrong.status_code == 400
    assert [(one["chat"], one["status"]) for one in calls] == [("7", 200)]
    assert abs(calls[0]["at"] - heard[0]["at"]) < 1
    assert await asyncio.wait_for(process.wait(), 10) == 0
