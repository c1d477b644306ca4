"""Operators at work in a group with topics: a topic for each session, whatever happens to it, to the group or to us."""

from datetime import timedelta
from typing import Any

import pytest

from handoff.conversation import Conversation
from handoff.ids import EventId, LineId, OperatorId
from handoff.messages import Happening
from handoff.operator import Role
from handoff.session import Closed
from tests.fakes.telegram import Forum, User
from tests.office import BEN, SUE, Office, at_the_bot, person, said, takes, waits

GROUP = -1001234567890


@pytest.fixture
async def sue(office: Office) -> User:
    """An admin, who has opened the bot."""
    await office.operators.save(person("sue", SUE, "delivery", "en", Role.ADMIN))
    return await at_the_bot(office, SUE, "Sue")


@pytest.fixture
def forum(office: Office) -> Forum:
    return office.cloud.forum(GROUP)


async def connected(forum: Forum, sue: User, words: str = "/connect") -> None:
    general = forum.member(sue)
    await general.says(words)
    await general.hears("Connected, for:")


async def test_a_session_is_a_topic_from_the_queue_to_its_close(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        topic = await forum.has_topic("⏳ Ada · Telegram · waiting")
        anna_there, sue_there = forum.member(anna, topic), forum.member(sue, topic)
        card = await anna_there.hears("Ada: Where is my parcel?")
        assert card.buttons == [["Accept"]]

        press = await anna_there.presses("Accept")
        assert await press.answer() == "You are answering Ada · Telegram."
        standing = await anna_there.hears("Taken by Anna.")
        assert standing.buttons == [["About"], ["Transfer", "Back to the bot", "Close"]]
        await forum.has_topic("💬 Ada · Telegram · Anna")
        assert forum.group.messages[card.id].get("reply_markup") is None, "only the latest has buttons"

        await office.hears(ada, "It is order 12")
        assert (await anna_there.hears("It is order 12")).text == "It is order 12"
        await anna_there.says("It left us today.")
        await office.until(lambda: said(office, ada, "It left us today."))

        await sue_there.says("Say that we are sorry")
        await forum.until(lambda: ["✍"] in forum.group.reactions.values())
        assert "Say that we are sorry" not in await office.words_to_customer(ada)
        assert (await office.now_is(ada)).journal[-1].note

        await anna_there.says("// a note of the holder's")
        await forum.until(lambda: [*forum.group.reactions.values()].count(["✍"]) == 2)
        assert (await office.now_is(ada)).journal[-1].content.text == "a note of the holder's"

        await anna_there.says("/close")
        await anna_there.hears("How did it end?")
        await anna_there.presses("Solved")
        await anna_there.hears("What was it about?")
        await anna_there.presses("Returns")
        await anna_there.hears("Closed.")
        await forum.until(lambda: forum.topics[topic].closed)
        assert forum.topics[topic].names == [
            "⏳ Ada · Telegram · waiting", "💬 Ada · Telegram · Anna", "✅ Ada · Telegram · closed"
        ]  # fmt: skip
        own = [each.text for each in anna_there.inbox]
        assert not [text for text in own if "It left us today." in text], "what was written here is no news here"
        assert not [text for text in own if "sorry" in text]
        assert not [each for each in anna.inbox if "Ada" in each.text], "where there is a topic, it is in nobody's chat"
    assert isinstance((await office.now_is(ada)).session, Closed)


async def test_what_is_done_in_the_console_is_seen_in_the_topic(office: Office, forum: Forum, sue: User) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada, ben = await office.waits("Ada"), await office.operator("ben")
        topic = await forum.has_topic("waiting")
        there = forum.member(sue, topic)
        await office.desk.accept(ada, ben)
        await there.hears("Taken by Ben.")
        await office.desk.reply(ada, ben, "Hello from the console", EventId("test:1"))
        assert (await there.hears("Hello from the console")).text == "Ben: Hello from the console"
        await office.desk.note(ada, ben, "a difficult one", EventId("test:2"))
        await there.hears("Note by Ben: a difficult one")
        until = office.now() + timedelta(hours=2)
        await office.desk.hold(ada, ben, until=until, reason="the warehouse")
        await forum.has_topic("⏸ Ada · Telegram · Ben, on hold")
        await office.desk.transfer_to_line(ada, ben, LineId("payments"))
        await there.hears("Waiting in Payments.")
        await forum.has_topic("⏳ Ada · Telegram · waiting")


async def test_a_promise_that_is_broken_is_told_in_the_topic_and_in_its_name(
    office: Office, forum: Forum, sue: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        there = forum.member(sue, await forum.has_topic("waiting"))
        due = office.now() + timedelta(minutes=5, seconds=30)

        def warned(before: Conversation) -> Conversation:
            return before.reports(Happening.SLA_WARNING, at=office.now(), target="first_response", due=due.isoformat())

        await office.becomes(ada, warned)
        await there.hears(f"First response: 5 min left, until {due:%H:%M}.")


async def test_strangers_are_told_once_how_to_link_and_are_heard_by_nobody(
    office: Office, forum: Forum, sue: User
) -> None:
    eve = office.cloud.user(999, "Eve")
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        topic = await forum.has_topic("waiting")
        there = forum.member(eve, topic)
        await there.hears(lambda message: message.buttons == [["Accept"]])
        await there.says("I am the customer's neighbour")
        await there.hears("This bot is for our operators.")
        await there.says("and again")
        press = await there.presses("Accept")
        assert "for our operators" in await press.answer()
        assert len([each for each in there.inbox if "for our operators" in each.text]) == 1
        assert not any("neighbour" in each.content.text for each in (await office.now_is(ada)).journal)


async def test_who_writes_before_taking_the_session_learns_that_nobody_has_read_it(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        there = forum.member(anna, await forum.has_topic("waiting"))
        await there.hears(lambda message: message.buttons == [["Accept"]])
        await there.says("Hello Ada")
        await there.hears("Kept as a note, the customer has not seen it.")
        assert await office.words_to_customer(ada) == []


# -- trouble -------------------------------------------------------------------------------------------------------


async def test_a_topic_that_is_deleted_is_made_again_with_what_was_not_yet_seen(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        first = await forum.has_topic("waiting")
        await takes(forum, anna, first)
        forum.deletes(first)
        await office.hears(ada, "Are you there?")
        second = await forum.has_topic("Anna")
        there = forum.member(anna, second)
        await there.hears("Line: Delivery")
        assert (await there.hears("Are you there?")).text == "Are you there?"
        await there.says("I am.")
        await office.until(lambda: said(office, ada, "I am."))
    assert second != first


async def test_an_answer_that_is_lost_costs_a_second_topic_at_worst(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        office.cloud.lose_answers(1, method="createForumTopic")
        ada = await office.waits("Ada")
        await forum.until(lambda: len(forum.topics) == 2, wait=8)
        there = await takes(forum, anna, max(forum.topics))
        await office.hears(ada, "Hello?")
        await there.hears("Hello?")


async def test_after_a_restart_the_topic_goes_on_where_it_was(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        topic = await forum.has_topic("waiting")
        await takes(forum, anna, topic)
    await office.hears(ada, "Still there?")
    await office.waits("Bob")
    async with office.bot():
        there = forum.member(anna, topic)
        await there.hears("Still there?")
        await forum.has_topic("⏳ Bob")
        await there.says("Yes.")
        await office.until(lambda: said(office, ada, "Yes."))
    assert [each.text for each in there.inbox].count("Still there?") == 1
    assert len(forum.topics) == 2


async def test_a_throttled_group_holds_up_nobody_and_gets_the_latest_name_only(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue, "/connect delivery")
        ada = await office.waits("Ada")
        topic = await forum.has_topic("waiting")
        there = forum.member(anna, topic)
        await there.hears("Where is my parcel?")
        office.cloud.throttle(GROUP, 2)
        await office.desk.accept(ada, await office.operator("anna"))
        for text in ("one", "two", "three"):
            await office.hears(ada, text)
        ben = await at_the_bot(office, BEN, "Ben")
        await office.waits("Bob", "payments")
        await ben.hears(waits("Bob"), wait=1.5)  # his own chat, while the group waits
        for text in ("one", "two", "three"):
            await there.hears(text)
        order = [each.text for each in there.inbox if each.text in ("one", "two", "three")]
        assert order == ["one", "two", "three"]
    refused = [call for call in office.cloud.calls if call.status == 429 and call.text("chat_id") == str(GROUP)]
    assert len(refused) <= 3, "a throttled chat is left alone until its time"


async def test_a_group_that_throws_us_out_is_given_up_and_its_sessions_go_on_in_private(
    office: Office, forum: Forum, sue: User, anna: User
) -> None:
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        topic = await forum.has_topic("waiting")
        await takes(forum, anna, topic)
        forum.becomes("kicked")
        await sue.hears("The group “Support” can't be used any more")
        [notice] = await office.notices.recent(OperatorId("sue"), 10)
        assert (notice.happening, notice.customer) == (Happening.GROUP_LOST, "Support")
        await anna.hears("Line: Delivery")
        await office.hears(ada, "Hello?")
        await anna.hears("Hello?")
        await office.waits("Bob")
        await anna.hears(waits("Bob"))

        forum.becomes("administrator")
        await forum.has_topic("⏳ Bob")
        await office.hears(ada, "And now?")
        await forum.member(anna, topic).hears("And now?")
        assert len([each for each in sue.inbox if "can't be used" in each.text]) == 1


@pytest.mark.parametrize("told", [True, False], ids=["told", "found out by a refusal"])
async def test_a_group_that_moves_is_followed(
    office: Office, forum: Forum, sue: User, told: bool
) -> None:  # fmt: skip
    new = office.cloud.forum(GROUP - 1)
    async with office.bot():
        await connected(forum, sue)
        ada = await office.waits("Ada")
        await forum.has_topic("waiting")
        forum.migrates(new, told=told)
        await office.hears(ada, "Hello?")
        topic = await new.has_topic("waiting")
        await new.member(sue, topic).hears("Hello?")
    assert [group.chat for group in await office.ports.groups.all()] == [new.id]


# -- connecting ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "change", "words", "answer"),
    [
        ("anna", {}, "/connect", "This is for admins."),
        ("sue", {"status": "member"}, "/connect", "make me an administrator"),
        ("sue", {"can_manage_topics": False}, "/connect", "make me an administrator"),
        ("sue", {}, "/connect nonsense", "there is no line nonsense. Write /connect for all lines"),
        ("sue", {}, "/disconnect", "This group is not connected."),
    ],
)
async def test_what_stands_in_the_way_of_connecting_is_said(
    office: Office, forum: Forum, sue: User, anna: User, who: str, change: dict[str, Any], words: str, answer: str
) -> None:
    for name, value in change.items():
        setattr(forum.group, name, value)
    async with office.bot():
        general = forum.member({"sue": sue, "anna": anna}[who])
        await general.says(words)
        await general.hears(answer)
    assert await office.ports.groups.all() == []


async def test_a_group_without_topics_is_not_connected(office: Office, sue: User) -> None:
    plain = office.cloud.forum(GROUP, is_forum=False)
    async with office.bot():
        await plain.member(sue).says("/connect")
        await plain.member(sue).hears("this group has no topics")


async def test_a_line_may_have_a_group_of_its_own(office: Office, forum: Forum, sue: User, anna: User) -> None:
    money = office.cloud.forum(GROUP - 7, "Money")
    async with office.bot():
        await connected(forum, sue)
        await connected(money, sue, "/connect payments")
        ada = await office.waits("Ada")
        await office.waits("Bob", "payments")
        await forum.has_topic("⏳ Ada")
        await money.has_topic("⏳ Bob")
        await office.desk.transfer_to_line(ada, await office.operator("sue"), LineId("payments"))
        await money.has_topic("⏳ Ada")
        left = await forum.has_topic("↪ Ada · Telegram · goes on elsewhere")
        await forum.until(lambda: forum.topics[left].closed)

        await money.member(sue).says("/disconnect")
        await money.member(sue).hears("Disconnected")
        again = await forum.has_topic("⏳ Ada")
        assert again == left, "it is opened again"
        assert not forum.topics[again].closed
        assert not [each for each in anna.inbox if "Ada" in each.text]
