"""Messages on their way to the customer: in order, once, and with a name for each way it may go wrong."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from prometheus_client import REGISTRY

from bot.delivery import TRIES
from handoff.conversation import Conversation
from handoff.messages import Content, Delivery, DeliveryState, Happening, Side
from tests.backstage import Backstage
from tests.fakes.telegram import TelegramCloud, User
from tests.parts import ANNA, NOW, conversation, held, texts_of

QUEUED, ACCEPTED, FAILED = DeliveryState.QUEUED, DeliveryState.ACCEPTED, DeliveryState.FAILED
UNKNOWN = DeliveryState.UNKNOWN


def saying(*texts: str, start: Conversation | None = None) -> Conversation:
    now = start or held()
    for text in texts:
        now = now.operator_says(text, ANNA, at=NOW)
    return now


async def deliver(backstage: Backstage, now: Conversation | None = None) -> None:
    """As a worker does that has just come to the conversation; what it settles later, it settles now."""
    postman = backstage.postman
    await postman.deliver(now or await backstage.conversation())
    await postman.tidy_up(all_of_it=True)


async def fates(backstage: Backstage) -> list[DeliveryState]:
    return [each.delivery.state for each in await backstage.thread() if each.delivery]


async def test_messages_arrive_in_order_and_are_written_with_the_messengers_id(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one", "two", "three"))

    await deliver(backstage, now)

    assert [heard.text for heard in ada.inbox] == ["one", "two", "three"]
    after = await backstage.conversation()
    assert after.journal == ()
    assert after.wake_at is None
    deliveries = [each.delivery for each in await backstage.thread()]
    assert [each.provider_id for each in deliveries if each] == [str(heard.id) for heard in ada.inbox]
    assert await fates(backstage) == [ACCEPTED] * 3


async def test_only_what_is_for_the_customer_is_sent(backstage: Backstage, ada: User) -> None:
    now = held().received(Content(text="?"), at=NOW).noted("careful", ANNA, at=NOW)
    now = saying("Hello", start=now).reports(Happening.LATE, at=NOW, minutes="40")

    await deliver(backstage, await backstage.begins(now))

    assert [heard.text for heard in ada.inbox] == ["Hello"]
    assert [each.side for each in await backstage.thread()] == [
        Side.CUSTOMER, Side.OPERATOR, Side.OPERATOR, Side.SYSTEM,
    ]  # fmt: skip


Trouble = Callable[[TelegramCloud, User], Awaitable[object] | None]


@pytest.mark.parametrize(
    ("trouble", "states", "arrived"),
    [
        (lambda cloud, ada: cloud.throttle(501, 30), [QUEUED, QUEUED], []),
        (lambda cloud, ada: cloud.fail(), [QUEUED, QUEUED], []),
        (lambda cloud, ada: cloud.lose_answers(), [UNKNOWN, ACCEPTED], ["one", "two"]),
        (lambda cloud, ada: cloud.fail(status=504), [UNKNOWN, ACCEPTED], ["two"]),
        (lambda cloud, ada: cloud.fail(status=413), [FAILED, ACCEPTED], ["two"]),
        (lambda cloud, ada: ada.blocks(), [FAILED, FAILED], []),
    ],
    ids=["throttled", "unreachable", "answer lost", "nobody knows", "rejected", "blocked"],
)
async def test_each_trouble_has_its_own_end(
    backstage: Backstage, ada: User, trouble: Trouble, states: list[DeliveryState], arrived: list[str]
) -> None:
    now = await backstage.begins(saying("one", "two"))
    if (under_way := trouble(backstage.cloud, ada)) is not None:
        await under_way

    await deliver(backstage, now)

    assert await fates(backstage) == states
    assert [heard.text for heard in ada.inbox] == arrived
    reasons = [each.delivery.reason for each in await backstage.thread() if each.delivery]
    assert all(bool(reason) == (state is not ACCEPTED) for reason, state in list(zip(reasons, states, strict=True))[:1])


async def test_a_throttled_chat_keeps_its_order_and_wakes_by_itself(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one", "two"))
    backstage.cloud.throttle(501, 30)
    await deliver(backstage, now)

    waiting = await backstage.conversation()
    assert waiting.wake_at == NOW + timedelta(seconds=30)
    assert texts_of(waiting.journal) == ["one", "two"]

    backstage.cloud.throttle(501, 0)
    backstage.clock.move_on(timedelta(seconds=29))
    await deliver(backstage)
    assert ada.inbox == [], "its time has not come"

    backstage.clock.move_on(timedelta(seconds=1))
    await deliver(backstage)
    assert [heard.text for heard in ada.inbox] == ["one", "two"]
    assert (await backstage.conversation()).wake_at is None


async def test_what_is_said_meanwhile_waits_its_turn(backstage: Backstage, ada: User) -> None:
    first = await backstage.begins(saying("one"))
    backstage.cloud.throttle(501, 30)
    await deliver(backstage, first)
    backstage.cloud.throttle(501, 0)

    before = await backstage.conversation()
    await deliver(backstage, await backstage.conversations.commit(before, saying("two", start=before)))
    assert ada.inbox == []

    backstage.clock.move_on(timedelta(seconds=30))
    await deliver(backstage)
    assert [heard.text for heard in ada.inbox] == ["one", "two"]


async def test_a_throttled_chat_holds_up_nobody_else(backstage: Backstage, ada: User) -> None:
    bob = await backstage.customer(502, "Bob")
    backstage.cloud.throttle(501, 30)

    await deliver(backstage, await backstage.begins(saying("one")))
    await deliver(backstage, await backstage.begins(saying("hello Bob", start=held(502))))

    assert [heard.text for heard in bob.inbox] == ["hello Bob"]


async def test_an_unreachable_messenger_is_tried_again_ever_later_and_given_up_in_the_end(
    backstage: Backstage, ada: User
) -> None:
    await backstage.begins(saying("one", "two"))
    backstage.cloud.fail(TRIES)

    pauses = []
    while (await fates(backstage))[0] is QUEUED:
        await deliver(backstage)
        wake_at = (await backstage.conversation()).wake_at
        if wake_at is not None:
            pauses.append((wake_at - backstage.clock()).total_seconds())
            backstage.clock.now = wake_at

    assert pauses == [2, 4, 8, 16, 32]
    assert await fates(backstage) == [FAILED, ACCEPTED], "what came after it goes on"
    assert [heard.text for heard in ada.inbox] == ["two"]
    assert len(backstage.cloud.called("sendMessage")) == 1, "the others did not get through"


def sent(state: str) -> float:
    found = REGISTRY.get_sample_value("helpline_messages_sent_total", {"channel": "telegram", "state": state})
    return found or 0.0


async def test_a_send_whose_process_died_is_unknown_counted_and_not_repeated(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one", "two"))
    await backstage.conversations.mark_sending(now.journal[0].id, 0, NOW)  # and here it died
    unknown = sent("unknown")

    await deliver(backstage)

    assert [heard.text for heard in ada.inbox] == ["two"]
    assert await fates(backstage) == [UNKNOWN, ACCEPTED]
    assert sent("unknown") == unknown + 1


async def test_what_was_settled_all_but_for_the_journal_stays_as_it_is(backstage: Backstage, ada: User) -> None:
    """Died between the history and the journal: the message was accepted, and that is known."""
    now = await backstage.begins(saying("one"))
    await backstage.postman.deliver(now)  # settles later: and here it died
    assert texts_of((await backstage.conversation()).journal) == ["one"]
    unknown = sent("unknown")

    await deliver(backstage)

    assert len(ada.inbox) == 1
    assert await fates(backstage) == [ACCEPTED]
    assert (await backstage.conversation()).journal == ()
    assert sent("unknown") == unknown


async def test_two_workers_send_a_message_once(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one", "two"))
    backstage.cloud.delay(0.05, times=2)

    await asyncio.gather(*(deliver(backstage, now) for _ in range(3)))

    assert sorted(heard.text for heard in ada.inbox) == ["one", "two"]
    assert len(await backstage.thread()) == 2


async def test_to_a_customer_who_left_nothing_is_sent_until_they_are_back(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one"))
    await ada.blocks()

    delivered = await backstage.postman.deliver(now)
    assert delivered.customer_left
    [first] = await backstage.thread()
    assert first.delivery is not None
    assert "bot was blocked by the user" in (first.delivery.reason or ""), "as the messenger says it"
    calls = len(backstage.cloud.called("sendMessage"))

    before = await backstage.conversation()
    gone = before.knowing(type(before.customer)(name="Ada", language="en", left=True))
    gone = await backstage.conversations.commit(before, saying("two", start=gone))
    delivered = await backstage.postman.deliver(gone)
    assert not delivered.customer_left, "that is known already"
    assert len(backstage.cloud.called("sendMessage")) == calls, "not even tried"
    [_, second] = await backstage.thread()
    assert second.delivery is not None
    assert second.delivery.reason == "Not sent: this customer can't be reached here until they write again."

    await ada.unblocks()
    back = gone.knowing(type(before.customer)(name="Ada", language="en"))
    await deliver(backstage, await backstage.conversations.commit(gone, saying("three", start=back)))
    assert [heard.text for heard in ada.inbox] == ["three"]
    assert await fates(backstage) == [FAILED, FAILED, ACCEPTED]


async def test_delivering_when_there_is_nothing_to_deliver_is_harmless(backstage: Backstage) -> None:
    now = await backstage.begins(conversation())

    assert not (await backstage.postman.deliver(now)).sent


async def test_a_delivery_is_kept_for_the_next_try_and_not_longer(backstage: Backstage, ada: User) -> None:
    now = await backstage.begins(saying("one"))
    later = Delivery(state=QUEUED, at=NOW + timedelta(seconds=9), tries=1, reason="slow")
    await backstage.conversations.mark(now.id, now.journal[0].id, later)

    await deliver(backstage)
    assert ada.inbox == []
    assert (await backstage.conversation()).wake_at == later.at

    backstage.clock.move_on(timedelta(seconds=9))
    await deliver(backstage)
    assert [heard.text for heard in ada.inbox] == ["one"]
