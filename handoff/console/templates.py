"""Approved texts, as the composer offers them for a conversation, and sending one."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refusals, refuse
from handoff.console.schemas import ConversationView, FormId, Schema
from handoff.console.shown import Shown
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import ConversationId, EventId
from handoff.operator import Operator
from handoff.ports import Templates
from handoff.templates import Obstacle, Template

SeenBy = Callable[[Operator, ConversationId], Awaitable[Conversation]]
"""The conversation, for those who may see it."""


class ApprovedTemplate(Schema):
    """Texts hold `{{places}}`. `quality` is the messenger's word: `GREEN`, `YELLOW`, `RED`; empty where unknown."""

    name: str
    language: str
    category: str
    status: str
    quality: str
    header: str
    body: str
    footer: str
    places: list[str]
    """What must be filled in, in the order of reading."""
    usable: bool
    obstacle: Obstacle | None
    """Why it can't be sent now."""


class ApprovedTemplates(Schema):
    """What may be sent in this conversation; the usable first. `read_at`: when the messenger was asked last."""

    items: list[ApprovedTemplate]
    read_at: datetime | None


class FilledTemplate(Schema):
    """`id` is made by the browser, so that a repeated request is one message. `values`: what goes into each place."""

    id: FormId
    name: Annotated[str, Field(min_length=1, max_length=512)]
    language: Annotated[str, Field(min_length=1, max_length=20)]
    values: Annotated[Mapping[str, str], Field(max_length=100)] = {}


def router(desk: Desk, shown: Shown, templates: Templates, seen_by: SeenBy, guard: Guard) -> APIRouter:
    api = APIRouter(
        prefix="/conversations/{conversation_id}/templates", responses=REFUSALS, tags=["desk"], route_class=StaffRoute
    )  # fmt: skip
    Me = Annotated[Operator, Depends(guard.operator)]

    @api.get("")
    async def list_templates(me: Me, conversation_id: ConversationId) -> ApprovedTemplates:
        """None where the customer's messenger knows no templates."""
        address = (await seen_by(me, conversation_id)).address
        found = await templates.of(address.channel, address.account)
        ordered = sorted(found.templates, key=lambda each: (not each.usable, each.name, each.language))
        return ApprovedTemplates(items=[_view(each) for each in ordered], read_at=found.read_at)

    @api.post("")
    async def send_template(me: Me, conversation_id: ConversationId, form: FilledTemplate) -> ConversationView:
        """Send it, in whichever words it reads when its places are filled."""
        address = (await seen_by(me, conversation_id)).address
        template = (await templates.of(address.channel, address.account)).find(form.name, form.language)
        if template is None:
            raise problem(422, "no_template", "There is no such template any more.", field="name")
        refuse([at(["values", place], wrong) for place, wrong in template.problems(form.values)])
        event = EventId(f"console:{form.id}")
        async with refusals():
            return await shown.view(await desk.send_template(conversation_id, me, template, form.values, event))

    return api


def _view(template: Template) -> ApprovedTemplate:
    return ApprovedTemplate(
        name=template.name, language=template.language, category=template.category, status=template.status,
        quality=template.quality, header=template.header, body=template.body, footer=template.footer,
        places=list(template.places), usable=template.usable, obstacle=template.obstacle,
    )  # fmt: skip
