"""What scenarios of flows in the bot are told with."""

from datetime import timedelta
from typing import Any

from flows.model import Flow
from flows.replay.many import Dialogues
from handoff.conversation import Conversation
from handoff.messages import Happening, Message, Side
from storage.mongo.flow_records import MongoFlowRecords
from tests.backstage import Backstage
from tests.flow_world import flow, message
from tests.parts import NOW, texts_of, until

DAY = timedelta(days=1)
HAND_OFF = {"name": "hand_off", "reason": "asked", "topic": None}
ASK = {"kind": "question", "text": {"en": "Which order?"}, "answer": "number", "variable": "order", "retries": 1}


def triggered(step: str, *words: str, **more: Any) -> list[dict[str, Any]]:
    return [{"id": "words", "kind": "words", "words": words, "leads_to": step} | more]


def on_event(step: str, event: str, minutes: int = 0) -> list[dict[str, Any]]:
    return [{"id": "event", "kind": "event", "event": event, "minutes": minutes, "leads_to": step}]


async def publish(backstage: Backstage, *flows: Flow) -> None:
    for each in flows:
        draft = await backstage.flows.draft(each.id)
        version = await backstage.flows.save(each, {}, base=draft.version if draft else 0, by="nikos", at=NOW)
        await backstage.flows.publish(each.id, version=version, by="nikos", at=NOW)


async def hears(backstage: Backstage, *events: Any) -> Conversation:
    async with backstage.working():
        await backstage.receives(*events)
        await until(backstage.idle)
    return await backstage.conversation()


async def told(backstage: Backstage) -> list[str]:
    return texts_of(each for each in await backstage.thread() if each.side is Side.BOT and not each.note)


async def reports(backstage: Backstage, happening: Happening = Happening.FLOW) -> list[Message]:
    return [each for each in await backstage.thread() if each.happening is happening]


def orders() -> Flow:
    return flow(
        {
            "ask": ASK,
            "big": {"kind": "condition", "cases": [{"id": "big", "when": "order > 1000"}]},
            "person": {"kind": "handoff", "line": "payments", "card": ["order"]},
            "small": message("Number {{ order }} is on its way."),
        },
        "ask.next > big, big.case:big > person, big.otherwise > small, ask.failed > person",
        id="orders",
        triggers=triggered("ask", "my order"),
    )


async def passes(backstage: Backstage, time: timedelta) -> Conversation:
    """The clock moves, and the scheduler wakes whoever is due."""
    backstage.clock.move_on(time)
    await backstage.scheduler().wake_due()
    return await hears(backstage)


async def plays_again(backstage: Backstage) -> None:
    """Whatever the bot has recorded of a flow that is still the same leads the same way when it is played again."""
    records = MongoFlowRecords(backstage.db)
    for draft in await backstage.flows.drafts():
        if len(await backstage.flows.revisions(draft.flow.id)) != 1:
            continue
        found = await records.runs(draft.flow.id, since=NOW - DAY, until=NOW + 10 * DAY, limit=100)
        dialogues = Dialogues.of(found)
        played = dialogues.replayed(draft.flow, await backstage.flows.library(dialogues.revisions()))
        assert [(each.at_move, each.why) for each in played.different] == []
        assert (played.same, played.unreadable) == (len(found), 0)
