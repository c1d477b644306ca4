"""How customers show who they are: a link to another channel, a code by mail; and whether that joins by itself."""

import uuid
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from handoff import access
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.schemas import ConversationView, Schema
from handoff.console.shown import Shown
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator, Role
from handoff.person import JoiningRules
from handoff.ports import Chapters
from handoff.ports.people import JOINING, Inviting, NoInvitation


class InviteForm(Schema):
    channel: Annotated[str, Field(min_length=1, max_length=80)]


class EmailForm(Schema):
    email: Annotated[str, Field(min_length=3, max_length=254)]


class JoiningView(Schema):
    version: int
    by_themselves: bool


class JoiningForm(Schema):
    base: Annotated[int, Field(ge=0)]
    by_themselves: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitingPorts:
    inviting: Inviting
    chapters: Chapters
    desk: Desk


def router(ports: InvitingPorts, shown: Shown, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["people"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]

    async def writable(operator: Operator, conversation_id: ConversationId) -> Conversation:
        """Asked before a code is made, not after it."""
        async with refusals():
            await ports.desk.may_write(conversation_id, operator)
        conversation = await ports.desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        return conversation

    async def writes(operator: Operator, conversation: Conversation, text: str) -> ConversationView:
        event = EventId(f"console:{uuid.uuid4().hex}")
        async with refusals():
            return await shown.view(await ports.desk.reply(conversation.id, operator, text, event))

    @api.post("/conversations/{conversation_id}/invite")
    async def invite(me: Me, conversation_id: ConversationId, form: InviteForm) -> ConversationView:
        """Write them a link to another channel, by which they are known there. It works once, for half an hour."""
        conversation = await writable(me, conversation_id)
        try:
            text = await ports.inviting.invitation(conversation, form.channel)
        except NoInvitation as error:
            raise problem(422, "not_possible", str(error), field="channel") from error
        return await writes(me, conversation, text)

    @api.post("/conversations/{conversation_id}/verify-email")
    async def verify_email(me: Me, conversation_id: ConversationId, form: EmailForm) -> ConversationView:
        """Mail them a code: typed in this conversation, it shows that the address is theirs."""
        conversation = await writable(me, conversation_id)
        try:
            text = await ports.inviting.mail_code(conversation, form.email.strip())
        except NoInvitation as error:
            raise problem(422, "not_possible", str(error), field="email") from error
        return await writes(me, conversation, text)

    @api.get("/joining")
    async def get_joining(me: Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]) -> JoiningView:
        """Whether customers who show the same number or address are joined by themselves."""
        version, rules = await ports.chapters.current(JOINING)
        return JoiningView(version=version, by_themselves=rules.by_themselves)

    @api.put("/joining")
    async def set_joining(
        me: Annotated[Operator, Depends(guard.at_least(Role.ADMIN))], form: JoiningForm
    ) -> JoiningView:
        rules = JoiningRules(by_themselves=form.by_themselves)
        async with refusals():
            version = await ports.chapters.save(JOINING, rules, base=form.base, by=me.id, at=ports.desk.clock())
        return JoiningView(version=version, by_themselves=rules.by_themselves)

    return api
