"""Taking a session and speaking in it: accept, decline, reply, note, seen."""

from dataclasses import replace
from datetime import datetime

from handoff import access
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.desk.base import DeskBase, held_by, home_line, in_time
from handoff.desk.errors import AlreadyTaken, NotFound, NotPossible
from handoff.ids import ConversationId, EventId, MessageId
from handoff.line import Distribution
from handoff.messages import Attachment, Happening
from handoff.operator import Operator
from handoff.quoting import quotable
from handoff.reasons import Reason
from handoff.session import Closed, Waiting, WithBot, WithOperator


class Answering(DeskBase):
    __slots__ = ()

    async def accept(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """Take a waiting session, or one that the bot still has. The loser of a race gets AlreadyTaken."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator(operator=holder) if holder == operator.id:
                    return conversation
                case WithOperator(operator=holder):
                    raise AlreadyTaken(book.name(holder))
                case Closed():
                    raise NotPossible("This session is closed already.")
                case Waiting() as waiting:
                    why = _may_take(waiting, operator, book, now)
                    taken = waiting.assign(operator.id, at=now)
                case WithBot() as with_bot:
                    why = Reason(code="took")
                    taken = with_bot.hand_off(home_line(operator), at=now).assign(operator.id, at=now)
            # Before the change: afterwards the bot is silent.
            told = self.courtesies.say(conversation, "operator_joined", at=now, name=operator.name)
            return told.with_session(taken.with_handling(replace(taken.handling, why_operator=why))).reports(
                Happening.ASSIGNED, at=now, operator=operator.name
            )

        return await self._change(conversation_id, operator, decide)

    async def decline(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """Let an offer go to the next one."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case Waiting(offer=offer) as waiting if offer is not None and offer.operator == operator.id:
                    refused = waiting.handling.declined_by(operator.id, at=now)
                    free = conversation.with_session(waiting.offered(None).with_handling(refused))
                    return free.reports(Happening.DECLINED, at=now, operator=operator.name)
                case _:
                    raise NotPossible("This session is not offered to you any more.")

        return await self._change(conversation_id, operator, decide)

    async def may_write(self, conversation_id: ConversationId, operator: Operator) -> None:
        """Raises DeskError unless `reply` would work as things stand: asked before a long upload, not after it."""
        conversation = await self.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise NotFound("conversation")
        held_by(conversation, operator, await self.books.now())
        in_time(conversation, self.clock())

    async def reply(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        text: str,
        event: EventId,
        files: tuple[Attachment, ...] = (),
        quoting: MessageId | None = None,
    ) -> Conversation:
        """Write to the customer, and send files of this conversation; perhaps in answer to one message of it. The same
        `event` twice (a double click, a weak link) is one message."""
        book = await self.books.now()
        quoted = None if quoting is None else await self._message(conversation_id, operator, quoting)
        if quoted is not None and not quotable(quoted):
            raise NotPossible("Only what the customer can see can be quoted.", field="quoting")

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event):
                return conversation
            held_by(conversation, operator, book)
            in_time(conversation, now)
            return conversation.operator_says(text, operator, at=now, files=files, quoting=quoted).handles(event)

        return await self._change(conversation_id, operator, decide)

    async def note(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        text: str,
        event: EventId,
        files: tuple[Attachment, ...] = (),
    ) -> Conversation:
        """Write for colleagues only, and show them files."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event):
                return conversation
            return conversation.noted(text, operator, at=now, files=files).handles(event)

        return await self._change(conversation_id, operator, decide)

    async def seen(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """The holder has read the thread."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            return conversation.seen() if conversation.operator == operator.id else conversation

        return await self._change(conversation_id, operator, decide)


def _may_take(waiting: Waiting, operator: Operator, book: Book, now: datetime) -> Reason:
    """Why this person may take it. Raises NotPossible where they may not."""
    line, offer = book.line(waiting.line), waiting.offer
    if offer is not None and offer.operator == operator.id:
        return offer.why
    if operator.oversees(waiting.line):
        return Reason(code="took")
    if offer is not None and offer.until > now:
        raise NotPossible(f"This session is offered to {book.name(offer.operator)} just now.")
    if waiting.handling.supervised:
        raise NotPossible("This session was escalated: a supervisor takes it.")
    if line is not None and line.distribution is Distribution.SUPERVISOR:
        raise NotPossible("On this line a supervisor hands out the sessions.")
    return Reason(code="took")
