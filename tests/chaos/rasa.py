"""Rasa's side of the wire, where Rasa is not the point: says back what it hears; who asks for a person gets one."""

from typing import Any

from aiohttp import web

from nlu.rasa_client import PATH

PERSON = {"a person for my parcel": "delivery", "a person for my payment": "payment"}
"""What customers say to get somebody, and the topic by which their line is found."""
POISON = "something terrible"
"""The answer to this is too long for MongoDB, each time: an event that can't be handled."""
_TOO_LONG = "x" * 17_000_000


async def _answer(request: web.Request) -> web.Response:
    text = (await request.json())["message"]
    topic = next((topic for words, topic in PERSON.items() if words in text), None)
    understood: dict[str, Any] = {"intent": "person" if topic else "say", "confidence": 1.0, "ranking": []}
    reply = _TOO_LONG if POISON in text else f"You said: {text}"
    return web.json_response(
        {
            "replies": [] if topic else [{"text": reply}],
            "commands": [{"name": "hand_off", "topic": topic}] if topic else [],
            "understood": understood,
        }
    )


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


def serve_forever(port: int) -> None:
    app = web.Application()
    app.router.add_post(PATH, _answer)
    app.router.add_get("/webhooks/helpline/", _alive)
    web.run_app(app, host="127.0.0.1", port=port, print=None, access_log=None)
