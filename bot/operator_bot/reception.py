"""Lets operators in: who they are, which session they mean, and how they hear of refusals."""

from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from telegram import Update
from telegram.ext import CallbackContext

from bot.operator_bot import cards, menus, words
from bot.operator_bot.cards import Card
from bot.operator_bot.lanes import message_of, spot_of
from bot.operator_bot.locks import Locks
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names, names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.showing import RECENT
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import BotTexts, Say
from bot.operator_bot.times import lasting
from bot.operator_bot.visit import NOTICE_LIMIT, OnSession, OnVisit, Visit
from bot.operator_bot.watch import Watch
from handoff import access
from handoff.conversation import Conversation
from handoff.desk import AlreadyTaken, DeskError, NotFound, NotPossible, NotYours, WindowClosed
from handoff.ids import ConversationId
from handoff.ports import InboxQuery, View

Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
_SESSIONS = 50


class Unclear(Exception):
    """The operator has to say which session they mean; `key` names the sentence that asks."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Lets operators in, and nobody else."""

    ports: OperatorBotPorts
    memory: Memory
    post: Post
    watch: Watch
    locks: Locks
    texts: BotTexts
    others: Callable[[Update], Sequence[Update]] = lambda _: ()
    """The further updates of an album."""

    def operators_only(self, act: OnVisit) -> Callback:
        """A handler that serves linked operators; others are told how to link."""

        async def handle(update: Update, context: Context) -> None:
            message, user = message_of(update), update.effective_user
            if message is None or user is None:
                return
            spot = spot_of(message)
            operator = await self.ports.desk.operators.by_telegram(user.id)
            if operator is None or not operator.active:
                await self._show_the_door(update, spot, self.texts.in_language(user.language_code))
                return
            visit = Visit(
                update=update, spot=spot, message_id=message.message_id, operator=operator,
                say=self.texts.spoken_to(operator),
                others=tuple(each.message for each in self.others(update) if each.message),
            )  # fmt: skip
            if visit.text.startswith("/"):
                await self.memory.ask_nothing(visit.seat)  # a command is no answer
            try:
                await act(visit)
            except Unclear as unclear:
                rows = (await self.sessions(visit)).rows if spot.chat > 0 else ()
                await self.post.send(spot, Card(text=visit.say(unclear.key), rows=rows))

        return handle

    async def _show_the_door(self, update: Update, spot: Spot, say: Say) -> None:
        """To who is no operator: how to become known. In a group they are told once, and on a press."""
        query, user = update.callback_query, update.effective_user
        if query is not None and spot.chat < 0:
            await query.answer(say("how_to_link")[:NOTICE_LIMIT], show_alert=True)
        elif spot.chat > 0 or (user and await self.memory.first_time(f"door:{spot.chat}:{user.id}")):
            await self.post.send(spot, Card(text=say("how_to_link")))

    def on_session(self, act: OnSession, *, unclear: str = "about_what") -> OnVisit:
        """About the session whose message is replied to, or else the current one."""

        async def handle(visit: Visit) -> None:
            if visit.spot.chat < 0:
                meant, puzzle = await self._meant_in(visit.spot)
            elif visit.replied_to:
                meant, puzzle = await self.memory.about(visit.spot.chat, visit.replied_to), "unknown_reply"
            else:
                meant, puzzle = await self.memory.current(visit.spot.chat), unclear
            if meant is None:
                raise Unclear(puzzle)
            await self.attempt(visit, meant, act)

        return handle

    async def _meant_in(self, spot: Spot) -> tuple[ConversationId | None, str]:
        """The session whose topic this is, while it is the one that its customer is in; else what to say."""
        topic = await self.ports.topics.at(*spot)
        conversation = await self.ports.desk.conversations.load(topic.conversation_id) if topic else None
        if topic is None or conversation is None:
            return None, "no_session_here"
        return (conversation.id if conversation.session.id == topic.session_id else None), "session_over"

    async def attempt(
        self, visit: Visit, conversation_id: ConversationId, act: OnSession, *, refused: str | None = None
    ) -> None:
        """Do it, or say in a sentence why the desk refuses: `refused`, where that needs no more words."""
        try:
            await act(visit, conversation_id)
        except DeskError as refusal:
            text = visit.say(refused) if refused else await self._reason(visit, conversation_id, refusal)
            if visit.update.callback_query:
                await visit.notice(text, alert=True)
            else:
                await self.post.send(visit.spot, Card(text=text))
        self.watch.ask(conversation_id)

    async def seen(self, visit: Visit, conversation_id: ConversationId) -> Conversation:
        """The conversation, if this operator may see it. Raises NotFound."""
        conversation = await self.ports.desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(visit.operator, conversation):
            raise NotFound("conversation")
        return conversation

    async def names(self) -> Names:
        desk = self.ports.desk
        return names(await desk.books.now(), await desk.operators.all())

    async def show(self, visit: Visit, conversation: Conversation) -> None:
        """The session's card."""
        recent = await self.ports.history.page(conversation, before=None, limit=RECENT)
        now = self.ports.desk.clock()
        reader = None if visit.spot.topic else visit.operator
        card = cards.session(conversation, recent, await self.names(), reader, visit.say, now)
        await self.post.send(visit.spot, card, conversation.id)

    async def sessions(self, visit: Visit) -> Card:
        """The sessions that the operator has, to choose from; those on hold at the end."""
        held: list[Conversation] = []
        for view in (View.MINE, View.HOLD):
            query = InboxQuery(view=view, operator=visit.operator.id, lines=None, limit=_SESSIONS)
            held += (await self.ports.inbox.page(query)).items
        for conversation in held:
            await self.memory.name(conversation.id)
        return menus.sessions(held, await self.memory.current(visit.spot.chat), visit.say)

    async def say(self, visit: Visit, key: str, **values: object) -> None:
        """A sentence in their chat."""
        await self.post.send(visit.spot, Card(text=visit.say(key, **values)))

    async def _reason(self, visit: Visit, conversation_id: ConversationId, refusal: DeskError) -> str:
        match refusal:
            case AlreadyTaken():
                return visit.say("already_taken", name=refusal.by)
            case NotYours():
                return visit.say("not_yours", name=refusal.holder)
            case NotFound():
                return visit.say("not_found")
            case WindowClosed():
                return visit.say("window_closed")
        conversation, known = await self.seen(visit, conversation_id), await self.names()
        if isinstance(refusal, NotPossible) and refusal.field == "until":
            line = known.line_of(conversation)
            return visit.say("hold_too_long", longest=lasting(line.longest_hold, visit.say) if line else "–")
        now = words.standing(conversation, known, visit.say, self.ports.desk.clock())
        return visit.say("not_possible", title=words.title(conversation, visit.say), standing=now)
