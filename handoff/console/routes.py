"""The staff API of the desk: what is read. Thin: each route asks a port; what staff do is in `actions.py`."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from handoff import access
from handoff.console import actions, amending, files, schemas, templates
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem
from handoff.console.schemas import (
    CannedView,
    ConversationRow,
    ConversationView,
    DeadLetterView,
    HistoryView,
    InboxView,
    LineView,
    PersonView,
    PresenceForm,
    SchemeView,
)
from handoff.console.shown import Shown
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import ConversationId, LevelId, LineId
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.ports import (
    CannedReplies,
    DeadLetters,
    Files,
    History,
    Inbox,
    InboxQuery,
    Order,
    Templates,
    UnknownPage,
    View,
)
from handoff.priority import Level


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsolePorts:
    """What the routes read from."""

    desk: Desk
    inbox: Inbox
    history: History
    canned: CannedReplies
    files: Files
    dead_letters: DeadLetters
    templates: Templates
    waiting_in: Callable[[LineId], Awaitable[int]]


def router(ports: ConsolePorts, shown: Shown, guard: Guard) -> APIRouter:
    """Inbox, conversations, and what everybody at the desk needs to know."""
    api = APIRouter(responses=REFUSALS, tags=["desk"], route_class=StaffRoute)
    desk, clock = ports.desk, ports.desk.clock
    Me = Annotated[Operator, Depends(guard.operator)]

    async def seen_by(operator: Operator, conversation_id: ConversationId) -> Conversation:
        conversation = await desk.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        return conversation

    @api.get("/conversations")
    async def list_conversations(
        me: Me,
        view: View = View.MINE,
        q: Annotated[str, Query(max_length=200)] = "",
        line: LineId | None = None,
        priority: LevelId | None = None,
        channel: Annotated[str | None, Query(max_length=40)] = None,
        account: Annotated[str | None, Query(max_length=40)] = None,
        order: Order | None = None,
        after: str | None = None,
        limit: Annotated[int, Query(ge=1, le=100)] = 50,
    ) -> InboxView:
        """A list of the inbox: the waiting in the order of their turn, all others by what changed last."""
        scope = access.lines_seen_by(me)
        query = InboxQuery(
            view=view, operator=me.id, lines=scope, text=q, line=line, priority=priority, channel=channel,
            account=account, order=order, after=after, limit=limit,
        )  # fmt: skip
        try:
            page, counts = await ports.inbox.page(query), await ports.inbox.counts(me.id, scope)
        except UnknownPage as error:
            raise problem(422, "cursor", "There is no such page.", field="after") from error
        return InboxView(items=await shown.rows(page.items), next=page.next, counts=dict(counts))

    @api.get("/offers")
    async def list_offers(me: Me) -> list[ConversationRow]:
        """Sessions that wait for this person's yes or no just now; each says until when."""
        return await shown.rows(await ports.inbox.offered_to(me.id))

    @api.get("/conversations/{conversation_id}")
    async def get_conversation(me: Me, conversation_id: ConversationId) -> ConversationView:
        return await shown.view(await seen_by(me, conversation_id))

    @api.get("/conversations/{conversation_id}/messages")
    async def list_messages(
        me: Me,
        conversation_id: ConversationId,
        before: Annotated[int | None, Query(ge=1, le=2**31)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> HistoryView:
        conversation = await seen_by(me, conversation_id)
        items = await ports.history.page(conversation, before=before, limit=limit)
        return HistoryView(items=list(items), more=bool(items) and items[0].number > 1)

    @api.get("/lines")
    async def list_lines(me: Me) -> list[LineView]:
        now = clock()
        return [schemas.line(each, now=now, waiting=await ports.waiting_in(each.id)) for each in await desk.lines.all()]

    @api.get("/operators")
    async def list_operators(me: Me) -> list[PersonView]:
        return [schemas.person(each) for each in await desk.operators.all()]

    @api.put("/me/presence")
    async def set_presence(me: Me, form: PresenceForm) -> PersonView:
        reason = None if form.presence is Presence.ONLINE else AwayReason.CHOSEN
        since = clock() if (form.presence, reason) != (me.presence, me.away_reason) else me.presence_since
        await desk.operators.set_presence(me.id, form.presence, reason, since)
        now = {"presence": form.presence, "away_reason": reason, "presence_since": since}
        return schemas.person(me).model_copy(update=now)

    @api.get("/priority")
    async def get_priority(me: Me) -> SchemeView:
        """The table by which a session's urgency is computed, for those who ask why."""
        return SchemeView((await desk.books.now()).priority)

    @api.get("/levels")
    async def list_levels(me: Me) -> list[Level]:
        """The levels of priority, from the lowest to the highest."""
        return list((await desk.books.now()).priority.levels)

    @api.get("/canned")
    async def list_canned(me: Me) -> list[CannedView]:
        return [CannedView.model_validate(each) for each in await ports.canned.all()]

    @api.get("/dead-letters")
    async def list_dead_letters(
        me: Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))],
    ) -> list[DeadLetterView]:
        return [DeadLetterView.model_validate(each) for each in await ports.dead_letters.recent(100)]

    api.include_router(files.router(ports.files, desk, guard))
    api.include_router(templates.router(desk, shown, ports.templates, seen_by, guard))
    api.include_router(amending.router(desk, shown, guard))
    api.include_router(actions.router(desk, shown, files.attachments_from(ports.files), guard))
    return api
