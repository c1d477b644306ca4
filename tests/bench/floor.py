"""The least that any correct system must do with a message: check where it is from, recognise a repeat, keep it, answer
it. No conversation, no order, no queue, no history, no crash safety beyond the one document."""

import asyncio
import hmac
import os
import sys

import aiohttp
import orjson
import uvicorn
import uvloop
from fastapi import FastAPI, Request, Response

from storage.mongo.client import connect as connect_mongo
from storage.redis.client import connect as connect_redis
from tests.bench.cloud import SECRET


async def application() -> FastAPI:
    web = FastAPI()
    _, db = connect_mongo(os.environ["MONGO_URL"], "bench_floor")
    redis = connect_redis(os.environ["REDIS_URL"])
    send = f"{os.environ['TELEGRAM_API_BASE']}/bot1:floor/sendMessage"
    client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))

    @web.post("/channels/telegram")
    async def webhook(request: Request) -> Response:
        given = request.headers.get("x-telegram-bot-api-secret-token", "")
        if not hmac.compare_digest(given, SECRET):
            return Response(status_code=403)
        update = orjson.loads(await request.body())
        if not await redis.set(f"seen:{update['update_id']}", 1, nx=True, ex=86_400):
            return Response()
        message = update["message"]
        await db.messages.insert_one({"_id": f"m{update['update_id']}", **message})
        async with client.post(send, json={"chat_id": message["chat"]["id"], "text": "Thank you."}):
            return Response()

    @web.post("/inbound")
    async def inbound(request: Request) -> Response:
        """Of any messenger: a digest over the body, and the body kept by it."""
        body = await request.body()
        digest = hmac.new(SECRET.encode(), body, "sha256").hexdigest()
        if await redis.set(f"seen:{digest}", 1, nx=True, ex=86_400):
            await db.inbound.insert_one({"_id": digest, **orjson.loads(body)})
        return Response()

    return web


async def main(port: int) -> None:
    await uvicorn.Server(
        uvicorn.Config(await application(), host="127.0.0.1", port=port, log_level="warning", access_log=False)
    ).serve()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(main(int(sys.argv[1])))
