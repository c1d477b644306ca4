"""What a person is told about: the bell of the console."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute
from handoff.console.schemas import Schema
from handoff.ids import ConversationId, MessageId
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.ports import Clock, Notice, Notices


class NoticeView(Schema):
    """A happening of a conversation, put before this person; `details` are those of the system message."""

    id: str
    conversation_id: ConversationId
    message_id: MessageId
    customer: str
    happening: Happening
    details: Mapping[str, str]
    at: datetime
    read_at: datetime | None


class NoticesView(Schema):
    """Newest first; `unread` counts all, however many are listed."""

    items: list[NoticeView]
    unread: int


class ReadForm(Schema):
    """Everything up to this time has been read; without it, everything."""

    until: AwareDatetime | None = None


class UnreadView(Schema):
    unread: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticePorts:
    notices: Notices
    clock: Clock


def router(ports: NoticePorts, guard: Guard) -> APIRouter:
    api = APIRouter(prefix="/notices", responses=REFUSALS, tags=["notices"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]

    @api.get("")
    async def list_notices(me: Me, limit: Annotated[int, Query(ge=1, le=200)] = 50) -> NoticesView:
        items = [view(each) for each in await ports.notices.recent(me.id, limit)]
        return NoticesView(items=items, unread=await ports.notices.unread(me.id))

    @api.post("/read")
    async def mark_read(me: Me, form: ReadForm) -> UnreadView:
        await ports.notices.mark_read(me.id, form.until or ports.clock())
        return UnreadView(unread=await ports.notices.unread(me.id))

    return api


def view(notice: Notice) -> NoticeView:
    return NoticeView(
        id=notice.id,
        conversation_id=notice.conversation_id,
        message_id=notice.message_id,
        customer=notice.customer,
        happening=notice.happening,
        details=notice.details,
        at=notice.at,
        read_at=notice.read_at,
    )
