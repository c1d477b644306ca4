"""What staff do with one conversation. Each route calls the desk, and answers with the conversation as it is now."""

from collections.abc import Awaitable
from typing import Annotated

from fastapi import APIRouter, Depends

from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.files import Attachments
from handoff.console.schemas import (
    AssignForm,
    CardForm,
    CloseForm,
    ConversationView,
    EscalateForm,
    HoldForm,
    NoteForm,
    PriorityForm,
    ReplyForm,
    TransferForm,
)
from handoff.console.shown import Shown
from handoff.conversation import Conversation
from handoff.desk import Card, Desk
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator


def router(desk: Desk, shown: Shown, attachments: Attachments, guard: Guard) -> APIRouter:
    api = APIRouter(
        prefix="/conversations/{conversation_id}", responses=REFUSALS, tags=["desk"], route_class=StaffRoute
    )  # fmt: skip
    Me = Annotated[Operator, Depends(guard.operator)]

    async def done(change: Awaitable[Conversation]) -> ConversationView:
        async with refusals():
            return await shown.view(await change)

    @api.post("/accept")
    async def accept(me: Me, conversation_id: ConversationId) -> ConversationView:
        """Take it: from the queue, from an offer, or from the bot."""
        return await done(desk.accept(conversation_id, me))

    @api.post("/decline")
    async def decline(me: Me, conversation_id: ConversationId) -> ConversationView:
        """Let an offer go to the next one."""
        return await done(desk.decline(conversation_id, me))

    @api.post("/reply")
    async def reply(me: Me, conversation_id: ConversationId, form: ReplyForm) -> ConversationView:
        attached = await attachments(conversation_id, form.files, False)
        event = EventId(f"console:{form.id}")
        return await done(desk.reply(conversation_id, me, form.text, event, attached, form.quoting))

    @api.post("/note")
    async def note(me: Me, conversation_id: ConversationId, form: NoteForm) -> ConversationView:
        """For colleagues only, and so are its files."""
        attached = await attachments(conversation_id, form.files, True)
        return await done(desk.note(conversation_id, me, form.text, EventId(f"console:{form.id}"), attached))

    @api.post("/transfer")
    async def transfer(me: Me, conversation_id: ConversationId, form: TransferForm) -> ConversationView:
        match form:
            case TransferForm(line=str() as line, operator=None):
                return await done(desk.transfer_to_line(conversation_id, me, line))
            case TransferForm(line=None, operator=str() as operator):
                return await done(desk.transfer_to_operator(conversation_id, me, operator))
        raise problem(422, "choose_one", "Name either a line or an operator.", field="line")

    @api.post("/give-back")
    async def give_back(me: Me, conversation_id: ConversationId) -> ConversationView:
        return await done(desk.give_back(conversation_id, me))

    @api.post("/hold")
    async def hold(me: Me, conversation_id: ConversationId, form: HoldForm) -> ConversationView:
        """Put it aside; it comes back by itself."""
        return await done(
            desk.hold(conversation_id, me, until=form.until, reason=form.reason, until_reply=form.until_reply)
        )

    @api.post("/resume")
    async def resume(me: Me, conversation_id: ConversationId) -> ConversationView:
        return await done(desk.resume(conversation_id, me))

    @api.post("/escalate")
    async def escalate(me: Me, conversation_id: ConversationId, form: EscalateForm) -> ConversationView:
        """To the line that its line escalates to."""
        return await done(desk.escalate(conversation_id, me, form.reason))

    @api.post("/priority")
    async def prioritise(me: Me, conversation_id: ConversationId, form: PriorityForm) -> ConversationView:
        return await done(desk.prioritise(conversation_id, me, form.level, form.reason))

    @api.post("/assign")
    async def assign(me: Me, conversation_id: ConversationId, form: AssignForm) -> ConversationView:
        """For those who oversee its line: give it to somebody, whoever has it now."""
        return await done(desk.assign(conversation_id, me, form.operator))

    @api.patch("/card")
    async def describe(me: Me, conversation_id: ConversationId, form: CardForm) -> ConversationView:
        """What is known of the customer and their request; rules and clocks take it from there."""
        return await done(desk.describe(conversation_id, me, Card(**dict(form))))

    @api.post("/close")
    async def close(me: Me, conversation_id: ConversationId, form: CloseForm) -> ConversationView:
        return await done(
            desk.close(conversation_id, me, reason=form.reason, topic=form.topic, comment=form.comment)
        )  # fmt: skip

    @api.post("/seen")
    async def seen(me: Me, conversation_id: ConversationId) -> ConversationView:
        return await done(desk.seen(conversation_id, me))

    return api
