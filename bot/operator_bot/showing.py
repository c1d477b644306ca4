"""A session shown in full: its card, all that is said in it, and where it is, at the spot where people work on it.

That is its holder's own chat, or its topic where the line has a group.
"""

from contextlib import suppress
from dataclasses import dataclass

from bot.operator_bot import cards, words
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names
from bot.operator_bot.overheard import overheard
from bot.operator_bot.parcels import parcels
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import CAPTION, Post
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import Say
from bot.operator_bot.trouble import GroupTrouble
from handoff.conversation import Conversation
from handoff.messages import Message, Side
from handoff.operator import Operator
from handoff.session import WithBot

RECENT = 6
"""Messages of the dialogue that a card shows."""
_LOOK_BACK = 20
"""How far behind the last forwarded message a delivery may still fail, and an edit is still told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where a session is shown for one `stay`, in one language; `reader` is the person whose own chat it is."""

    spot: Spot
    stay: str
    say: Say
    reader: Operator | None = None

    @property
    def shared(self) -> bool:
        """A topic, which many read, and in which nobody has to be told whose session it is."""
        return bool(self.spot.topic)


class Showing:
    def __init__(self, ports: OperatorBotPorts, memory: Memory, screens: Screens, post: Post) -> None:
        self._clock, self._history = ports.desk.clock, ports.history
        self._memory, self._screens, self._post = memory, screens, post

    async def refresh(
        self, conversation: Conversation, shown: Shown, known: Names, window: Window | None, before: Window | None
    ) -> None:
        """`before` speaks for the spot where it is shown now, if it is."""
        if window is not None and (shown.hold, shown.spot) == (window.stay, window.spot):
            await self._follow(conversation, shown, known, window)
            await self._stand(conversation, shown, known, window)
            return
        if shown.hold and before is not None:
            await self._leave(conversation, shown, known, before)
        if window is not None:
            await self._open(conversation, shown, known, window)

    async def _open(self, conversation: Conversation, shown: Shown, known: Names, window: Window) -> None:
        """The session's card, and what it can't hold: a photo that came before is part of the question.

        What had not been shown yet in a place that is gone follows as it would have there.
        """
        spot, say = window.spot, window.say
        latest = await self._history.page(conversation, before=None, limit=_LOOK_BACK)
        upto = conversation.count if shown.hold or not shown.forwarded else shown.forwarded
        recent = [each for each in latest if each.number <= upto][-RECENT:]
        card = cards.session(conversation, recent, known, window.reader, say, self._clock())
        panel = await self._post.send(spot, card, conversation.id)
        for message in recent:
            if message.side is Side.CUSTOMER and message.session_id == conversation.session.id:
                caption = "" if window.shared else words.title(conversation, say)
                await self._post.enclose(spot, conversation, message, say, caption)
        edits = {message.number: len(message.edits) for message in latest if message.edits}
        await self._screens.held(conversation.id, window.stay, spot, upto, edits)
        if window.shared:
            await self._screens.stands(conversation.id, words.standing(conversation, known, say), panel or 0)
        if upto < conversation.count:
            await self._follow(conversation, await self._screens.show(conversation.id), known, window)

    async def _follow(self, conversation: Conversation, shown: Shown, known: Names, window: Window) -> None:
        """Forward what is new, and tell what went wrong with, or became of, what is not."""
        say = window.say
        for message in await self._history.since(conversation, max(0, shown.forwarded - _LOOK_BACK)):
            if message.number > conversation.count:
                break  # it came after what we have loaded, and one before it may be missing here: next time
            if not window.stay.startswith(f"{message.session_id}@"):
                continue  # another session's, which has a topic of its own
            if message.number > shown.failed and (trouble := words.misfortune(message, say)):
                await self._tell(conversation, window, trouble, message)
                await self._screens.told_failure(conversation.id, message.number)
            if message.number > shown.forwarded:
                await self._forward(conversation, known, window, message)
                await self._screens.forwarded(conversation.id, message.number, len(message.edits))
            elif message.side is Side.CUSTOMER and len(message.edits) > (seen := shown.edits.get(message.number, 0)):
                await self._tell(conversation, window, words.reworded(message, message.edits[seen], say), message)
                await self._screens.told_edits(conversation.id, message.number, len(message.edits))

    async def _forward(self, conversation: Conversation, known: Names, window: Window, message: Message) -> None:
        spot, say, reader = window.spot, window.say, window.reader
        if window.shared and await self._memory.copy(spot.chat, message.id):
            return  # it was written here
        if window.shared:
            text = overheard(message, conversation, known, say, self._clock())
        else:
            text = words.news(message, reader.id if reader else None, say)
        if text is None:
            return
        answers = await self._memory.copy(spot.chat, message.quote.message) if message.quote else None
        if message.quote and not answers:
            text = f"> {words.cut(message.quote.text, words.SHORT)}\n{text}"
        title = "" if window.shared else words.title(conversation, say)
        if window.shared and message.side is Side.CUSTOMER and _goes_under_its_file(message):
            await self._post.enclose(spot, conversation, message, say, message.content.text)
            return
        quiet = window.shared or await self._memory.current(spot.chat) == conversation.id
        rows = () if quiet else cards.answering(conversation, say)
        card = Card(text=f"{title}\n{text}".strip(), rows=rows)
        await self._post.send(spot, card, conversation.id, copy_of=message.id, answers=answers)
        await self._post.enclose(spot, conversation, message, say, title)

    async def _stand(self, conversation: Conversation, shown: Shown, known: Names, window: Window) -> None:
        """In a topic: say where the session is now, with the buttons for that; the earlier ones go."""
        standing = words.standing(conversation, known, window.say)
        if not window.shared or standing == shown.standing:
            return
        rows = cards.session_rows(conversation, None, window.say)
        panel = await self._post.send(window.spot, Card(text=standing, rows=rows), conversation.id)
        await self._screens.stands(conversation.id, standing, panel or 0)
        if shown.panel:
            await self._post.strip(window.spot, shown.panel)

    async def _leave(self, conversation: Conversation, shown: Shown, known: Names, window: Window) -> None:
        """It is not to be shown there any more: say where it went. In a topic nothing of it is left out."""
        gone = cards.settled(conversation, known, window.say, self._clock())
        if window.shared and not isinstance(conversation.session, WithBot):
            with suppress(GroupTrouble):  # there is no way to say it, and nobody who could read it
                await self._follow(conversation, shown, known, window)
        with suppress(GroupTrouble):
            await self._post.send(window.spot, gone, conversation.id)
            if shown.panel:
                await self._post.strip(window.spot, shown.panel)
        await self._screens.no_hold(conversation.id, shown)

    async def _tell(self, conversation: Conversation, window: Window, text: str, message: Message) -> None:
        titled = text if window.shared else f"{words.title(conversation, window.say)}\n{text}"
        answers = await self._memory.copy(window.spot.chat, message.id)
        await self._post.send(window.spot, Card(text=titled), conversation.id, answers=answers)


def _goes_under_its_file(message: Message) -> bool:
    """Words and one file, or one album, are one message to Telegram."""
    one_file = bool(message.content.attachments) and len(parcels(message)) == 1
    return one_file and message.quote is None and len(message.content.text) <= CAPTION
