"""Keeps operators' chats and groups showing what is true of the sessions.

Nothing here reacts to what has happened. `refresh` looks at a conversation and at what is shown of it, and makes up the
difference: announces what waits, edits announcements of what no longer does, shows a session where people work on it,
forwards what is new in it, and names its topic. So it may run at any time, any number of times, and after a restart it
goes on.

A message is sent first and remembered then: a process that dies in between repeats it, rather than nobody hearing.
"""

from bot.operator_bot.announcing import Announcing
from bot.operator_bot.keeper import Keeper
from bot.operator_bot.locks import Locks
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names, names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.rooms import Rooms
from bot.operator_bot.showing import Showing
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import BotTexts
from bot.operator_bot.trouble import GroupTrouble, TopicGone, TopicShut
from bot.operator_bot.window import Window
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.session import Closed, WithBot, WithOperator

_TRIES = 4
"""Of showing it: a group may have moved, then be found to have lost the topic, and then be lost itself."""


class Mirror:
    """Used by the leading process only, which takes one conversation at a time."""

    def __init__(
        self, ports: OperatorBotPorts, memory: Memory, screens: Screens, post: Post, rooms: Rooms, keeper: Keeper,
        locks: Locks, texts: BotTexts,
    ) -> None:  # fmt: skip
        self._desk, self._topics, self._texts = ports.desk, ports.topics, texts
        self._screens, self._rooms, self._keeper, self._locks = screens, rooms, keeper, locks
        self._announcing = Announcing(ports, screens, post, texts)
        self._showing = Showing(ports, memory, screens, post)

    async def refresh(self, conversation_id: ConversationId) -> None:
        """Make the chats show what is true of this conversation. Raises RetryAfter where Telegram asks to wait."""
        async with self._locks.of(conversation_id):
            for _ in range(_TRIES):
                try:
                    await self._refresh(conversation_id)
                    return
                except GroupTrouble as trouble:
                    await self._put_right(conversation_id, trouble)

    async def _refresh(self, conversation_id: ConversationId) -> None:
        conversation = await self._desk.conversations.load(conversation_id)
        if conversation is None:
            return
        shown, over = await self._screens.show(conversation_id), isinstance(conversation.session, WithBot | Closed)
        if over and not shown and not any(each.open for each in await self._topics.of(conversation_id)):
            return
        known = names(await self._desk.books.now(), await self._desk.operators.all())
        in_group = await self._rooms.group(conversation) is not None
        await self._announcing.refresh(conversation, shown, known, in_group=in_group)
        window = await self._rooms.window(conversation, known) if in_group else self._own_chat(conversation, known)
        await self._showing.refresh(conversation, shown, known, window, await self._before(shown, known))
        await self._rooms.label(conversation, known)
        if over:
            await self._screens.forget(conversation_id)

    async def _put_right(self, conversation_id: ConversationId, trouble: GroupTrouble) -> None:
        """Then it is shown somewhere else: in another topic, or in people's own chats."""
        match trouble:
            case TopicGone():
                await self._rooms.forget(trouble.spot)
                await self._screens.displaced(conversation_id)
            case TopicShut():
                await self._rooms.shut(trouble.spot)
            case _:
                await self._keeper.hear(trouble)

    def _own_chat(self, conversation: Conversation, known: Names) -> Window | None:
        """The holder's, if they have linked one."""
        session = conversation.session
        holder = known.operators.get(session.operator) if isinstance(session, WithOperator) else None
        if not isinstance(session, WithOperator) or holder is None or not holder.telegram_id:
            return None
        return Window(
            spot=Spot(holder.telegram_id), stay=f"{session.id}@{session.since.isoformat()}",
            say=self._texts.spoken_to(holder), reader=holder,
        )  # fmt: skip

    async def _before(self, shown: Shown, known: Names) -> Window | None:
        """The window in which it is shown now."""
        if not shown.hold:
            return None
        if shown.spot.topic:
            say = self._texts.in_language(await self._keeper.language(shown.spot.chat))
            return Window(spot=shown.spot, stay=shown.hold, say=say)
        people = known.operators.values()
        owner = next((each for each in people if each.telegram_id == shown.spot.chat), None)
        say = self._texts.of_chat(shown.spot.chat, people)
        return Window(spot=shown.spot, stay=shown.hold, say=say, reader=owner)
