"""What people send as one is one, however the messenger brings it. Numbers in brackets: the adapters' test list."""

import asyncio
import random

import pytest

from bot.channels.telegram import TelegramChannel
from bot.events import FromCustomer, Said, Wake
from handoff.ids import EventId
from handoff.messages import Message, Side
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.parts import held, said, texts_of

ID = held().id
ORDER = [3, 0, 9, 5, 7, 1, 8, 2, 6, 4]


async def heard(backstage: Backstage, ada: User, *captions: str, order: list[int] | None = None) -> list[FromCustomer]:
    """An album, as the channel reads it from the messenger's updates."""
    updates = ada.bot.updates.pending
    before = set(updates)
    await ada.sends_pictures(*captions, order=order)
    channel = backstage.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    return [event for known in updates if known not in before for event in channel._read_polled(updates[known].body())]


async def works(backstage: Backstage, *events: FromCustomer | Wake) -> None:
    handler = backstage.handler()
    for event in events:
        await handler.handle(event)
    await handler.postman.tidy_up(all_of_it=True)


async def wakes(backstage: Backstage) -> None:
    """As the scheduler does, when the time has come."""
    at = (await backstage.conversation()).wake_at
    assert at is not None
    backstage.clock.now = at
    await works(backstage, Wake(id=EventId(f"wake:{at}"), conversation_id=ID, at=at))


async def theirs(backstage: Backstage) -> list[Message]:
    return [each for each in await backstage.thread() if each.side is Side.CUSTOMER]


def pictures(message: Message) -> list[str]:
    return [each.provider_ref or "" for each in message.content.attachments]


async def test_ten_in_random_order_are_one_message_in_the_order_they_were_sent(backstage: Backstage, ada: User) -> None:
    """[5]"""
    await backstage.begins(held())
    events = await heard(backstage, ada, "", "The scratch", *[""] * 8, order=ORDER)

    await works(backstage, *events, *random.Random(5).sample(events, 4))
    assert await theirs(backstage) == [], "more may come"
    await wakes(backstage)

    [album] = await theirs(backstage)
    sent = sorted(events, key=lambda event: int(event.provider_id or 0) if isinstance(event, Said) else 0)
    assert pictures(album) == [each.content.attachments[0].provider_ref for each in sent if isinstance(each, Said)]
    assert album.content.text == "The scratch"
    assert len(album.part_ids) == 10
    assert all(each.file_id for each in album.content.attachments), "our own copies"
    assert (await backstage.conversation()).wake_at is None


async def test_one_that_comes_late_answers_its_album(backstage: Backstage, ada: User) -> None:
    """[5]"""
    await backstage.begins(held())
    *most, late = await heard(backstage, ada, "Two of them", "", "")
    await works(backstage, *most)
    await wakes(backstage)

    await works(backstage, late, late)

    [album, one_more] = await theirs(backstage)
    assert (len(pictures(album)), len(pictures(one_more))) == (2, 1)
    assert one_more.quote is not None
    assert (one_more.quote.message, one_more.quote.text) == (album.id, "Two of them")


async def test_what_is_said_next_comes_behind_the_album(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held())
    events = await heard(backstage, ada, "Look", "")

    await works(backstage, *events, said(900, "what do you say?"))

    assert texts_of(await theirs(backstage)) == ["Look", "what do you say?"]
    assert (await backstage.conversation()).wake_at is None


async def test_the_next_album_ends_the_one_before(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held())
    events = [*await heard(backstage, ada, "One", ""), *await heard(backstage, ada, "Two", "")]

    await works(backstage, *events)
    await wakes(backstage)

    assert [(each.content.text, len(pictures(each))) for each in await theirs(backstage)] == [("One", 2), ("Two", 2)]


async def test_an_album_is_answered_once_by_the_bot(backstage: Backstage, ada: User) -> None:
    events = await heard(backstage, ada, "", "", "")

    await works(backstage, *events)
    await wakes(backstage)

    assert len(ada.inbox) == 1


async def test_an_answer_or_a_sign_to_any_picture_is_to_the_album(backstage: Backstage, ada: User) -> None:
    await backstage.begins(held())
    events = await heard(backstage, ada, "Look", "", "")
    await works(backstage, *events)
    await wakes(backstage)
    [album] = await theirs(backstage)

    found = [await backstage.history.known_as(ID, each) for each in album.part_ids]

    assert {each.id for each in found if each} == {album.id}
    await backstage.history.edit(ID, album.part_ids[2], "", backstage.clock())
    assert (await theirs(backstage))[0].content.text == "Look"
    await backstage.history.edit(ID, album.part_ids[0], "Look here", backstage.clock())
    assert (await theirs(backstage))[0].content.text == "Look here"


async def test_killed_workers_lose_no_picture(backstage: Backstage, ada: User) -> None:
    """[3] Each event is handled by a worker that dies at some point of it, and again by another."""
    await backstage.begins(held())
    events = await heard(backstage, ada, "Look", "", "", "", order=[2, 0, 3, 1])
    for steps, event in enumerate(events):
        dying = asyncio.create_task(backstage.handler().handle(event))
        for _ in range(3 + 7 * steps):
            await asyncio.sleep(0)
        dying.cancel()
        await asyncio.gather(dying, return_exceptions=True)
        await works(backstage, event)
    await wakes(backstage)

    [album] = await theirs(backstage)
    assert len(pictures(album)) == len(set(pictures(album))) == 4


@pytest.mark.parametrize("state", ["kept", "lost"])
async def test_signs_are_shown_and_taken_away(backstage: Backstage, ada: User, state: str) -> None:
    await backstage.begins(held())
    await works(backstage, said(7, "Thanks"))
    ada.bot.updates.allowed = frozenset({"message_reaction"})
    channel = backstage.channels["telegram"]
    assert isinstance(channel, TelegramChannel)
    first = await ada.says("hm")
    await works(backstage, said(first, "hm"))

    for signs in [("👍", "🔥")] + ([()] if state == "lost" else []):
        await ada.reacts(first, *signs)
        for update in list(ada.bot.updates.pending.values()):
            await works(backstage, *channel._read_polled(update.body()))

    assert (await theirs(backstage))[-1].reactions == (("👍", "🔥") if state == "kept" else ())
