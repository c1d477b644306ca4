"""What waits is announced to those who may take it, each in their own chat, until it does not wait any more."""

from collections.abc import Sequence

from bot.operator_bot import cards
from bot.operator_bot.audience import audience
from bot.operator_bot.cards import Card
from bot.operator_bot.names import Names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.showing import RECENT
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import BotTexts
from handoff.conversation import Conversation
from handoff.messages import Message
from handoff.operator import Operator
from handoff.session import Waiting

_OFFER = "~"


class Announcing:
    def __init__(self, ports: OperatorBotPorts, screens: Screens, post: Post, texts: BotTexts) -> None:
        self._clock, self._history = ports.desk.clock, ports.history
        self._screens, self._post, self._texts = screens, post, texts

    async def refresh(self, conversation: Conversation, shown: Shown, known: Names, *, in_group: bool) -> None:
        """Where a group has the session as a topic, only what is offered to one person is told to them apart."""
        wait = wait_of(conversation.session) if isinstance(conversation.session, Waiting) else ""
        if in_group and _OFFER not in wait:
            wait = ""
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
            chat = _chat(operator)
            sent = await self._post.send(
                Spot(chat), self._invitation(conversation, recent, known, chat), conversation.id
            )  # fmt: skip
            await self._screens.announced(conversation.id, wait, chat, sent or 0, level)
        for chat, message_id in again.items():
            if message_id:
                await self._post.edit(Spot(chat), message_id, self._invitation(conversation, recent, known, chat))
            await self._screens.announced(conversation.id, wait, chat, message_id, level)

    def _invitation(self, conversation: Conversation, recent: Sequence[Message], known: Names, chat: int) -> Card:
        say = self._texts.of_chat(chat, known.operators.values())
        return cards.announcement(conversation, recent, known, say, self._clock())

    async def _take_down(self, conversation: Conversation, shown: Shown, known: Names) -> None:
        """Let announcements say where the session went instead."""
        lapsed = _OFFER in shown.wait and isinstance(conversation.session, Waiting)
        for chat, message_id in shown.announcements.items():
            if message_id:
                say = self._texts.of_chat(chat, known.operators.values())
                settled = cards.settled(conversation, known, say, self._clock())
                gone = cards.passed_on(conversation, say) if lapsed else settled
                await self._post.edit(Spot(chat), message_id, gone)
            await self._screens.took_down(conversation.id, chat)
        await self._screens.no_wait(conversation.id)


def wait_of(session: Waiting) -> str:
    """Names one way of waiting: in another line, for others' eyes or offered, it is announced anew."""
    wait = f"{session.id}@{session.since.isoformat()} {session.line}{'!' if session.handling.supervised else ''}"
    return f"{wait}{_OFFER}{session.offer.operator} {session.offer.until.isoformat()}" if session.offer else wait


def _chat(operator: Operator) -> int:
    """A private chat has the number of the person in it; 0 is nobody's."""
    return operator.telegram_id or 0
