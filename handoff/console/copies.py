"""A copy of a customer's file that could not be made: tried again when somebody asks, for as long as the messenger has
the file."""

from typing import Annotated, Protocol

from fastapi import APIRouter, Depends, Path

from handoff import access
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem
from handoff.console.schemas import Schema
from handoff.desk import Desk
from handoff.ids import ConversationId
from handoff.messages import Attachment
from handoff.operator import Operator


class CopyAgain(Protocol):
    async def __call__(self, conversation_id: ConversationId, number: int, index: int) -> Attachment | None:
        """What came of it, for everybody to see; None where there is no such file."""
        ...


class CopyView(Schema):
    """`failure` says why it did not work this time either."""

    copied: bool
    failure: str | None


def router(again: CopyAgain, desk: Desk, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["desk"], route_class=StaffRoute)

    @api.post("/conversations/{conversation_id}/messages/{number}/files/{index}/copy")
    async def copy_again(
        me: Annotated[Operator, Depends(guard.operator)],
        conversation_id: ConversationId,
        number: Annotated[int, Path(ge=1, le=2**31)],
        index: Annotated[int, Path(ge=0, le=100)],
    ) -> CopyView:
        """Fetch a customer's file from the messenger once more."""
        conversation = await desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(me, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        made = await again(conversation_id, number, index)
        if made is None:
            raise problem(404, "not_found", "There is no such file of a customer.")
        return CopyView(copied=made.file_id is not None, failure=made.failure)

    return api
