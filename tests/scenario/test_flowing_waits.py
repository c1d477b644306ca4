"""Flows that wait: for a time, for other systems, and over what is published meanwhile."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from bot.events import Called
from bot.flowing.outbox import Outbox
from bot.flowing.shelf import KEPT_SECONDS
from flows.effects import Call
from flows.happenings import CallFinished
from flows.model import Flow
from flows.words import FlowId
from handoff.ids import EventId
from handoff.messages import Side
from storage.mongo.conversations import MongoConversations
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.flow_world import flow, message
from tests.flowing import hears, orders, passes, plays_again, publish, told, triggered
from tests.parts import NOW, address, said, texts_of, until


@pytest.fixture(autouse=True)
async def _played_again(backstage: Backstage) -> AsyncIterator[None]:
    yield
    await plays_again(backstage)


async def test_a_wait_outlives_every_process(backstage: Backstage, ada: User) -> None:
    steps = {"first": message("Soon."), "wait": {"kind": "wait", "time": "PT10M"}, "then": message("Now.")}
    await publish(
        backstage, flow(steps, "first.next > wait, wait.next > then", triggers=triggered("first", "remind me"))
    )

    await hears(backstage, said(1, "remind me"))
    early = await passes(backstage, timedelta(minutes=9))
    late = await passes(backstage, timedelta(minutes=1))

    assert [len(each.standings) for each in (early, late)] == [1, 0]
    assert await told(backstage) == ["Soon.", "Now."]


async def test_while_one_flow_waits_another_may_begin(backstage: Backstage, ada: User) -> None:
    wait = {"wait": {"kind": "wait", "time": "PT10M"}, "then": message("How was it?")}
    later = flow(wait, "wait.next > then", id="later", triggers=triggered("wait", "bought"))
    await publish(backstage, later, orders())

    both = await hears(backstage, said(1, "I bought it"), said(2, "my order"))
    assert [each.flow for each in both.standings] == ["later", "orders"]
    now = await passes(backstage, timedelta(minutes=10))

    assert await told(backstage) == ["Which order?", "How was it?"]
    assert [each.flow for each in now.standings] == ["orders"]


def lookup(**more: Any) -> Flow:
    call = {"kind": "http", "url": "https://api.example.com/orders/1", "save": {"status": "response.body.status"}}
    steps = {"call": call | more, "done": message("It is {{ status }}."), "sorry": message("No idea.")}
    return flow(steps, "call.next > done, call.failed > sorry", id="lookup", triggers=triggered("call", "status"))


async def test_a_call_is_made_after_the_commit_and_its_answer_goes_on(backstage: Backstage, ada: User) -> None:
    await publish(backstage, lookup())
    at_the_call = []

    async def answer(effect: Call) -> CallFinished:
        at_the_call.append((await backstage.conversation()).standings[0].call)
        return CallFinished(call=effect.id, ok=True, status=200, body={"status": "packed"})

    backstage.systems.answer = answer
    async with backstage.working():
        await backstage.receives(said(1, "status"))
        await until(lambda: is_over(backstage))

    assert at_the_call[0] is not None  # it was in the database when the other system heard of it
    assert await told(backstage) == ["It is packed."]
    assert [call.id for call in backstage.systems.called] == ["telegram:main:501-1:1"]


async def is_over(backstage: Backstage) -> bool:
    return (await MongoConversations(backstage.db).load(address().conversation_id)) is not None and not (
        await backstage.conversation()
    ).standings


async def test_a_call_whose_worker_died_is_made_again_under_its_name(backstage: Backstage, ada: User) -> None:
    await publish(backstage, lookup())

    async def dies(effect: Call) -> CallFinished:
        raise RuntimeError("The process is gone, and with it the answer.")

    backstage.systems.answer = dies
    await hears(backstage, said(1, "status"))
    soon = await passes(backstage, timedelta(seconds=10))
    assert soon.standings[0].call  # it may still come

    async def answer(effect: Call) -> CallFinished:
        return CallFinished(call=effect.id, ok=True, status=200, body={"status": "packed"})

    backstage.systems.answer = answer
    backstage.clock.move_on(timedelta(seconds=20))
    await backstage.scheduler().wake_due()
    async with backstage.working():
        await until(lambda: is_over(backstage))

    first, second = backstage.systems.called
    assert first.id == second.id
    assert await told(backstage) == ["It is packed."]


async def test_a_call_is_made_though_the_worker_died_before_it(
    backstage: Backstage, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish(backstage, lookup())
    with monkeypatch.context() as death:
        death.setattr(Outbox, "send", lambda self, before, after: None)
        await hears(backstage, said(1, "status"))
    assert backstage.systems.called == []

    backstage.clock.move_on(timedelta(seconds=30))
    await backstage.scheduler().wake_due()
    async with backstage.working():
        await until(lambda: is_over(backstage))

    assert [call.id for call in backstage.systems.called] == ["telegram:main:501-1:1"]


async def test_an_answer_that_never_comes_is_a_failure(backstage: Backstage, ada: User) -> None:
    await publish(backstage, lookup())
    backstage.systems.answer = lambda effect: asyncio.Event().wait()  # type: ignore[assignment,return-value]

    await hears(backstage, said(1, "status"))
    await passes(backstage, timedelta(minutes=3))

    assert await told(backstage) == ["No idea."]


async def test_a_process_is_started_once_and_its_callback_goes_on(backstage: Backstage, ada: User) -> None:
    run = {"kind": "process", "process": "refund", "variable": "sum"}
    steps = {"run": run, "done": message("You get {{ sum }}.")}
    await publish(backstage, flow(steps, "run.next > done, run.failed > done", triggers=triggered("run", "refund")))

    async with backstage.working():
        await backstage.receives(said(1, "refund"))
        await until(lambda: called_off(backstage))
    await passes(backstage, timedelta(hours=2))
    call = backstage.systems.started[0].id
    done = Called(
        id=EventId(f"called:{call}"), conversation_id=address().conversation_id, at=NOW,
        result=CallFinished(call=call, ok=True, body="12 EUR"),
    )  # fmt: skip
    await hears(backstage, done, done)

    assert len(backstage.systems.started) == 1
    assert await told(backstage) == ["You get 12 EUR."]


async def called_off(backstage: Backstage) -> bool:
    """The other system has taken it, and that is known."""
    found = await MongoConversations(backstage.db).load(address().conversation_id)
    return bool(found and found.standings and found.standings[0].call is None)


def asking(text: str, **steps: Any) -> Flow:
    ask = {"kind": "question", "text": {"en": text}, "answer": "number", "variable": "n"}
    return flow(
        {"ask": ask, "done": message(f"{text} {{{{ n }}}}")}, "ask.next > done", triggers=triggered("ask", "go")
    )  # fmt: skip


async def test_who_is_in_a_revision_goes_on_with_it_until_moved_over(backstage: Backstage, ada: User) -> None:
    await backstage.customer(502)
    await publish(backstage, asking("Old"))
    await hears(backstage, said(1, "go"), said(1, "go", customer=502))
    await publish(backstage, asking("New"))
    by_revision = dict(await backstage.conversations.sessions_by_revision("main"))

    await hears(backstage, said(2, "1"))
    moved = await backstage.mover().move_over(FlowId("main"))
    await hears(backstage, said(2, "2", customer=502))

    assert (by_revision, moved) == ({1: 2}, 1)
    assert await told(backstage) == ["Old", "Old 1"]
    assert texts_of(each for each in await backstage.thread(502) if each.side is Side.BOT) == ["Old", "New 2"]


async def test_what_is_published_or_rolled_back_is_in_force_at_once(backstage: Backstage, ada: User) -> None:
    async with backstage.working():
        for number, version in enumerate(("First", "Second"), 1):
            await publish(backstage, asking(version))
            await asyncio.sleep(KEPT_SECONDS + 0.05)
            await backstage.receives(said(number * 2, "go"), said(number * 2 + 1, "1"))
            await until(backstage.idle)
        await backstage.flows.roll_back(FlowId("main"), 1, by="nikos", at=NOW)
        await asyncio.sleep(KEPT_SECONDS + 0.05)
        await backstage.receives(said(6, "go"))
        await until(backstage.idle)

    assert await told(backstage) == ["First", "First 1", "Second", "Second 1", "First"]
