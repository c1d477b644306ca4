"""What a message asks of the databases, command by command, and why. More is a decision, and is made here.

Left out is what does not grow with the messages: rules, flows and connections are read again three times a second at
most, a channel's health is written five times a second at most, a worker asks for work for thirty-two at a time, and
connections greet when they are opened.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from bot import gateway
from bot.channels.telegram import TelegramChannel, TelegramSettings
from handoff.ids import EventId
from storage.mongo import client as mongo_client
from storage.mongo.client import Database
from storage.processes import Server
from storage.redis import loads, mailbox, pace, queues
from storage.redis.pace import RedisPace
from tests.asked import Asked
from tests.backstage import SECRET, TOKEN, Backstage, open_backstage
from tests.parts import ANNA, NOW, address, conversation, held, said, until

READ_NOW_AND_THEN = {"lines", "operators", "connections", "chapters", "counters", "flow_drafts", "flow_revisions"}
FOR_MANY = {"xreadgroup", "xautoclaim", "xgroup", "scard", "hello", "client"}
SCRIPTS = {
    hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest(): f"{module.__name__.rpartition('.')[2]}{name}"
    for module in (mailbox, queues, loads, pace)
    for name, text in vars(module).items()
    if isinstance(text, str)
}

# Together: in one round trip, and one sync to disk, with the same of all other messages of the moment.
# Later: nobody waits for it.
COMES_IN = {
    "insert payloads": (1, "what the messenger sent, for people to look at; together"),
    "insert intake": (1, "the event, before the messenger hears 200; together"),
    "mailbox_POST": (1, "its place in the conversation's order, and a call to whichever worker is free"),
}
IS_HANDLED = {
    "xrange": (1, "the oldest events of the conversation"),
    "find conversations": (1, "what is decided upon"),
    "update conversations": (
        2,
        "the decision, if nobody was faster; and, unless more is said, the journal emptied later",
    ),
    "publish": (1, "open screens hear of it"),
    "insert messages": (1, "the history; together"),
    "xdel": (1, "the event leaves its mailbox"),
    "hdel": (1, "and so does the count of its failures, in the same round trip"),
    "mailbox_REST": (1, "the conversation is free, unless something has come meanwhile"),
    "insert handled": (1, "the event need not be looked for again; together, later"),
}
IS_SENT = {
    "pace_TURN": (1, "the chat's and the bot's place in what the messenger takes"),
    "insert sends": (1, "that this try begins, so that a call whose end nobody knows is not made again; together"),
    "publish": (1, "open screens hear what became of it"),
}
IS_WRITTEN_BY_STAFF = {
    "find conversations": (1, "what is decided upon, by the console"),
    "update conversations": (1, "the decision: whoever was slower hears so at once"),
    "publish": (1, "open screens hear of it"),
    "mailbox_POST": (1, "a worker sends it, since only workers speak to messengers"),
}


@dataclass(slots=True, kw_only=True)
class Desk:
    backstage: Backstage
    web: httpx.AsyncClient
    asked: Asked
    redis: Redis

    async def says(self, number: int, text: str) -> None:
        person = {"id": 501, "first_name": "Ada"}
        message = {
            "message_id": number, "date": int(NOW.timestamp()), "text": text,
            "chat": {**person, "type": "private"}, "from": {**person, "is_bot": False, "language_code": "en"},
        }  # fmt: skip
        response = await self.web.post(
            "/channels/telegram",
            json={"update_id": number, "message": message},
            headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
        )
        assert response.status_code == 200

    async def replies(self, text: str) -> None:
        await self.backstage.desk.reply(address(501).conversation_id, ANNA, text, EventId(text))

    async def costs(self, happens: Callable[[], Awaitable[object]]) -> Mapping[str, int]:
        """Of all that comes of it, until it is forgotten."""
        commands: Counter[str] = Counter()
        async with self._listening(commands):
            self.asked.commands.clear()
            async with self.backstage.working():
                await happens()
                await until(self.backstage.idle)
        commands.update(each for each in self.asked.commands if each.partition(" ")[2] not in READ_NOW_AND_THEN)
        return commands

    @asynccontextmanager
    async def _listening(self, commands: Counter[str]) -> AsyncIterator[None]:
        ended = asyncio.Event()

        async def listen() -> None:
            async for heard in monitor.listen():
                name, *words = str(heard["command"]).split()
                if name == "ECHO":
                    ended.set()
                elif (
                    heard["client_type"] != "lua" and name.lower() not in FOR_MANY and "channel:" not in "".join(words)
                ):
                    commands[SCRIPTS.get(words[0], "a script") if name == "EVALSHA" else name.lower()] += 1

        async with self.redis.monitor() as monitor, asyncio.TaskGroup() as beside:
            listening = beside.create_task(listen())
            yield
            await self.redis.echo("the end")
            await ended.wait()
            listening.cancel()


@pytest.fixture
async def desk(mongo: Database, mongo_server: Server, redis: Redis) -> AsyncIterator[Desk]:
    asked = Asked()
    client, db = mongo_client.connect(mongo_server.url, mongo.name, [asked])
    async with open_backstage(db, redis) as backstage:
        settings = TelegramSettings(
            token=TOKEN, api_base=backstage.cloud.base, webhook_secret=SECRET, patience=timedelta(seconds=5)
        )
        telegram = TelegramChannel(settings, pace=RedisPace(redis))
        await telegram.open()
        backstage.channels["telegram"] = telegram
        await backstage.customer()
        app = FastAPI()
        parts = (backstage.reception, backstage.dead_letters, backstage.ledger, backstage.clock)
        app.include_router(gateway.router(backstage.channels, *parts))
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://gateway") as web:
            yield Desk(backstage=backstage, web=web, asked=asked, redis=redis)
        await telegram.close()
    client.close()


def together(*parts: Mapping[str, tuple[int, str]]) -> Mapping[str, int]:
    allowed: Counter[str] = Counter()
    for part in parts:
        allowed.update({command: count for command, (count, _) in part.items()})
    return allowed


async def test_what_a_customer_writes_to_an_operator(desk: Desk) -> None:
    await desk.backstage.begins(held(501))
    await desk.costs(lambda: desk.says(1, "hello"))

    assert await desk.costs(lambda: desk.says(2, "are you there?")) == together(COMES_IN, IS_HANDLED)


async def test_what_the_bot_answers(desk: Desk) -> None:
    await desk.backstage.begins(conversation(501))
    await desk.costs(lambda: desk.says(1, "hello"))

    assert await desk.costs(lambda: desk.says(2, "what a day")) == together(COMES_IN, IS_HANDLED, IS_SENT)


async def test_what_an_operator_writes(desk: Desk) -> None:
    await desk.backstage.begins(held(501))
    await desk.costs(lambda: desk.replies("Hello!"))

    # The worker has nothing to decide: it reads, sends, and empties the journal.
    handled = {**IS_HANDLED, "update conversations": (1, "the journal emptied, later")}
    del handled["publish"]
    assert await desk.costs(lambda: desk.replies("It is on its way.")) == together(
        IS_WRITTEN_BY_STAFF, handled, IS_SENT
    )


async def test_a_burst_is_stored_at_once_and_its_journal_emptied_once(desk: Desk) -> None:
    await desk.backstage.begins(held(501))
    await desk.costs(lambda: desk.says(1, "hello"))

    async def burst() -> None:
        await desk.backstage.receives(*(said(number) for number in range(2, 12)))

    costs = await desk.costs(burst)

    assert costs["insert intake"] == 1
    assert costs["find conversations"] == costs["xdel"] == 10
    assert costs["update conversations"] == 10 + 1
