"""An operator comes to the bot: what they have written or pressed, and where."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from telegram import Message, Update
from telegram.error import TelegramError

from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import Say
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator

log = structlog.get_logger()
NOTICE_LIMIT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One update of an operator. The message is theirs, or the one whose button they pressed.

    `others` are the further messages of an album.
    """

    update: Update
    spot: Spot
    message_id: int
    operator: Operator
    say: Say
    others: tuple[Message, ...] = ()

    @property
    def seat(self) -> str:
        """Whose next words answer a question: in a topic, only this person's."""
        return f"{self.spot}:{self.operator.id}" if self.spot.chat < 0 else str(self.spot)

    @property
    def messages(self) -> tuple[Message, ...]:
        """What they have written, now or in other words before."""
        first = self.update.message or self.update.edited_message
        return (first, *self.others) if first else ()

    @property
    def text(self) -> str:
        return self.update.message.text or "" if self.update.message else ""

    @property
    def body(self) -> str:
        """Their words, over or under files."""
        words = (each.text or each.caption or "" for each in self.messages)
        return "\n".join(filter(None, words))

    @property
    def words(self) -> str:
        """What follows a command."""
        return self.text.partition(" ")[2].strip()

    @property
    def replied_to(self) -> int | None:
        """The message that theirs replies to. What is written in a topic replies, to Telegram, to its beginning."""
        replied = self.update.message.reply_to_message if self.update.message else None
        return None if replied is None or replied.forum_topic_created else replied.message_id

    @property
    def event(self) -> EventId:
        """Telegram may show an update again: the desk does it once."""
        return EventId(f"operator-bot:{self.update.update_id}")

    async def notice(self, text: str = "", *, alert: bool = False) -> None:
        """Answer a press, for the spinner to stop. What was done stays done if that fails."""
        if self.update.callback_query:
            try:
                await self.update.callback_query.answer(text[:NOTICE_LIMIT], show_alert=alert)
            except TelegramError as error:
                log.info("Press not answered", action="press_not_answered", reason=error.message)


OnVisit = Callable[[Visit], Awaitable[None]]
OnSession = Callable[[Visit, ConversationId], Awaitable[None]]
