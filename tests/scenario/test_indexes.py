"""No question of a working day is answered by reading a whole collection that grows with the customers."""

import re
from collections import defaultdict
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.events import Edited, Receipt
from handoff.ids import EventId, OperatorId
from handoff.ports import Carrier
from storage.mongo import client as mongo_client
from storage.mongo.client import Database
from storage.mongo.file_sweep import sweep
from storage.mongo.files import MongoFiles
from storage.processes import Server
from tests.asked import Asked, Question, reads_all
from tests.backstage import Backstage, open_backstage
from tests.console import Console, open_console
from tests.fakes.telegram import User
from tests.parts import ANNA, DELIVERY, NOW, address, closed, held, said, until, waiting

ADA = address(501).conversation_id
HAND_OFF = {"name": "hand_off", "reason": "asked", "topic": "delivery"}
FILTERS: tuple[dict[str, str], ...] = (
    {"q": "ada"},
    {"line": "delivery"},
    {"priority": "normal"},
    {"channel": "telegram"},
    {"channel": "telegram", "account": "main"},
    {"order": "due"},
    {"order": "turn"},
    {},
)
SMALL = {
    "articles", "article_versions", "audit", "canned", "chapters", "connections", "counters", "flow_drafts",
    "flow_revisions", "flow_systems", "lines", "operators", "operator_groups", "schema", "second_factors", "secrets",
    "templates", "vectors",
}  # fmt: skip
"""What staff write: a few hundred rows, which are read whole, or nearly so, on purpose."""


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
async def watched(
    mongo: Database, mongo_server: Server, redis: Redis, asked: Asked
) -> AsyncIterator[tuple[Backstage, Console]]:
    """A desk on a connection that is listened to."""
    client, db = mongo_client.connect(mongo_server.url, mongo.name, [asked])
    async with open_backstage(db, redis) as backstage, open_console(backstage) as console:
        yield backstage, console
    client.close()


async def talk(backstage: Backstage, console: Console, ada: User) -> None:
    """A customer is heard, handed over, answered, mended, and comes again."""
    anna, siobhan = await console.sign_in("anna"), await console.sign_in("siobhan")
    backstage.rasa.commands["a human"] = [HAND_OFF]
    async with backstage.working():
        await backstage.receives(said(1), said(1), said(2, "a human"))
        await until(backstage.idle)
        assert (await anna.does(ADA, "accept")).status_code == 200
        assert (await anna.replies(ADA, "It is on its way.")).status_code == 200
        await until(backstage.idle)
        receipt = Receipt(
            id=EventId("telegram:main:r"),
            address=address(501),
            at=NOW,
            sent_at=NOW,
            provider_id="1",
            state="read",
        )
        edited = Edited(
            id=EventId("telegram:main:e"), address=address(501), at=NOW, sent_at=NOW, provider_id="2", text="a person"
        )
        await backstage.receives(receipt, edited)
        await until(backstage.idle)
        assert (await siobhan.does(ADA, "close", {"reason": "solved"})).status_code == 200
        await backstage.receives(said(3, "still there?"))
        await until(backstage.idle)
    for number, start in enumerate((waiting(601), held(602), closed(603)), 1):
        await backstage.begins(start.received(said(number).content, at=NOW))


async def look(console: Console) -> None:
    """Everything that the console can show, and every list of the inbox."""
    for login in ("anna", "nikos"):
        browser = await console.sign_in(login)
        in_paths = defaultdict(lambda: "1", conversation_id=ADA, line_id=DELIVERY, operator_id=ANNA.id)
        for path, methods in console.app.openapi()["paths"].items():
            if "get" in methods:
                place = path.removeprefix("/api")
                for name in re.findall(r"\{(\w+)(?::\w+)?\}", place):
                    place = place.replace(f"{{{name}}}", in_paths[name])
                await browser.get(place)
        for view in ("mine", "hold", "waiting", "open", "bot", "closed"):
            for some in FILTERS:
                assert (await browser.get("/conversations", view=view, **some)).status_code == 200
        for params in ({"q": "ada lovelace"}, {}):
            assert (await browser.get("/people/search", like=ADA, **params)).status_code == 200


async def tidy(backstage: Backstage) -> None:
    """What nobody asks for, and is done all the time."""
    scheduler, later = backstage.scheduler(), NOW + timedelta(days=2)
    await scheduler.wake_due()
    await scheduler.repair_queues()
    await backstage.intake.waiting(later, limit=10)
    await backstage.conversations.due(later, 10, after=(ADA, NOW))
    await backstage.conversations.held_by(OperatorId("anna"))
    await backstage.conversations.wake_open(later, changed_since=NOW)
    await backstage.conversations.sessions_by_revision("flow")
    await backstage.conversations.flush_settled(older_than=timedelta())
    await backstage.loads.repair(backstage.conversations.at_desk())
    await backstage.notices.unsent(Carrier.EMAIL, 10)
    await backstage.people.showing(["phone:+48500600700"])
    files = MongoFiles(backstage.db, lambda: later)
    await files.store(ADA, "a.txt", "text/plain", b"words")
    await sweep(backstage.db, MongoFiles(backstage.db, lambda: later + timedelta(days=9)))


async def test_a_days_questions_have_indexes(watched: tuple[Backstage, Console], asked: Asked) -> None:
    backstage, console = watched
    await talk(backstage, console, await backstage.customer())
    await look(console)
    await tidy(backstage)
    asked_of_many = [each for each in asked.questions.values() if each.collection not in SMALL]

    assert {"conversations", "messages", "intake", "handled", "notices", "files"} <= {
        each.collection for each in asked_of_many
    }
    assert [each.shape for each in asked_of_many if await reads_all(backstage.db, each)] == []


@pytest.mark.parametrize(
    "filter_", [{"count": 3}, {"$or": [{"_id": "a"}, {"_id": "b"}]}, {"customer.name": {"$regex": "a"}}]
)
async def test_a_question_without_an_index_would_be_noticed(mongo: Database, filter_: dict[str, object]) -> None:
    assert await reads_all(mongo, Question(collection="conversations", filter=filter_, sort={}))
