"""What staff do with one message that was said already."""

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, refusals
from handoff.console.schemas import AgainForm, ConversationView, FormId, TextForm
from handoff.console.shown import Shown
from handoff.conversation import Conversation, message_id
from handoff.desk import Desk
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator

Number = Annotated[int, Path(ge=1, le=2**31)]


def router(desk: Desk, shown: Shown, guard: Guard) -> APIRouter:
    api = APIRouter(
        prefix="/conversations/{conversation_id}/messages/{number}", responses=REFUSALS, tags=["desk"],
        route_class=StaffRoute,
    )  # fmt: skip
    Me = Annotated[Operator, Depends(guard.operator)]

    async def done(change: Awaitable[Conversation]) -> ConversationView:
        async with refusals():
            return await shown.view(await change)

    @api.patch("")
    async def correct_message(
        me: Me, conversation_id: ConversationId, number: Number, form: TextForm
    ) -> ConversationView:
        """Put other words in its place, here and at the customer; while the conversation's `abilities` let us."""
        message, event = message_id(conversation_id, number), EventId(f"console:{form.id}")
        return await done(desk.correct(conversation_id, me, message, form.text, event))

    @api.delete("")
    async def withdraw_message(
        me: Me, conversation_id: ConversationId, number: Number, id: Annotated[FormId, Query()]
    ) -> ConversationView:
        """Take it back; staff go on seeing what it was."""
        message = message_id(conversation_id, number)
        return await done(desk.withdraw(conversation_id, me, message, EventId(f"console:{id}")))

    @api.post("/retry")
    async def send_again(me: Me, conversation_id: ConversationId, number: Number, form: AgainForm) -> ConversationView:
        """Send what did not arrive as a new message at the end, once however often this is asked."""
        return await done(desk.send_again(conversation_id, me, message_id(conversation_id, number), sure=form.sure))

    return api
