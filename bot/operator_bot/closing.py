"""Closing a session: how it ended, what it was about, and for an unresolved one what the customer was offered."""

from bot.operator_bot import menus, words
from bot.operator_bot.buttons import Verb, short
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Question
from bot.operator_bot.reception import Reception
from bot.operator_bot.visit import OnSession, Visit
from handoff.conversation import Conversation
from handoff.ids import ConversationId

_SOLVED, _UNRESOLVED = "solved", "unresolved"


class Closing:
    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._desk, self._post, self._memory = reception.ports.desk, reception.post, reception.memory

    async def begin(self, visit: Visit, conversation_id: ConversationId) -> None:
        conversation = await self._reception.seen(visit, conversation_id)
        await self._post.send(visit.spot, menus.outcome(conversation, visit.say), conversation_id)

    async def ask_topic(self, visit: Visit, conversation_id: ConversationId, outcome: Verb) -> None:
        """The menu goes on in the same message."""
        conversation = await self._reception.seen(visit, conversation_id)
        verb = Verb.UNRESOLVED_AS if outcome is Verb.UNRESOLVED else Verb.CLOSE_AS
        menu = menus.topics(conversation, await self._topics(conversation), verb, visit.say)
        await self._post.edit(visit.spot, visit.message_id, menu)

    async def finish(self, visit: Visit, conversation_id: ConversationId, chosen: str) -> None:
        """`chosen` is a topic's short name."""
        topic = await self._topic(visit, conversation_id, chosen)
        await self._desk.close(conversation_id, visit.operator, reason=_SOLVED, topic=topic)
        await self._post.remove(visit.spot, visit.message_id)

    async def ask_comment(self, visit: Visit, conversation_id: ConversationId, chosen: str) -> None:
        """Their next words are the comment."""
        conversation = await self._reception.seen(visit, conversation_id)
        await self._memory.ask(visit.seat, conversation_id, await self._topic(visit, conversation_id, chosen))
        question = visit.say("ask_comment", title=words.title(conversation, visit.say))
        await self._post.edit(visit.spot, visit.message_id, Card(text=question))

    def with_comment(self, asked: Question) -> OnSession:
        async def act(visit: Visit, conversation_id: ConversationId) -> None:
            await self._desk.close(
                conversation_id, visit.operator, reason=_UNRESOLVED, topic=asked.topic, comment=visit.text
            )

        return act

    async def _topic(self, visit: Visit, conversation_id: ConversationId, chosen: str) -> str | None:
        topics = await self._topics(await self._reception.seen(visit, conversation_id))
        return next((each for each in topics if short(each) == chosen), None)

    async def _topics(self, conversation: Conversation) -> frozenset[str]:
        """What a session may be closed as: the topics of its line, and the one it has."""
        line = next((each for each in await self._desk.lines.all() if each.id == conversation.line), None)
        own = {conversation.session.topic} if conversation.session.topic else set()
        return (line.topics if line else frozenset()) | own
