"""An operator comes to the bot: who they are, which session they mean, and how they hear of refusals."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any

import structlog
from telegram import Update
from telegram.error import TelegramError
from telegram.ext import CallbackContext

from bot.operator_bot import cards, menus, words
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Memory
from bot.operator_bot.mirror import RECENT
from bot.operator_bot.names import Names, names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.texts import BotTexts, Say
from bot.operator_bot.times import lasting
from bot.operator_bot.watch import Watch
from handoff import access
from handoff.conversation import Conversation
from handoff.desk import AlreadyTaken, DeskError, NotFound, NotPossible, NotYours
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator
from handoff.ports import InboxQuery, View

log = structlog.get_logger()
Context = CallbackContext[Any, Any, Any, Any]
Callback = Callable[[Update, Context], Coroutine[Any, Any, None]]
_NOTICE_LIMIT = 200
_SESSIONS = 50


class Unclear(Exception):
    """The operator has to say which session they mean; `key` names the sentence that asks."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One update of an operator. The message is theirs, or the one whose button they pressed."""

    update: Update
    chat: int
    message_id: int
    operator: Operator
    say: Say

    @property
    def text(self) -> str:
        return self.update.message.text or "" if self.update.message else ""

    @property
    def words(self) -> str:
        """What follows a command."""
        return self.text.partition(" ")[2].strip()

    @property
    def replied_to(self) -> int | None:
        """The message that theirs replies to."""
        replied = self.update.message.reply_to_message if self.update.message else None
        return replied.message_id if replied else None

    @property
    def event(self) -> EventId:
        """Telegram may show an update again: the desk does it once."""
        return EventId(f"operator-bot:{self.update.update_id}")

    async def notice(self, text: str = "", *, alert: bool = False) -> None:
        """Answer a press, for the spinner to stop. What was done stays done if that fails."""
        if self.update.callback_query:
            try:
                await self.update.callback_query.answer(text[:_NOTICE_LIMIT], show_alert=alert)
            except TelegramError as error:
                log.info("Press not answered", action="press_not_answered", reason=error.message)


OnVisit = Callable[[Visit], Awaitable[None]]
OnSession = Callable[[Visit, ConversationId], Awaitable[None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reception:
    """Lets operators in, and nobody else."""

    ports: OperatorBotPorts
    memory: Memory
    post: Post
    watch: Watch
    texts: BotTexts

    def operators_only(self, act: OnVisit) -> Callback:
        """A handler that serves linked operators; others are told how to link."""

        async def handle(update: Update, context: Context) -> None:
            query = update.callback_query
            message, user = query.message if query else update.message, update.effective_user
            if message is None or user is None:
                return
            operator = await self.ports.desk.operators.by_telegram(user.id)
            if operator is None:
                say = self.texts.in_language(user.language_code)
                await self.post.send(message.chat.id, Card(text=say("how_to_link")))
                return
            visit = Visit(
                update=update, chat=message.chat.id, message_id=message.message_id,
                operator=operator, say=self.texts.spoken_to(operator),
            )  # fmt: skip
            if visit.text.startswith("/"):
                await self.memory.ask_nothing(visit.chat)  # a command is no answer
            try:
                await act(visit)
            except Unclear as unclear:
                choice = await self.sessions(visit)
                await self.post.send(visit.chat, Card(text=visit.say(unclear.key), rows=choice.rows))

        return handle

    def on_session(self, act: OnSession, *, unclear: str = "about_what") -> OnVisit:
        """About the session whose message is replied to, or else the current one."""

        async def handle(visit: Visit) -> None:
            if visit.replied_to:
                meant, puzzle = await self.memory.about(visit.chat, visit.replied_to), "unknown_reply"
            else:
                meant, puzzle = await self.memory.current(visit.chat), unclear
            if meant is None:
                raise Unclear(puzzle)
            await self.attempt(visit, meant, act)

        return handle

    async def attempt(self, visit: Visit, conversation_id: ConversationId, act: OnSession) -> None:
        """Do it, or say in a sentence why the desk refuses."""
        try:
            await act(visit, conversation_id)
        except DeskError as refusal:
            text = await self._reason(visit, conversation_id, refusal)
            if visit.update.callback_query:
                await visit.notice(text, alert=True)
            else:
                await self.post.send(visit.chat, Card(text=text))
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
        card = cards.session(conversation, recent, await self.names(), visit.operator, visit.say, now)
        await self.post.send(visit.chat, card, conversation.id)

    async def sessions(self, visit: Visit) -> Card:
        """The sessions that the operator has, to choose from; those on hold at the end."""
        held: list[Conversation] = []
        for view in (View.MINE, View.HOLD):
            query = InboxQuery(view=view, operator=visit.operator.id, lines=None, limit=_SESSIONS)
            held += (await self.ports.inbox.page(query)).items
        for conversation in held:
            await self.memory.name(conversation.id)
        return menus.sessions(held, await self.memory.current(visit.chat), visit.say)

    async def say(self, visit: Visit, key: str, **values: object) -> None:
        """A sentence in their chat."""
        await self.post.send(visit.chat, Card(text=visit.say(key, **values)))

    async def _reason(self, visit: Visit, conversation_id: ConversationId, refusal: DeskError) -> str:
        match refusal:
            case AlreadyTaken():
                return visit.say("already_taken", name=refusal.by)
            case NotYours():
                return visit.say("not_yours", name=refusal.holder)
            case NotFound():
                return visit.say("not_found")
        conversation, known = await self.seen(visit, conversation_id), await self.names()
        if isinstance(refusal, NotPossible) and refusal.field == "until":
            line = known.line_of(conversation)
            return visit.say("hold_too_long", longest=lasting(line.longest_hold, visit.say) if line else "–")
        now = words.standing(conversation, known, visit.say, self.ports.desk.clock())
        return visit.say("not_possible", title=words.title(conversation, visit.say), standing=now)
