"""The console's and the gateway's whole API under thousands of requests that nobody should send: see `api_fuzzing`.

HELPLINE_FUZZ says how many requests each operation gets; `make fuzz` sends many more than `make test`.
"""

import asyncio
import os
import sys
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import httpx
from cryptography.fernet import Fernet

from bot import web
from bot.app import App, open_app
from bot.demo import seed as demo
from bot.demo.flows import seed_flows
from bot.demo.people import PASSWORD
from handoff.ids import ConversationId, EventId, LineId, OperatorId
from handoff.person import How
from nlu.knowledge.files import read_articles
from storage.mongo.client import Database
from storage.processes import Server, free_port
from tests.api_fuzzing import Explorer, Someone, operations
from tests.parts import closed, conversation, held, person, waiting
from tests.world import ended, settings_for

EXAMPLES = int(os.environ.get("HELPLINE_FUZZ", "3"))
VICTIM = person("Victor", LineId("delivery"))
"""Whose account others may change: the others' must last until the end."""
ENDS = frozenset({"POST /api/logout"})
LINE = LineId("delivery")


async def furnish(app: App) -> Mapping[str, Sequence[Any]]:
    """A company at work; what is there, by the names that paths have for it."""
    with patch.object(demo, "read_articles", lambda folder: list(read_articles(folder))[:3]):
        await demo.seed(app)
    await app.library.refresh()
    await seed_flows(app)
    await app.operators.save(VICTIM)
    anna, admin = await app.operators.get(OperatorId("anna")), await app.operators.get(OperatorId("admin"))
    assert anna
    assert admin
    at = app.clock() - timedelta(hours=1)
    for start in (
        conversation(1, at=at), waiting(2, line=LINE, since=at), held(3, by=anna, line=LINE, at=at),
        held(4, by=admin, line=LINE, at=at), closed(5, by=anna, line=LINE, at=at),
    ):  # fmt: skip
        await app.conversations.commit(start, start)
    ids = [ConversationId(f"telegram:main:{number}") for number in range(1, 6)]
    for holder, which in ((anna, ids[2]), (admin, ids[3])):
        await app.desk.reply(which, holder, "On its way.", EventId(f"console:{which}:1"))
    file = await app.files.store(ids[2], "a.txt", "text/plain", b"words")
    joined = await app.joining().join(ids[2], ids[3], How.HAND, by=admin)
    articles = await app.articles.list()
    return {
        "conversation_id": [ids[3], *ids, "telegram:main:404"],
        "article": [each.id for each in articles[:3]],
        "id": ["order_status", "complaint", "no_such_flow"],
        "line_id": ["delivery", "payments"],
        "operator_id": [VICTIM.id],
        "person_id": [joined.id],
        "file_id": [file],
        "number": [1, 2],
        "index": [0, 1],
        "earlier": [1, 2],
        **dict.fromkeys(("version", "base"), (1, 1, 2, 3)),
        **dict.fromkeys(("line", "to_line"), ("delivery", "payments")),
        **dict.fromkeys(("operator", "to"), (VICTIM.id, "anna")),
        "language": ["en", "pl"],
        "chapter": ["routing", "priority", "sla"],
        "name": ["custom", "site", "email"],
    }


@asynccontextmanager
async def served(settings: dict[str, str], known: dict[str, Sequence[Any]]) -> AsyncIterator[str]:
    port = free_port()
    complete = settings_for(telegram_token="", rasa_url="http://127.0.0.1:9", port=port, **settings)
    async with open_app(complete) as app:
        known.update(await furnish(app))
        application, _ = web.build(app, with_gateway=True, with_console=True)
        serving = asyncio.create_task(web.serve(application, "127.0.0.1", port))
        try:
            yield f"http://127.0.0.1:{port}"
        finally:
            await ended([serving])


async def signed_in(base: str, login: str, share: float) -> Someone:
    async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
        for _ in range(200):
            try:
                answer = await client.post("/api/login", json={"login": login, "password": PASSWORD})
                break
            except httpx.ConnectError:
                await asyncio.sleep(0.05)
        assert answer.status_code == 200, answer.text
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
        return Someone(
            name=login, share=share, headers={"Cookie": cookie, "X-CSRF-Token": answer.json()["csrf"]}, spares=ENDS
        )


async def test_no_request_breaks_the_api_and_each_answer_is_declared(
    mongo: Database, redis: object, mongo_server: Server, redis_server: Server
) -> None:
    settings = {
        "mongo_url": mongo_server.url, "mongo_database": mongo.name, "redis_url": redis_server.url,
        "secrets_key": Fernet.generate_key().decode(), "custom_webhook_url": "http://127.0.0.1:9/hook",
        "custom_secret": "a secret of at least thirty-two signs",
    }  # fmt: skip
    known: dict[str, Sequence[Any]] = {}
    async with served(settings, known) as base:
        people = [
            await signed_in(base, "admin", 1),
            await signed_in(base, "anna", 0.4),
            Someone(name="nobody", headers={}, share=0.2),
        ]
        async with httpx.AsyncClient(base_url=base, trust_env=False) as client:
            document = (await client.get("/openapi.json")).json()
        labels = [each.label for each in operations(document)]
        explorer = Explorer(base=base, admin=people[0], document=document, known=known, examples=EXAMPLES)
        for someone in people:
            await asyncio.to_thread(explorer.explore, someone)
    report = f"{explorer.tried.total()} requests; {len(explorer.worked)} of {len(labels)} operations did as asked."
    sys.stdout.write(f"{report} By person: {dict(explorer.tried)}; by status: {dict(explorer.answered)}\n")
    assert not explorer.failures, "\n".join(f"{what}\n    {shown}" for what, shown in explorer.failures.items())
