"""What operators are told: once each, read and sent in their own time."""

from dataclasses import replace
from datetime import timedelta

import pytest

from handoff.conversation import Conversation
from handoff.messages import Happening
from handoff.notices import notices_of
from handoff.ports import Carrier, Notice
from storage.mongo.client import Database
from storage.mongo.notices import MongoNotices
from tests.parts import ANNA, BORIS, NOW, waiting

MINUTE = timedelta(minutes=1)


@pytest.fixture
def notices(mongo: Database) -> MongoNotices:
    return MongoNotices(mongo)


def breach(customer: int = 501, minutes: int = 0) -> Conversation:
    """A conversation that has just told Anna, Boris and an address that it is late."""
    return waiting(customer).reports(
        Happening.SLA_BREACH, at=NOW + minutes * MINUTE, target="resolution",
        tells=(ANNA.id, BORIS.id, ANNA.id), emails=("boss@example.org",),
    )  # fmt: skip


def told(conversation: Conversation) -> tuple[Notice, ...]:
    return notices_of(conversation, conversation.journal[-1])


def test_each_hearer_gets_one() -> None:
    first, second, mailed = told(breach())

    assert [each.operator for each in (first, second, mailed)] == [ANNA.id, BORIS.id, None]
    assert (mailed.email, mailed.unsent) == ("boss@example.org", (Carrier.EMAIL,))
    assert first.unsent == (Carrier.TELEGRAM, Carrier.EMAIL)
    assert (first.customer, first.happening, first.details) == ("Ada", Happening.SLA_BREACH, {"target": "resolution"})


def test_a_message_that_tells_nobody_makes_none() -> None:
    quiet = waiting().reports(Happening.ASSIGNED, at=NOW, operator="anna").bot_says("Hello", at=NOW)

    assert [notices_of(quiet, each) for each in quiet.journal] == [(), ()]


async def test_telling_again_changes_nothing(notices: MongoNotices) -> None:
    for _ in range(3):
        await notices.add(told(breach()))

    assert await notices.unread(ANNA.id) == 1
    assert [replace(each, read_at=None) for each in await notices.recent(ANNA.id, 10)] == [told(breach())[0]]


async def test_reading_is_up_to_a_moment_and_for_oneself(notices: MongoNotices) -> None:
    for customer in range(4):
        await notices.add(told(breach(customer, minutes=customer)))

    await notices.mark_read(ANNA.id, NOW + 2 * MINUTE)

    assert (await notices.unread(ANNA.id), await notices.unread(BORIS.id)) == (1, 4)
    shown = await notices.recent(ANNA.id, 3)
    assert [each.at for each in shown] == [NOW + n * MINUTE for n in (3, 2, 1)], "newest first"
    assert [each.read_at for each in shown] == [None, NOW + 2 * MINUTE, NOW + 2 * MINUTE]


async def test_each_carrier_has_its_own_list_oldest_first(notices: MongoNotices) -> None:
    for customer in (2, 1):
        await notices.add(told(breach(customer, minutes=customer)))
    anna_first, boris_first, mailed_first = told(breach(1, minutes=1))

    assert (await notices.unsent(Carrier.TELEGRAM, 10))[:2] == [anna_first, boris_first]
    assert len(await notices.unsent(Carrier.EMAIL, 10)) == 6
    await notices.mark_sent(Carrier.TELEGRAM, anna_first.id)
    await notices.mark_sent(Carrier.TELEGRAM, boris_first.id)
    await notices.mark_sent(Carrier.EMAIL, mailed_first.id)

    assert [each.conversation_id[-1] for each in await notices.unsent(Carrier.TELEGRAM, 10)] == ["2", "2"]
    left = await notices.unsent(Carrier.EMAIL, 10)
    assert len(left) == 5
    assert {each.id for each in left} >= {anna_first.id, boris_first.id}, "an e-mail may still go"

    await notices.add(told(breach(1, minutes=1)))
    assert len(await notices.unsent(Carrier.EMAIL, 10)) == 5, "told again, it is not sent again"
