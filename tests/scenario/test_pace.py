"""Writing as fast as a messenger takes it, over all processes. Numbers in brackets: the adapters' test list."""

import asyncio
from datetime import timedelta

from redis.asyncio import Redis

from bot.channels.base import Throttled
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.telegram.pacing import BURST
from handoff.conversation import Conversation
from handoff.messages import DeliveryState
from storage.redis.pace import Limit, RedisPace
from tests.backstage import TOKEN, Backstage
from tests.fakes.telegram import User
from tests.parts import ANNA, LINES, NOW, held, said, texts_of

SECOND = timedelta(seconds=1)


def limit(key: str, per_second: float = 1, burst: int = 3) -> Limit:
    return Limit(key=key, per_second=per_second, burst=burst)


async def waits(redis: Redis, *limits: Limit, times: int, patience: timedelta = SECOND) -> list[float]:
    pace = RedisPace(redis)
    return [round((await pace.turn(limits, patience)).total_seconds(), 1) for _ in range(times)]


async def test_a_burst_goes_at_once_and_then_each_in_its_turn(redis: Redis) -> None:
    assert await waits(redis, limit("a"), times=6, patience=5 * SECOND) == [0, 0, 0, 1, 2, 3]


async def test_who_does_not_want_to_wait_takes_no_turn(redis: Redis) -> None:
    assert await waits(redis, limit("a"), times=6) == [0, 0, 0, 1, 2, 2]


async def test_who_waits_for_a_chat_holds_up_no_other(redis: Redis) -> None:
    everybody = limit("bot", per_second=30, burst=30)

    assert await waits(redis, limit("a"), everybody, times=25) == [0, 0, 0, 1, *[2] * 21]
    assert await waits(redis, limit("b"), everybody, times=3) == [0, 0, 0]


async def test_processes_share_a_limit(redis: Redis) -> None:
    turns = [RedisPace(redis).turn((limit("a", per_second=10, burst=1),), 5 * SECOND) for _ in range(20)]

    found = sorted(wait.total_seconds() for wait in await asyncio.gather(*turns))

    assert found[0] == 0
    assert found[-1] > 1, "twenty at ten a second"


async def test_a_redis_that_is_away_holds_up_nobody() -> None:
    nowhere = Redis(host="127.0.0.1", port=9, socket_connect_timeout=0.2)

    assert await RedisPace(nowhere).turn((limit("a"),), SECOND) == timedelta()


def saying(*texts: str, customer: int) -> Conversation:
    now = held(customer)
    for text in texts:
        now = now.operator_says(text, ANNA, at=NOW)
    return now


async def test_what_would_be_too_fast_waits_in_the_journal(backstage: Backstage, redis: Redis, ada: User) -> None:
    """[8] No 429 is needed to know."""
    paused: list[float] = []

    async def pause(seconds: float) -> None:
        paused.append(seconds)

    settings = TelegramSettings(token=TOKEN, api_base=backstage.cloud.base)
    channel = TelegramChannel(settings, pace=RedisPace(redis), pause=pause)
    texts = [str(number) for number in range(BURST + 3)]
    now = await backstage.begins(saying(*texts, customer=501))
    backstage.channels["telegram"] = channel

    await backstage.postman.deliver(now)
    await backstage.postman.tidy_up(all_of_it=True)

    assert len(paused) == 1, "what is a second away is waited for"
    assert [heard.text for heard in ada.inbox] == texts[: BURST + 1]
    left = await backstage.conversation()
    assert texts_of(left.journal) == texts[BURST + 1 :]
    assert left.wake_at is not None
    assert SECOND < left.wake_at - NOW < 3 * SECOND
    assert await backstage.db.sends.count_documents({}) == BURST + 1, "who waits for a turn has not begun to send"
    await channel.close()


async def test_a_turn_that_is_far_off_is_said_to_be(redis: Redis) -> None:
    channel = TelegramChannel(TelegramSettings(token=TOKEN, per_second=1), pace=RedisPace(redis))
    address = held().address
    assert channel._pacing is not None

    outcomes = await asyncio.gather(
        *(channel._pacing.turn(f"{address.external_id}{number}", SECOND / 2) for number in range(5)),
        return_exceptions=True,
    )

    assert sum(isinstance(each, Throttled) for each in outcomes) == 4


async def test_an_hours_throttle_on_one_chat_holds_up_none_of_a_hundred(backstage: Backstage, ada: User) -> None:
    """[8]"""
    others = [await backstage.customer(number, f"User {number}") for number in range(601, 701)]
    backstage.cloud.throttle(501, 3600)
    mine = await backstage.begins(saying("one", "two", customer=501))
    all_of_them = [mine, *[await backstage.begins(saying("hello", customer=user.id)) for user in others]]

    await asyncio.gather(*(backstage.postman.deliver(each) for each in all_of_them))

    assert all([heard.text for heard in user.inbox] == ["hello"] for user in others)
    waiting = await backstage.conversation()
    assert texts_of(waiting.journal) == ["one", "two"]
    assert waiting.wake_at is not None
    assert timedelta(minutes=59) < waiting.wake_at - NOW <= timedelta(hours=1), "Telegram counts by a clock of its own"
    assert waiting.journal[0].delivery is not None
    assert (waiting.journal[0].delivery.state, waiting.journal[0].delivery.at) == (
        DeliveryState.QUEUED, waiting.wake_at,
    )  # fmt: skip

    backstage.cloud.throttle(501, 0)
    backstage.clock.move_on(timedelta(hours=1))
    await backstage.postman.deliver(waiting)
    assert [heard.text for heard in ada.inbox] == ["one", "two"]


async def test_two_hundred_messages_after_an_outage_are_one_notice_and_no_greeting(
    backstage: Backstage, ada: User
) -> None:
    """[13]"""
    for line in LINES:
        await backstage.lines.save(line)
    backstage.clock.move_on(timedelta(hours=3))
    handler = backstage.handler()
    for number in range(200):
        await handler.handle(said(number, f"hello {number}"))

    thread = await backstage.thread()
    assert len([each for each in thread if each.happening == "late"]) == 1
    assert len([each for each in thread if each.side == "customer"]) == 200
    assert len(ada.inbox) <= 1, "that a person comes, if anything"
