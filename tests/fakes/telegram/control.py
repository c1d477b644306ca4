"""The cloud driven from outside its process: people's hands and eyes as a small JSON API.

POST /control/say {"user": 7, "text": "hello"}      also start, photo, document, voice, location, edit, press,
                                                   block, unblock; all take "bot" (a token) if there are several
GET  /control/inbox/7?after=12&wait=5              the bot's messages with a greater id, waiting for one
POST /control/throttle {"user": 7, "seconds": 3}   also fail, lose, delay, duplicate
GET  /control/calls?method=sendMessage             when each call came, to whom, and how it was answered
POST /control/forget                               clear the record of calls
"""

import json
from base64 import b64decode
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.telegram.users import User

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud


async def control(cloud: "TelegramCloud", request: web.BaseRequest, path: list[str]) -> web.Response:
    try:
        match request.method, path:
            case "GET", ["inbox", id]:
                asked = {"user": id, "bot": request.query.get("bot", "")}
                after, wait = int(request.query.get("after", 0)), float(request.query.get("wait", 0))
                return _answer(await _inbox(cloud, _user(cloud, asked), after, wait))
            case "GET", ["calls"]:
                return _answer(_calls(cloud, request.query.get("method", "")))
            case "POST", [verb]:
                asked = json.loads(await request.read() or b"{}")
                return _answer(await _act(cloud, verb, asked))
            case _:
                return _answer({"error": "no such thing to control"}, status=404)
    except (AssertionError, KeyError, TypeError, ValueError) as error:
        return _answer({"error": f"{type(error).__name__}: {error}"}, status=400)


async def _act(cloud: "TelegramCloud", verb: str, asked: dict[str, Any]) -> dict[str, Any]:
    match verb:
        case "forget":
            cloud.calls.clear()
        case "fail":
            cloud.fail(asked.get("times", 1), asked.get("status", 502), method=asked.get("method", "sendMessage"))
        case "lose":
            cloud.lose_answers(asked.get("times", 1), method=asked.get("method", "sendMessage"))
        case "delay":
            cloud.delay(asked["seconds"], asked.get("times", 1), method=asked.get("method", "sendMessage"))
        case "throttle":
            cloud.throttle(int(asked["user"]), asked["seconds"])
        case "duplicate":
            cloud.duplicate_next(asked.get("times", 1), bot=_user(cloud, asked).bot if "user" in asked else None)
        case _:
            return await _hand(_user(cloud, asked), verb, asked)
    return {}


async def _hand(user: User, verb: str, asked: dict[str, Any]) -> dict[str, Any]:
    match verb:
        case "user":
            return {"id": user.id}
        case "say":
            return {"message_id": await user.says(asked["text"], reply_to=asked.get("reply_to"))}
        case "start":
            return {"message_id": await user.starts(asked.get("payload", ""))}
        case "photo":
            data, caption = _data(asked, b"\xff\xd8\xff\xe0"), asked.get("text", "")
            return {"message_id": await user.sends_photo(data, caption=caption)}
        case "document":
            data, caption = _data(asked, b"%PDF-1.7"), asked.get("text", "")
            return {"message_id": await user.sends_document(asked["name"], data, caption=caption)}
        case "voice":
            return {"message_id": await user.sends_voice(_data(asked, b"OggS"))}
        case "location":
            return {"message_id": await user.shares_location(asked["latitude"], asked["longitude"])}
        case "edit":
            await user.edits(asked["message_id"], asked["text"])
        case "press":
            press = await user.presses(asked["button"])
            return {"query": press.query.id}
        case "block":
            await user.blocks()
        case "unblock":
            await user.unblocks()
        case _:
            raise ValueError(f"no such verb: {verb}")
    return {}


async def _inbox(cloud: "TelegramCloud", user: User, after: int, wait: float) -> list[dict[str, Any]]:
    try:
        await cloud.until(lambda: any(message.id > after for message in user.inbox), wait, "nothing came")
    except AssertionError:
        return []
    return [
        {"id": message.id, "text": message.text, "buttons": message.buttons, "at": message.at}
        for message in user.inbox
        if message.id > after
    ]


def _calls(cloud: "TelegramCloud", method: str) -> list[dict[str, Any]]:
    calls = cloud.called(method) if method else cloud.calls
    return [
        {
            "method": call.method,
            "at": call.at,
            "status": call.status,
            "chat": call.text("chat_id"),
            "text": call.text("text"),
        }
        for call in calls
    ]


def _user(cloud: "TelegramCloud", asked: dict[str, Any]) -> User:
    bot = cloud.bot(asked["bot"]) if asked.get("bot") else None
    name, language = asked.get("name") or f"User {asked['user']}", asked.get("language_code", "en")
    return cloud.user(int(asked["user"]), name, language, username=asked.get("username"), bot=bot)


def _data(asked: dict[str, Any], default: bytes) -> bytes:
    return b64decode(asked["base64"]) if "base64" in asked else default


def _answer(body: Any, status: int = 200) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")
