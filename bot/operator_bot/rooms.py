"""Groups in which each session is a topic: opened when it needs people, named by where it is, closed when it is over.

As all of the mirror, this looks at what is and makes up the difference; a topic may be renamed, closed or opened again
any number of times. A topic that Telegram opened and whose number we did not get to keep (the answer was lost, or the
process died) stays there empty, and another one is opened: Telegram has no way to look for it.
"""

from collections.abc import Iterable
from dataclasses import replace

import structlog
from telegram.error import BadRequest, ChatMigrated, Forbidden, NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.operator_bot.labels import label, left_behind
from bot.operator_bot.names import Names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import BotTexts
from bot.operator_bot.trouble import GroupLost, GroupTrouble, TopicGone, of_group
from bot.operator_bot.window import Window
from handoff.conversation import Conversation
from handoff.ids import LineId
from handoff.session import Waiting, WithOperator
from storage.mongo.operator_groups import Group, Topic

log = structlog.get_logger()


class Rooms:
    """Used by the leading process only. Its calls are made at once or not at all: RetryAfter."""

    def __init__(self, bot: ExtBot[bool], ports: OperatorBotPorts, texts: BotTexts) -> None:
        self._bot, self._texts, self._clock = bot, texts, ports.desk.clock
        self._groups, self._topics = ports.groups, ports.topics

    async def group(self, conversation: Conversation) -> Group | None:
        """Where the session is a topic; None where its line has no group, and while nobody is needed."""
        return group_of(conversation.line, await self._groups.all())

    async def window(self, conversation: Conversation, known: Names) -> Window | None:
        """Where the session is to be shown, opened if need be; None where its line has no group."""
        session, group = conversation.session, await self.group(conversation)
        if group is None:
            return None
        own = [each for each in await self._topics.of(conversation.id) if _is_of(each, conversation, group)]
        topic = own[-1] if own else await self._open(conversation, group, known)
        if not topic.open:
            await self._reopen(topic)
        say = self._texts.in_language(group.language)
        return Window(spot=Spot(topic.chat, topic.thread), stay=f"{session.id}@{topic.chat}:{topic.thread}", say=say)

    async def label(self, conversation: Conversation, known: Names) -> None:
        """Let each topic of the conversation say in its name what became of the session, and close what is over."""
        groups = await self._groups.all()
        group = group_of(conversation.line, groups)
        needs_people = isinstance(conversation.session, Waiting | WithOperator)
        for topic in await self._topics.of(conversation.id):
            if not topic.open:
                continue
            say = self._texts.in_language(_language(topic, groups))
            current = topic.session_id == conversation.session.id
            if current and group is not None and topic.chat == group.chat:
                await self._rename(topic, label(conversation, known, say, self._clock()), over=not needs_people)
            elif current and not needs_people:
                await self._leave(topic, label(conversation, known, say, self._clock()))
            else:
                await self._leave(topic, left_behind(conversation, say, over=not current))

    async def forget(self, spot: Spot) -> None:
        """Somebody deleted the topic."""
        log.info("A topic was deleted by hand", action="topic_gone", spot=str(spot))
        await self._topics.forget(spot.chat, spot.topic)

    async def shut(self, spot: Spot) -> None:
        """Somebody closed the topic by hand."""
        if topic := await self._topics.at(spot.chat, spot.topic):
            await self._topics.save(replace(topic, open=False))

    # -- calls ---------------------------------------------------------------------------------------------------------

    async def _open(self, conversation: Conversation, group: Group, known: Names) -> Topic:
        name = label(conversation, known, self._texts.in_language(group.language), self._clock())
        try:
            made = await self._bot.create_forum_topic(group.chat, name, rate_limit_args=True)
        except NetworkError as error:
            if not isinstance(error, BadRequest):
                log.warning("A topic may be there twice", action="topic_unknown", conversation=conversation.id)
            raise _trouble(error, Spot(group.chat)) from error
        except (Forbidden, ChatMigrated) as error:
            raise _trouble(error, Spot(group.chat)) from error
        topic = Topic(
            chat=group.chat, thread=made.message_thread_id, conversation_id=conversation.id,
            session_id=conversation.session.id, name=name,
        )  # fmt: skip
        await self._topics.save(topic)
        return topic

    async def _reopen(self, topic: Topic) -> None:
        try:
            await self._bot.reopen_forum_topic(topic.chat, topic.thread, rate_limit_args=True)
        except (BadRequest, Forbidden, ChatMigrated) as error:
            if not _is_so_already(error):
                raise _trouble(error, Spot(topic.chat, topic.thread)) from error
        await self._topics.save(replace(topic, open=True))

    async def _rename(self, topic: Topic, name: str, *, over: bool) -> None:
        if topic.name != name:
            try:
                await self._bot.edit_forum_topic(topic.chat, topic.thread, name, rate_limit_args=True)
            except (BadRequest, Forbidden, ChatMigrated) as error:
                if not _is_so_already(error):
                    raise _trouble(error, Spot(topic.chat, topic.thread)) from error
            await self._topics.save(replace(topic, name=name))
        if over:
            await self._close(replace(topic, name=name))

    async def _close(self, topic: Topic) -> None:
        try:
            await self._bot.close_forum_topic(topic.chat, topic.thread, rate_limit_args=True)
        except (BadRequest, Forbidden, ChatMigrated) as error:
            if not _is_so_already(error):
                raise _trouble(error, Spot(topic.chat, topic.thread)) from error
        await self._topics.save(replace(topic, open=False))

    async def _leave(self, topic: Topic, name: str) -> None:
        """Of a group that we may have lost: then there is nothing left to do."""
        try:
            await self._rename(topic, name, over=True)
        except TopicGone:
            await self._topics.forget(topic.chat, topic.thread)
        except GroupTrouble:
            await self._topics.save(replace(topic, open=False))


def group_of(line: LineId | None, groups: Iterable[Group]) -> Group | None:
    """The line's own, else the one for all lines that have none."""
    usable = [each for each in groups if each.lost is None]
    own = next((each for each in usable if line is not None and line in each.lines), None)
    return own or next((each for each in usable if line is not None and not each.lines), None)


def _is_of(topic: Topic, conversation: Conversation, group: Group) -> bool:
    return topic.session_id == conversation.session.id and topic.chat == group.chat


def _language(topic: Topic, groups: Iterable[Group]) -> str | None:
    return next((each.language for each in groups if each.chat == topic.chat), None)


def _is_so_already(error: TelegramError) -> bool:
    return "TOPIC_NOT_MODIFIED" in error.message.upper()


def _trouble(error: TelegramError, spot: Spot) -> Exception:
    """What is wrong with the group. Opening a topic is refused for no other reason."""
    lost = GroupLost(spot, error.message) if isinstance(error, BadRequest) and not spot.topic else error
    return of_group(error, spot) or lost
