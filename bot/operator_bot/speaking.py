"""What operators write, and send: words and files for the customer, notes for colleagues, and changes of either."""

from collections.abc import Sequence

from telegram import Message as Seen

from bot.operator_bot.closing import Closing
from bot.operator_bot.luggage import Luggage, piece_of
from bot.operator_bot.reception import Reception
from bot.operator_bot.visit import Visit
from handoff.conversation import Conversation
from handoff.files import FileRefused
from handoff.ids import ConversationId
from handoff.messages import Attachment, Message, Side
from handoff.session import Waiting

NOTE = "//"
"""In a topic, what begins with this is a note, whoever writes it."""


class Speaking:
    def __init__(self, reception: Reception, closing: Closing, luggage: Luggage) -> None:
        self._reception, self._closing, self._luggage = reception, closing, luggage
        self._desk, self._post, self._memory = reception.ports.desk, reception.post, reception.memory

    async def said(self, visit: Visit) -> None:
        """The answer to what we have asked, or words for the customer."""
        asked = None if visit.replied_to else await self._memory.asked(visit.seat, visit.event)
        if asked is not None and visit.text:
            await self._reception.attempt(visit, asked.conversation_id, self._closing.with_comment(asked))
        elif not visit.body and not any(map(piece_of, visit.messages)):
            await self._reception.say(visit, "only_text")
        else:
            speak = self._reply if visit.spot.chat > 0 else self._in_topic
            try:
                await self._reception.on_session(speak, unclear="whom")(visit)
            except FileRefused as refusal:
                await self._reception.say(visit, refusal.code, name=_named(visit.messages))

    async def edited(self, visit: Visit) -> None:
        """Of what went to the customer, the customer's copy changes, where the messenger can do that."""
        original = await self._memory.original(visit.spot.chat, visit.message_id)
        conversation_id = await self._memory.about(visit.spot.chat, visit.message_id)
        if original is None or conversation_id is None:
            return  # a command, a note or an answer to us: nothing that has gone anywhere

        async def correct(visit: Visit, conversation_id: ConversationId) -> None:
            await self._memory.is_reworded(visit.spot.chat, original, visit.body)  # before anybody tells of it
            await self._desk.correct(conversation_id, visit.operator, original, visit.body, visit.event)

        await self._reception.attempt(visit, conversation_id, correct, refused="not_corrected")

    async def note(self, visit: Visit, conversation_id: ConversationId) -> None:
        if not visit.words:
            await self._reception.say(visit, "note_usage")
            return
        await self._keep(visit, conversation_id, visit.words, ())
        if visit.spot.chat > 0:
            await self._reception.say(visit, "note_kept")

    async def _in_topic(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Who holds the session speaks to the customer; everybody else to colleagues."""
        conversation = await self._reception.seen(visit, conversation_id)
        if visit.body.startswith(NOTE):
            await self._aside(visit, conversation, visit.body.removeprefix(NOTE).strip())
        elif conversation.operator == visit.operator.id:
            await self._reply(visit, conversation_id)
        else:
            await self._aside(visit, conversation, visit.body)

    async def _aside(self, visit: Visit, conversation: Conversation, text: str) -> None:
        """Kept as a note, and marked as one. Who may think that the customer reads it is told otherwise, once."""
        files = await self._luggage.keep(visit.messages, conversation.id)
        if not text and not files:
            return
        await self._keep(visit, conversation.id, text, files)
        mistaken = isinstance(conversation.session, Waiting) and not visit.body.startswith(NOTE)
        if mistaken and await self._memory.first_time(f"waits:{conversation.session.id}:{visit.operator.id}"):
            await self._reception.say(visit, "note_while_waiting")

    async def _keep(
        self, visit: Visit, conversation_id: ConversationId, text: str, files: tuple[Attachment, ...]
    ) -> None:
        async with self._reception.locks.of(conversation_id):
            kept = await self._desk.note(conversation_id, visit.operator, text, visit.event, files)
            await self._is_ours(visit, kept)
        if visit.spot.topic:
            await self._post.mark(visit.spot, visit.message_id)

    async def _reply(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Quiet when it works."""
        await self._desk.may_write(conversation_id, visit.operator)
        files = await self._luggage.keep(visit.messages, conversation_id)
        quoting = await self._memory.original(visit.spot.chat, visit.replied_to) if visit.replied_to else None
        async with self._reception.locks.of(conversation_id):
            replied = await self._desk.reply(
                conversation_id, visit.operator, visit.body, visit.event, files, quoting=quoting
            )
            await self._is_ours(visit, replied)

    async def _is_ours(self, visit: Visit, conversation: Conversation) -> None:
        """Replying to one's own words means the same session; and what was written here is not shown here as news."""
        own = _latest(conversation.journal, visit)
        for message in visit.messages:
            await self._memory.is_about(visit.spot.chat, message.message_id, conversation.id)
            if own is not None:
                await self._memory.is_copy(visit.spot.chat, message.message_id, own.id)


def _latest(journal: Sequence[Message], visit: Visit) -> Message | None:
    """What this operator said last."""
    own = (each for each in reversed(journal) if each.side is Side.OPERATOR and each.author == visit.operator.id)
    return next(own, None)


def _named(messages: Sequence[Seen]) -> str:
    return ", ".join(piece.name for piece in map(piece_of, messages) if piece is not None)
