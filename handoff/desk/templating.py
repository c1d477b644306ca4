"""Writing to a customer in a text that their messenger has approved: the way in when our own words are not taken."""

from collections.abc import Mapping
from datetime import datetime

from handoff.conversation import Conversation
from handoff.desk.base import DeskBase, held_by
from handoff.desk.errors import NotPossible
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator
from handoff.templates import Template


class Templating(DeskBase):
    __slots__ = ()

    async def send_template(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        template: Template,
        values: Mapping[str, str],
        event: EventId,
    ) -> Conversation:
        """Send an approved text, whenever the customer wrote last. The same `event` twice is one message."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event):
                return conversation
            held_by(conversation, operator, book)
            if template.obstacle:
                raise NotPossible("This template cannot be sent now.", field="name")
            if problem := next(template.problems(values), None):
                raise NotPossible(problem[1], field=f"values.{problem[0]}")
            filled = template.filled(values)
            return conversation.operator_says(template.shown(values), operator, at=now, template=filled).handles(event)

        return await self._change(conversation_id, operator, decide)
