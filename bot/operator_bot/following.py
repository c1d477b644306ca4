"""What is new in a session that is shown: what was said is forwarded once, and what came of it later is told.

What is forwarded is remembered with the message of the thread that it shows, so that replies to it quote that.
"""

from bot.operator_bot import cards, words
from bot.operator_bot.buttons import short
from bot.operator_bot.cards import Card
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names
from bot.operator_bot.overheard import overheard
from bot.operator_bot.parcels import parcels
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import CAPTION, Post
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.window import Window
from handoff.conversation import Conversation
from handoff.messages import Message, Side

LOOK_BACK = 20
"""How far behind the last forwarded message a delivery may still fail, and an edit is still told."""


class Following:
    def __init__(self, ports: OperatorBotPorts, memory: Memory, screens: Screens, post: Post) -> None:
        self._clock, self._history = ports.desk.clock, ports.history
        self._memory, self._screens, self._post = memory, screens, post

    async def follow(self, conversation: Conversation, shown: Shown, known: Names, window: Window) -> None:
        """Forward what is new, and tell what went wrong with, or became of, what is not."""
        say = window.say
        for message in await self._history.since(conversation, max(0, shown.forwarded - LOOK_BACK)):
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
            elif len(message.edits) > (seen := shown.edits.get(message.number, 0)):
                if message.side is Side.CUSTOMER or await self._corrected_elsewhere(window, message):
                    await self._tell(conversation, window, words.reworded(message, message.edits[seen], say), message)
                await self._screens.told_edits(conversation.id, message.number, len(message.edits))
            await self._tell_what_came(conversation, shown, window, message)

    async def _corrected_elsewhere(self, window: Window, message: Message) -> bool:
        """Ours reads otherwise now than it does in this topic."""
        return window.shared and not await self._memory.reads(window.spot.chat, message.id, message.content.text)

    async def _tell_what_came(self, conversation: Conversation, shown: Shown, window: Window, message: Message) -> None:
        text = words.aftermath(message, window.say)
        known_by = mark(text)
        if known_by == shown.came.get(message.number, ""):
            return
        if text:
            await self._tell(conversation, window, text, message)
        await self._screens.told_what_came(conversation.id, message.number, known_by)

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

    async def _tell(self, conversation: Conversation, window: Window, text: str, message: Message) -> None:
        titled = text if window.shared else f"{words.title(conversation, window.say)}\n{text}"
        answers = await self._memory.copy(window.spot.chat, message.id)
        await self._post.send(window.spot, Card(text=titled), conversation.id, answers=answers)


def mark(text: str) -> str:
    """By which a text is known again."""
    return short(text) if text else ""


def _goes_under_its_file(message: Message) -> bool:
    """Words and one file, or one album, are one message to Telegram."""
    one_file = bool(message.content.attachments) and len(parcels(message)) == 1
    return one_file and message.quote is None and len(message.content.text) <= CAPTION
