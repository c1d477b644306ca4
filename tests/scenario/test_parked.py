"""What was set aside is handled again or dropped by an admin, and its conversation says so."""

import json
from collections.abc import AsyncIterator, Iterable
from urllib.parse import quote

import pytest

from bot.parked import NoLetter, Parked, StillUnreadable
from handoff.changes import Changes
from handoff.messages import Happening, Message, Side
from handoff.session import Waiting
from tests.backstage import Backstage
from tests.console import NIKOS, Browser, open_console
from tests.fakes.telegram import User
from tests.parts import address, said, texts_of, until

ADA = address().conversation_id
ANSWER = {"name": "answer", "topic": None}


@pytest.fixture
async def admin(backstage: Backstage) -> AsyncIterator[Browser]:
    async with open_console(backstage) as console:
        yield await console.sign_in(NIKOS.login)


@pytest.fixture
async def ada(backstage: Backstage) -> User:
    return await backstage.customer()


def parked(backstage: Backstage) -> Parked:
    changes = Changes(
        conversations=backstage.conversations, announcer=backstage.desk.announcer, books=backstage.books,
        clock=backstage.clock,
    )  # fmt: skip
    return Parked(
        letters=backstage.dead_letters, channels=backstage.channels, reception=backstage.reception, changes=changes,
        clock=backstage.clock,
    )  # fmt: skip


async def poisons(backstage: Backstage) -> str:
    """The bot breaks over a message; the id of the letter."""
    backstage.rasa.commands["poison"] = [ANSWER]
    async with backstage.working():
        await backstage.receives(said(1, "poison"))
        await until(backstage.idle)
    [letter] = await backstage.dead_letters.recent(10)
    return quote(letter.id, safe="")


async def gives_back_to_the_bot(backstage: Backstage) -> None:
    before = await backstage.conversation()
    assert isinstance(before.session, Waiting)
    await backstage.conversations.commit(before, before.with_session(before.session.give_back()))


def happened(thread: Iterable[Message]) -> list[Happening]:
    return [each.happening for each in thread if each.happening]


async def test_what_is_tried_again_after_its_cure_is_answered_and_said_once(
    backstage: Backstage, ada: User, admin: Browser
) -> None:
    letter = await poisons(backstage)
    await gives_back_to_the_bot(backstage)
    del backstage.rasa.commands["poison"]  # somebody mended what broke

    async with backstage.working():
        assert (await admin.send("POST", f"/dead-letters/{letter}/retry")).status_code == 204
        await until(backstage.idle)

    thread = await backstage.thread()
    assert texts_of(each for each in thread if each.side is Side.CUSTOMER) == ["poison"]
    assert ada.inbox[-1].text == "You said: poison"
    assert happened(thread)[-1] is Happening.TRIED_AGAIN
    assert next(each for each in thread if each.happening is Happening.TRIED_AGAIN).details == {"by": "Nikos"}
    assert await backstage.dead_letters.recent(10) == []
    assert (await admin.send("POST", f"/dead-letters/{letter}/retry")).status_code == 404


async def test_what_breaks_again_is_set_aside_again(backstage: Backstage, ada: User, admin: Browser) -> None:
    letter = await poisons(backstage)
    await gives_back_to_the_bot(backstage)

    async with backstage.working():
        assert (await admin.send("POST", f"/dead-letters/{letter}/retry")).status_code == 204
        await until(backstage.idle)

    thread = await backstage.thread()
    assert texts_of(each for each in thread if each.side is Side.CUSTOMER) == ["poison"]
    assert len(await backstage.dead_letters.recent(10)) == 1
    assert isinstance((await backstage.conversation()).session, Waiting), "a person has it again"


async def test_while_people_have_the_session_the_bot_stays_silent(
    backstage: Backstage, ada: User, admin: Browser
) -> None:
    letter = await poisons(backstage)
    del backstage.rasa.commands["poison"]
    heard = len(ada.inbox)

    async with backstage.working():
        assert (await admin.send("POST", f"/dead-letters/{letter}/retry")).status_code == 204
        await until(backstage.idle)

    assert len(ada.inbox) == heard
    assert isinstance((await backstage.conversation()).session, Waiting)


async def test_it_is_shown_as_it_came_and_dropped(backstage: Backstage, ada: User, admin: Browser) -> None:
    letter = await poisons(backstage)

    shown = (await admin.get(f"/dead-letters/{letter}")).json()
    assert (shown["conversation_id"], shown["error"]) == (ADA, "RuntimeError: The index is broken")
    assert '"poison"' in shown["raw"]
    assert (await admin.send("DELETE", f"/dead-letters/{letter}")).status_code == 204

    assert (await admin.get(f"/dead-letters/{letter}")).status_code == 404
    assert happened(await backstage.thread())[-1] is Happening.DROPPED
    assert texts_of(each for each in await backstage.thread() if each.side is Side.CUSTOMER) == ["poison"]


async def test_what_can_still_not_be_read_stays_and_says_why(backstage: Backstage, ada: User, admin: Browser) -> None:
    await backstage.dead_letters.park("here/1", ADA, '{"kind": "from another age"}', "ValueError", backstage.clock())

    answer = await admin.send("POST", "/dead-letters/here%2F1/retry")

    assert (answer.status_code, answer.json()["detail"]["code"]) == (409, "unreadable")
    assert len(await backstage.dead_letters.recent(10)) == 1


async def test_a_request_that_the_channel_can_read_by_now_becomes_what_it_was(backstage: Backstage, ada: User) -> None:
    person = {"id": 501, "is_bot": False, "first_name": "Ada"}
    message = {
        "message_id": 9,
        "date": 1795426200,
        "text": "hi",
        "from": person,
        "chat": {"id": 501, "type": "private"},
    }
    body = json.dumps({"update_id": 7, "message": message})
    await backstage.dead_letters.park("telegram:1", "telegram:?", body, "KeyError", backstage.clock())
    await backstage.dead_letters.park("telegram:2", "telegram:?", "[]", "No update", backstage.clock())

    async with backstage.working():
        await parked(backstage).retry("telegram:1", NIKOS)
        await until(backstage.idle)
    with pytest.raises(StillUnreadable):
        await parked(backstage).retry("telegram:2", NIKOS)
    with pytest.raises(NoLetter):
        await parked(backstage).drop("telegram:1", NIKOS)

    assert "hi" in texts_of(await backstage.thread())
