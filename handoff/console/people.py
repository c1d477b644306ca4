"""One customer over several channels: who is the same, and what they said everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from handoff import access, person_history
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals
from handoff.console.people_views import (
    MergeForm,
    PersonCard,
    PersonHistory,
    PersonHit,
    SplitForm,
    hit,
    member,
    met,
    said,
)
from handoff.conversation import Conversation
from handoff.ids import ConversationId, PersonId
from handoff.operator import Operator
from handoff.person import How, Person, Proof
from handoff.ports import Clock, Conversations, History
from handoff.ports.people import Inviting, Joining, People

SESSIONS = 100
FOUND = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PeoplePorts:
    people: People
    joining: Joining
    inviting: Inviting
    conversations: Conversations
    history: History
    clock: Clock


def router(ports: PeoplePorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["people"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]

    async def seen_by(operator: Operator, conversation_id: ConversationId) -> Conversation:
        conversation = await ports.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise problem(404, "not_found", "There is no such conversation.")
        return conversation

    async def members(person: Person) -> Sequence[tuple[Conversation, Proof | None]]:
        found = [(await ports.conversations.load(each.conversation_id), each.proof) for each in person.members]
        return [(conversation, proof) for conversation, proof in found if conversation is not None]

    async def card(me: Operator, conversation: Conversation) -> PersonCard:
        person = await ports.people.of(conversation.id)
        found = await members(person) if person else [(conversation, None)]
        seen = [each for each, _ in found if access.may_see(me, each)]
        sessions = [met(each, session) for each in seen for session in (*each.earlier, each.session)]
        channels = {each.address.channel for each, _ in found}
        sessions.sort(key=lambda each: each.session.started_at, reverse=True)
        return PersonCard(
            id=person.id if person else None,
            members=[member(me, each, proof, ports.clock()) for each, proof in found],
            sessions=sessions[:SESSIONS],
            invites=[each for each in ports.inviting.channels() if each.partition("-")[0] not in channels],
        )

    @api.get("/conversations/{conversation_id}/person")
    async def get_person(me: Me, conversation_id: ConversationId) -> PersonCard:
        return await card(me, await seen_by(me, conversation_id))

    @api.post("/people/merge")
    async def merge(me: Me, form: MergeForm) -> PersonCard:
        """Say that two conversations, and all that are joined with them already, are one customer's."""
        one, other = [await seen_by(me, each) for each in form.conversations]
        if one.id == other.id:
            raise problem(422, "same", "Choose another conversation.", field="conversations")
        async with refusals():
            await ports.joining.join(one.id, other.id, How.HAND, by=me)
        return await card(me, one)

    @api.post("/people/{person_id}/split")
    async def split(me: Me, person_id: PersonId, form: SplitForm) -> PersonCard:
        """Say that a conversation is not this customer's after all. Nothing that was said is lost."""
        conversation = await seen_by(me, form.conversation)
        person = await ports.people.get(person_id)
        if person is None or not person.has(conversation.id):
            raise problem(404, "not_found", "This conversation is not theirs any more.")
        others = [each for each, _ in await members(person) if each.id != conversation.id]
        if not any(access.may_see(me, each) for each in others):
            raise problem(403, "not_yours", "You see none of their other conversations.")
        async with refusals():
            await ports.joining.split(person_id, conversation.id, me)
        return await card(me, conversation)

    @api.get("/people/search")
    async def search(me: Me, like: ConversationId, q: Annotated[str, Query(max_length=200)] = "") -> list[PersonHit]:
        """Whom the customer of `like` may be merged with: by words, or without any, those who may be the same."""
        mine, scope = await seen_by(me, like), access.lines_seen_by(me)
        if q.strip():
            found = await ports.people.search(q, me.id, scope, FOUND)
        else:
            found = await ports.people.like(mine, me.id, scope, FOUND)
        person = await ports.people.of(mine.id)
        others = [each for each in found if each.id != mine.id and not (person and person.has(each.id))]
        hits = [hit(mine, each, await ports.people.of(each.id)) for each in others if access.may_see(me, each)]
        return sorted(hits, key=lambda each: -len(each.hints))

    @api.get("/people/{person_id}/history")
    async def list_history(
        me: Me,
        person_id: PersonId,
        before: Annotated[str | None, Query(max_length=5000)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> PersonHistory:
        """One thread over all channels, as far as this reader may see them."""
        person = await ports.people.get(person_id)
        seen = [each for each, _ in await members(person) if access.may_see(me, each)] if person else []
        if not seen:
            raise problem(404, "not_found", "There is no such customer.")
        try:
            place = person_history.read(before) if before else {each.id: each.count + 1 for each in seen}
        except person_history.UnknownPlace as error:
            raise problem(422, "cursor", "There is no such page.", field="before") from error
        pages = {
            each.id: await ports.history.page(each, before=place.get(each.id, each.count + 1), limit=limit)
            for each in seen
        }
        shown_now = person_history.last_of(pages, limit)
        more = sum(map(len, pages.values())) > len(shown_now) or any(len(page) == limit for page in pages.values())
        return PersonHistory(
            items=[said(each) for each in shown_now],
            before=person_history.write(person_history.further(place, shown_now)) if more else None,
        )

    return api
