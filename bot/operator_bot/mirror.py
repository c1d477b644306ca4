"""Keeps operators' chats showing what is true of the sessions.

Nothing here reacts to what has happened. `refresh` looks at a conversation and at what the chats show of it, and makes
up the difference: announces what waits, edits announcements of what no longer does, shows a held session to its holder
and forwards what is new in it. So it may run at any time, any number of times, and after a restart it goes on.

A message is sent first and remembered then: a process that dies in between repeats it, rather than nobody hearing.
"""

import asyncio
from weakref import WeakValueDictionary

from bot.operator_bot import cards, words
from bot.operator_bot.audience import audience
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Memory, Shown
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.texts import BotTexts, Say
from bot.operator_bot.words import Names
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Side
from handoff.operator import Operator
from handoff.session import Closed, Waiting, WithBot, WithOperator

RECENT = 6
"""Messages of the dialogue that a card shows."""
_LOOK_BACK = 20
"""How far behind the last forwarded message a delivery may still fail."""


class Mirror:
    """Used by the leading process only, which takes one conversation at a time."""

    def __init__(self, ports: OperatorBotPorts, memory: Memory, post: Post, texts: BotTexts) -> None:
        self._desk, self._history = ports.desk, ports.history
        self._memory, self._post, self._texts = memory, post, texts
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    async def refresh(self, conversation_id: ConversationId) -> None:
        """Make the chats show what is true of this conversation."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            conversation = await self._desk.conversations.load(conversation_id)
            shown = await self._memory.shown(conversation_id)
            if conversation is None or (isinstance(conversation.session, WithBot | Closed) and not shown):
                return
            known = words.names(await self._desk.lines.all(), await self._desk.operators.all())
            await self._announce(conversation, shown, known)
            await self._hold(conversation, shown, known)
            if isinstance(conversation.session, WithBot | Closed):
                await self._memory.forget(conversation_id)

    async def _announce(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        wait = _stay(conversation.session) if isinstance(conversation.session, Waiting) else ""
        told = shown.announcements if shown.wait == wait else {}
        if shown.wait and shown.wait != wait:
            await self._take_down(conversation, shown, known)
        if not wait:
            return
        hearers = [each for each in audience(conversation, [*known.operators.values()]) if _chat(each) not in told]
        recent = await self._history.page(conversation, before=None, limit=RECENT) if hearers else ()
        for operator in hearers:
            card = cards.announcement(conversation, recent, known, self._texts.spoken_to(operator))
            sent = await self._post.send(_chat(operator), card, conversation.id)
            await self._memory.announced(conversation.id, wait, _chat(operator), sent or 0)

    async def _take_down(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        """Let announcements say where the session went instead."""
        for chat, message_id in shown.announcements.items():
            if message_id:
                gone = cards.settled(conversation, known, self._say_in(chat, known))
                await self._post.edit(chat, message_id, gone)
            await self._memory.took_down(conversation.id, chat)
        await self._memory.no_wait(conversation.id)

    async def _hold(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        session = conversation.session
        holder = known.operators.get(session.operator) if isinstance(session, WithOperator) else None
        hold = _stay(session) if isinstance(session, WithOperator) and holder and _chat(holder) else ""
        if holder and hold and (shown.hold, shown.chat) == (hold, _chat(holder)):
            await self._forward(conversation, shown, holder, self._texts.spoken_to(holder))
            return
        if shown.hold:
            gone = cards.settled(conversation, known, self._say_in(shown.chat, known))
            await self._post.send(shown.chat, gone, conversation.id)
            await self._memory.no_hold(conversation.id)
        if holder and hold:
            recent = await self._history.page(conversation, before=None, limit=RECENT)
            card = cards.session(conversation, recent, known, self._texts.spoken_to(holder))
            await self._post.send(_chat(holder), card, conversation.id)
            for message in recent:  # a photo that came before somebody took the session is part of the question
                if message.side is Side.CUSTOMER and message.session_id == conversation.session.id:
                    await self._post.enclose(_chat(holder), conversation, message, self._texts.spoken_to(holder))
            await self._memory.held(conversation.id, hold, _chat(holder), conversation.count)

    async def _forward(self, conversation: Conversation, shown: Shown, holder: Operator, say: Say) -> None:
        current = await self._memory.current(shown.chat) == conversation.id
        rows = () if current else cards.answering(conversation, say)
        for message in await self._history.since(conversation, max(0, shown.forwarded - _LOOK_BACK)):
            if message.number > conversation.count:
                break  # it came after what we have loaded, and one before it may be missing here: next time
            if message.number > shown.failed and (trouble := words.misfortune(message, say)):
                told = Card(text=f"{words.title(conversation)}\n{trouble}")
                await self._post.send(shown.chat, told, conversation.id)
                await self._memory.told_failure(conversation.id, message.number)
            if message.number > shown.forwarded:
                if (text := words.news(message, holder.id, say)) is not None:
                    await self._post.forward(shown.chat, conversation, text, message, rows, say)
                await self._memory.forwarded(conversation.id, message.number)

    def _say_in(self, chat: int, known: Names) -> Say:
        """In the language of the operator whose chat it is."""
        owner = next((each for each in known.operators.values() if each.telegram_id == chat), None)
        return self._texts.spoken_to(owner) if owner else self._texts.in_language(None)


def _stay(session: Waiting | WithOperator) -> str:
    """Names one wait or one hold: a session may wait, or be held, several times."""
    return f"{session.id}@{session.since.isoformat()}"


def _chat(operator: Operator) -> int:
    """A private chat has the number of the person in it; 0 is nobody's."""
    return operator.telegram_id or 0
