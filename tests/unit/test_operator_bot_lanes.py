"""Updates keep their order in a chat, wait for no other chat, and are forgotten when they are handled."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from telegram import CallbackQuery, Chat, InaccessibleMessage, Message, Update, User

from bot.operator_bot.lanes import Lanes, message_of, spot_of
from bot.operator_bot.spot import Spot

SOON = timedelta(seconds=0.02)
LONG = timedelta(seconds=2)


class Desk:
    """Handles updates; those of a chat that is stuck wait."""

    def __init__(self) -> None:
        self.handled: list[list[int]] = []
        self.stuck: dict[int, asyncio.Event] = {}

    async def __call__(self, updates: Sequence[Update]) -> None:
        chat = updates[0].effective_chat
        assert chat is not None
        if chat.id in self.stuck:
            await self.stuck[chat.id].wait()
        self.handled.append([each.update_id for each in updates])


def update(id: int, chat: int = 1, *, topic: int = 0, album: str | None = None) -> Update:
    kind = Chat.PRIVATE if chat > 0 else Chat.SUPERGROUP
    message = Message(
        message_id=id, date=datetime(2026, 3, 2, tzinfo=UTC), chat=Chat(id=chat, type=kind), media_group_id=album,
        message_thread_id=topic or None, is_topic_message=bool(topic),
    )  # fmt: skip
    return Update(update_id=id, message=message)


async def test_a_chat_keeps_its_order_and_waits_for_no_other() -> None:
    desk = Desk()
    desk.stuck[1] = asyncio.Event()
    lanes = Lanes(desk, SOON)
    lanes.put([update(10, 1), update(11, 2), update(12, 1), update(13, 2)])
    await lanes.rest(SOON)
    assert desk.handled == [[11], [13]]
    assert lanes.offset == 10, "Telegram shows it again to who comes after us"
    desk.stuck[1].set()
    await lanes.rest(LONG)
    assert desk.handled[2:] == [[10], [12]]
    assert lanes.offset == 14


async def test_topics_of_a_group_do_not_wait_for_each_other() -> None:
    desk = Desk()
    lanes = Lanes(desk, LONG)
    lanes.put([update(10, -1, topic=5, album="a"), update(11, -1, topic=6)])
    await lanes.rest(SOON)
    assert desk.handled == [[11]]
    await lanes.stop()


def test_a_press_on_an_old_message_is_known_by_its_chat() -> None:
    group, eve = Chat(id=-1, type=Chat.SUPERGROUP), User(id=7, first_name="Eve", is_bot=False)
    old = InaccessibleMessage(chat=group, message_id=5)
    press = Update(update_id=1, callback_query=CallbackQuery(id="1", from_user=eve, chat_instance="1", message=old))
    message = message_of(press)
    assert message is not None
    assert spot_of(message) == Spot(-1)


async def test_what_is_shown_again_while_it_is_in_hand_is_done_once() -> None:
    desk = Desk()
    desk.stuck[1] = asyncio.Event()
    lanes = Lanes(desk, SOON)
    lanes.put([update(10, 1), update(11, 2)])
    await lanes.rest(SOON)
    lanes.put([update(10, 1), update(11, 2), update(12, 2)])
    desk.stuck[1].set()
    await lanes.rest(LONG)
    assert sorted(desk.handled) == [[10], [11], [12]]


async def test_an_album_that_comes_in_pieces_is_one() -> None:
    desk = Desk()
    lanes = Lanes(desk, timedelta(seconds=0.1))
    lanes.put([update(10, album="a"), update(11, album="a")])
    await lanes.rest(SOON)
    assert desk.handled == []
    lanes.put([update(12, album="a")])
    await lanes.rest(LONG)
    assert desk.handled == [[10, 11, 12]]


async def test_an_album_ends_where_something_else_follows() -> None:
    desk = Desk()
    lanes = Lanes(desk, LONG)
    lanes.put([update(10, album="a"), update(11, album="a"), update(12), update(13, album="b"), update(14, album="c")])
    await lanes.rest(SOON)
    assert desk.handled == [[10, 11], [12], [13]]
    await lanes.stop()
    assert lanes.offset == 14, "what was given up is shown to the next process"
