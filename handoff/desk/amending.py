"""What was said already: correct it, take it back, send it again."""

from collections.abc import Callable
from datetime import datetime

from handoff.conversation import Conversation
from handoff.desk.base import DeskBase, held_by, in_time
from handoff.desk.errors import NotPossible
from handoff.ids import ConversationId, EventId, LineId, MessageId
from handoff.messages import DeliveryState, Message, Side
from handoff.operator import Operator
from handoff.orders import as_ordered
from handoff.session import WithBot

_NEVER_SENT = (DeliveryState.FAILED, DeliveryState.UNKNOWN)


class Amending(DeskBase):
    __slots__ = ()

    async def correct(
        self, conversation_id: ConversationId, operator: Operator, message_id: MessageId, text: str, event: EventId
    ) -> Conversation:
        """Put other words in the place of what an operator wrote, here and at the customer."""

        def change(conversation: Conversation, message: Message, now: datetime) -> Conversation:
            if conversation.has_handled(event) or message.content.text == text:
                return conversation
            if message.withdrawn_at is not None:
                raise NotPossible("This message was taken back.")
            abilities = self.abilities(conversation.address)
            if not _is_queued(message) and not abilities.may_correct(message.at, now):
                raise NotPossible(_too_late("changed", abilities.corrects_within is not None))
            return conversation.corrected(message, text, operator, at=now).handles(event)

        return await self._amend(conversation_id, operator, message_id, change)

    async def withdraw(
        self, conversation_id: ConversationId, operator: Operator, message_id: MessageId, event: EventId
    ) -> Conversation:
        """Take back what an operator wrote. Staff go on seeing what it was."""

        def change(conversation: Conversation, message: Message, now: datetime) -> Conversation:
            if conversation.has_handled(event) or message.withdrawn_at is not None:
                return conversation
            abilities = self.abilities(conversation.address)
            if not _is_queued(message) and not abilities.may_withdraw(message.at, now):
                raise NotPossible(_too_late("taken back", abilities.withdraws_within is not None))
            return conversation.withdrawn(message, operator, at=now).handles(event)

        return await self._amend(conversation_id, operator, message_id, change)

    async def send_again(
        self, conversation_id: ConversationId, operator: Operator, message_id: MessageId, *, sure: bool = False
    ) -> Conversation:
        """Send what did not arrive as a new message, once. `sure` is said of what may have arrived after all."""
        book = await self.books.now()
        message = await self._message(conversation_id, operator, message_id)
        # Named after the message, not the click: whoever presses, and how often, it goes once more.
        event = EventId(f"again:{message_id}")

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event) or message.repeated_as is not None:
                return conversation
            held_by(conversation, operator, book)
            if message.template is None:
                in_time(conversation, now)
            match message.delivery.state if message.delivery else None:
                case DeliveryState.FAILED if message.withdrawn_at is None:
                    pass
                case DeliveryState.UNKNOWN if sure:
                    pass
                case DeliveryState.UNKNOWN:
                    raise NotPossible("The customer may have this message already: say that you are sure.")
                case _:
                    raise NotPossible("Only a message that did not arrive can be sent again.")
            return conversation.sent_again(message, operator, at=now).handles(event)

        return await self._change(conversation_id, operator, decide)

    async def _amend(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        message_id: MessageId,
        change: Callable[[Conversation, Message, datetime], Conversation],
    ) -> Conversation:
        message = await self._message(conversation_id, operator, message_id)

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if message.side is not Side.OPERATOR or message.note:
                raise NotPossible("Only what an operator wrote to the customer can be changed.")
            if message.author != operator.id and not operator.oversees(_line(conversation)):
                raise NotPossible(f"This is {message.author_name}'s: only they or a supervisor can change it.")
            if message.delivery is None or message.delivery.state in _NEVER_SENT:
                raise NotPossible("This message is not known to have arrived, so there is nothing to change.")
            return change(conversation, as_ordered(message, conversation.journal), now)

        return await self._change(conversation_id, operator, decide)


def _is_queued(message: Message) -> bool:
    return message.delivery is not None and message.delivery.state is DeliveryState.QUEUED


def _too_late(done: str, ever: bool) -> str:
    if ever:
        return f"The messenger does not let a message be {done} any more: it was sent too long ago."
    return f"This messenger does not let a message be {done} once it was sent."


def _line(conversation: Conversation) -> LineId | None:
    """Whose supervisors are asked: of the line that has the session, or had it last."""
    return None if isinstance(conversation.session, WithBot) else conversation.session.line
