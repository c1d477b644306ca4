"""Keeps operators' chats showing what is true of the sessions.

Nothing here reacts to what has happened. `refresh` looks at a conversation and at what the chats show of it, and makes
up the difference: announces what waits, edits announcements of what no longer does, shows a held session to its holder
and forwards what is new in it. So it may run at any time, any number of times, and after a restart it goes on.

A message is sent first and remembered then: a process that dies in between repeats it, rather than nobody hearing.
"""

import asyncio
from collections.abc import Sequence
from weakref import WeakValueDictionary

from bot.operator_bot import cards, words
from bot.operator_bot.audience import audience
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names, names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.texts import BotTexts, Say
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.messages import Message, Side
from handoff.operator import Operator
from handoff.session import Closed, Waiting, WithBot, WithOperator

RECENT = 6
"""Messages of the dialogue that a card shows."""
_LOOK_BACK = 20
"""How far behind the last forwarded message a delivery may still fail, and an edit is still told."""
_OFFER = "~"


class Mirror:
    """Used by the leading process only, which takes one conversation at a time."""

    def __init__(self, ports: OperatorBotPorts, memory: Memory, screens: Screens, post: Post, texts: BotTexts) -> None:
        self._desk, self._history = ports.desk, ports.history
        self._memory, self._screens, self._post, self._texts = memory, screens, post, texts
        self._locks: WeakValueDictionary[ConversationId, asyncio.Lock] = WeakValueDictionary()

    async def refresh(self, conversation_id: ConversationId) -> None:
        """Make the chats show what is true of this conversation."""
        lock = self._locks.setdefault(conversation_id, asyncio.Lock())
        async with lock:
            conversation = await self._desk.conversations.load(conversation_id)
            shown = await self._screens.show(conversation_id)
            if conversation is None or (isinstance(conversation.session, WithBot | Closed) and not shown):
                return
            known = names(await self._desk.books.now(), await self._desk.operators.all())
            await self._announce(conversation, shown, known)
            await self._hold(conversation, shown, known)
            if isinstance(conversation.session, WithBot | Closed):
                await self._screens.forget(conversation_id)

    # -- what waits ------------------------------------------------------------------------------------------------

    async def _announce(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        wait = _wait(conversation.session) if isinstance(conversation.session, Waiting) else ""
        told = shown.announcements if shown.wait == wait else {}
        if shown.wait and shown.wait != wait:
            await self._take_down(conversation, shown, known)
        if not wait:
            return
        line, level = known.book.line(conversation.line), conversation.handling.priority.level
        hearers = [
            each for each in audience(conversation, [*known.operators.values()], line) if _chat(each) not in told
        ]
        again = told if shown.level != level else {}
        recent = await self._history.page(conversation, before=None, limit=RECENT) if hearers or again else ()
        for operator in hearers:
            sent = await self._post.send(
                _chat(operator), self._invitation(conversation, recent, known, _chat(operator)), conversation.id
            )
            await self._screens.announced(conversation.id, wait, _chat(operator), sent or 0, level)
        for chat, message_id in again.items():
            if message_id:
                await self._post.edit(chat, message_id, self._invitation(conversation, recent, known, chat))
            await self._screens.announced(conversation.id, wait, chat, message_id, level)

    def _invitation(self, conversation: Conversation, recent: Sequence[Message], known: Names, chat: int) -> Card:
        return cards.announcement(conversation, recent, known, self._say_in(chat, known), self._desk.clock())

    async def _take_down(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        """Let announcements say where the session went instead."""
        lapsed = _OFFER in shown.wait and isinstance(conversation.session, Waiting)
        for chat, message_id in shown.announcements.items():
            if message_id:
                say = self._say_in(chat, known)
                gone = cards.passed_on(conversation, say) if lapsed else self._settled(conversation, known, say)
                await self._post.edit(chat, message_id, gone)
            await self._screens.took_down(conversation.id, chat)
        await self._screens.no_wait(conversation.id)

    # -- what is held ----------------------------------------------------------------------------------------------

    async def _hold(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        session = conversation.session
        holder = known.operators.get(session.operator) if isinstance(session, WithOperator) else None
        hold = _stay(session) if isinstance(session, WithOperator) and holder and _chat(holder) else ""
        if holder and hold and (shown.hold, shown.chat) == (hold, _chat(holder)):
            await self._forward(conversation, shown, holder, self._texts.spoken_to(holder))
            return
        if shown.hold:
            gone = self._settled(conversation, known, self._say_in(shown.chat, known))
            await self._post.send(shown.chat, gone, conversation.id)
            await self._screens.no_hold(conversation.id, shown)
        if holder and hold:
            await self._show(conversation, hold, holder, known)

    async def _show(self, conversation: Conversation, hold: str, holder: Operator, known: Names) -> None:
        """The session's card, and what it can't hold: a photo that came before is part of the question."""
        chat, say = _chat(holder), self._texts.spoken_to(holder)
        latest = await self._history.page(conversation, before=None, limit=_LOOK_BACK)
        recent = latest[-RECENT:]
        card = cards.session(conversation, recent, known, holder, say, self._desk.clock())
        await self._post.send(chat, card, conversation.id)
        for message in recent:
            if message.side is Side.CUSTOMER and message.session_id == conversation.session.id:
                await self._post.enclose(chat, conversation, message, say)
        edits = {message.number: len(message.edits) for message in latest if message.edits}
        await self._screens.held(conversation.id, hold, chat, conversation.count, edits)

    async def _forward(self, conversation: Conversation, shown: Shown, holder: Operator, say: Say) -> None:
        current = await self._memory.current(shown.chat) == conversation.id
        rows = () if current else cards.answering(conversation, say)
        for message in await self._history.since(conversation, max(0, shown.forwarded - _LOOK_BACK)):
            if message.number > conversation.count:
                break  # it came after what we have loaded, and one before it may be missing here: next time
            if message.number > shown.failed and (trouble := words.misfortune(message, say)):
                await self._tell(conversation, shown.chat, trouble, say)
                await self._screens.told_failure(conversation.id, message.number)
            if message.number > shown.forwarded:
                if (text := words.news(message, holder.id, say)) is not None:
                    await self._post.forward(shown.chat, conversation, text, message, rows, say)
                await self._screens.forwarded(conversation.id, message.number, len(message.edits))
            elif len(message.edits) > (seen := shown.edits.get(message.number, 0)):
                await self._tell(conversation, shown.chat, words.reworded(message, message.edits[seen], say), say)
                await self._screens.told_edits(conversation.id, message.number, len(message.edits))

    async def _tell(self, conversation: Conversation, chat: int, text: str, say: Say) -> None:
        await self._post.send(chat, Card(text=f"{words.title(conversation, say)}\n{text}"), conversation.id)

    def _settled(self, conversation: Conversation, known: Names, say: Say) -> Card:
        return cards.settled(conversation, known, say, self._desk.clock())

    def _say_in(self, chat: int, known: Names) -> Say:
        """In the language of the operator whose chat it is."""
        owner = next((each for each in known.operators.values() if each.telegram_id == chat), None)
        return self._texts.spoken_to(owner) if owner else self._texts.in_language(None)


def _stay(session: Waiting | WithOperator) -> str:
    """Names one wait or one hold: a session may wait, or be held, several times."""
    return f"{session.id}@{session.since.isoformat()}"


def _wait(session: Waiting) -> str:
    """Names one way of waiting: in another line, for others' eyes or offered, it is announced anew."""
    wait = f"{_stay(session)} {session.line}{'!' if session.handling.supervised else ''}"
    return f"{wait}{_OFFER}{session.offer.operator} {session.offer.until.isoformat()}" if session.offer else wait


def _chat(operator: Operator) -> int:
    """A private chat has the number of the person in it; 0 is nobody's."""
    return operator.telegram_id or 0
