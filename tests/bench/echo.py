"""Rasa's side of the wire where Rasa is not what is measured: says back what it hears, as quickly as can be."""

import sys

import orjson
from aiohttp import web

from nlu.rasa_client import PATH


async def _answer(request: web.Request) -> web.Response:
    said = orjson.loads(await request.read())["message"]
    understood = {"intent": "say", "confidence": 1.0, "ranking": []}
    answer = {"replies": [{"text": f"You said: {said}"}], "commands": [], "understood": understood}
    return web.Response(body=orjson.dumps(answer), content_type="application/json")


async def _alive(_: web.Request) -> web.Response:
    return web.json_response({"status": "ok"})


if __name__ == "__main__":
    app = web.Application()
    app.router.add_post(PATH, _answer)
    app.router.add_get("/webhooks/helpline/", _alive)
    app.router.add_get("/healthz", _alive)
    web.run_app(app, host="127.0.0.1", port=int(sys.argv[1]), print=None, access_log=None)
