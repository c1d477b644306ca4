"""A session shown in full: its card, all that is said in it, and where it is, at the spot where people work on it.

That is its holder's own chat, or its topic where the line has a group.
"""

from contextlib import suppress

from bot.operator_bot import cards, words
from bot.operator_bot.cards import Card
from bot.operator_bot.following import LOOK_BACK, Following, mark
from bot.operator_bot.memory import Memory
from bot.operator_bot.names import Names
from bot.operator_bot.ports import OperatorBotPorts
from bot.operator_bot.post import Post
from bot.operator_bot.shown import Screens, Shown
from bot.operator_bot.trouble import GroupTrouble
from bot.operator_bot.window import Window
from handoff.conversation import Conversation
from handoff.messages import Side
from handoff.session import WithBot

RECENT = 6
"""Messages of the dialogue that a card shows."""


class Showing:
    def __init__(self, ports: OperatorBotPorts, memory: Memory, screens: Screens, post: Post) -> None:
        self._clock, self._history = ports.desk.clock, ports.history
        self._screens, self._post = screens, post
        self._following = Following(ports, memory, screens, post)

    async def refresh(
        self, conversation: Conversation, shown: Shown, known: Names, window: Window | None, before: Window | None
    ) -> None:
        """`before` speaks for the spot where it is shown now, if it is."""
        if window is not None and (shown.hold, shown.spot) == (window.stay, window.spot):
            await self._following.follow(conversation, shown, known, window)
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
        latest = await self._history.page(conversation, before=None, limit=LOOK_BACK)
        upto = conversation.count if shown.hold or not shown.forwarded else shown.forwarded
        recent = [each for each in latest if each.number <= upto][-RECENT:]
        card = cards.session(conversation, recent, known, window.reader, say, self._clock())
        panel = await self._post.send(spot, card, conversation.id)
        for message in recent:
            if message.side is Side.CUSTOMER and message.session_id == conversation.session.id:
                caption = "" if window.shared else words.title(conversation, say)
                await self._post.enclose(spot, conversation, message, say, caption)
        edits = {message.number: len(message.edits) for message in latest if message.edits}
        came = {each.number: known_by for each in latest if (known_by := mark(words.aftermath(each, say)))}
        await self._screens.held(conversation.id, window.stay, spot, upto, edits, came)
        if window.shared:
            await self._screens.stands(conversation.id, words.standing(conversation, known, say), panel or 0)
        if upto < conversation.count:
            await self._following.follow(conversation, await self._screens.show(conversation.id), known, window)

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
                await self._following.follow(conversation, shown, known, window)
        with suppress(GroupTrouble):
            await self._post.send(window.spot, gone, conversation.id)
            if shown.panel:
                await self._post.strip(window.spot, shown.panel)
        await self._screens.no_hold(conversation.id, shown)
