"""Makes one human of conversations, and two of one: what shows it, who is told, and what each then knows.

The row of the person is the truth, and is written first. The conversations hear of it by events, which are stored
before anything else goes on, and have names that come from what was decided: whatever is handled again, nobody is told
twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import uuid4

import structlog

from bot.events import Related
from bot.intake import Reception
from handoff.conversation import Conversation
from handoff.ids import ConversationId, EventId, PersonId
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.person import How, Person, Proof, alone, split, were_split
from handoff.person_known import Known, known_in, learned
from handoff.person_proof import proofs
from handoff.ports import Chapters, Clock, Conversations, Stale
from handoff.ports.people import JOINING, People

log = structlog.get_logger()
_TRIES = 8
_MOST = 20
"""Conversations that show the same number; more are no human's, but somebody's test."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joining:
    """Fulfils `handoff.ports.people.Joining`."""

    people: People
    conversations: Conversations
    chapters: Chapters
    reception: Reception
    clock: Clock

    async def join(
        self, one: ConversationId, other: ConversationId, how: How, *, by: Operator | None = None, value: str = ""
    ) -> Person:
        proof = Proof(how=how, at=self.clock(), by=by.id if by else None, value=value)
        for _ in range(_TRIES):
            first = await self._person(one)
            if first.has(other):
                # Perhaps whoever joined them died before anybody was told.
                for earlier in _same(first, proof):
                    await self._tell_joined(first, one, other, earlier, by)
                return first
            try:
                whole = await self.people.unite(first, await self._person(other), proof)
            except Stale:
                continue
            log.info("Conversations joined", action="joined", one=one, other=other, how=how)
            await self._tell_joined(whole, one, other, proof, by)
            return whole
        raise Stale(0)

    async def split(self, person_id: PersonId, conversation_id: ConversationId, by: Operator) -> Person | None:
        for _ in range(_TRIES):
            person, now = await self.people.get(person_id), self.clock()
            if person is None or not person.has(conversation_id):
                return person
            try:
                rest = await self.people.commit(split(person, conversation_id, by=by.id, at=now))
            except Stale:
                continue
            log.info("Conversation split off", action="split", conversation=conversation_id)
            name, told = f"split:{rest.id}:{rest.version}", (conversation_id, *rest.conversations)
            await self.reception(
                [await self._reported(each, name, Happening.SPLIT, conversation_id, by=by) for each in told]
            )
            return rest
        raise Stale(0)

    async def recognises(self, before: Conversation | None, after: Conversation) -> None:
        """Join it with those that show the same number or address, if it shows one that it did not show before."""
        fresh = after.customer.verified - (before.customer.verified if before else frozenset())
        if not fresh or not (await self.chapters.current(JOINING))[1].by_themselves:
            return
        for fact, how, value in proofs(after.customer):
            found = await self.people.showing([fact]) if fact in fresh else ()
            for other in [each for each in found if each != after.id][:_MOST]:
                if not were_split(await self._person(after.id), await self._person(other)):
                    await self.join(other, after.id, how, value=value)

    async def follows(self, conversation_id: ConversationId, earlier: ConversationId, number: str) -> None:
        """They have a new number, as their messenger says: what they said under the earlier one is theirs."""
        if await self.conversations.load(earlier) is None:
            return
        if not were_split(await self._person(conversation_id), await self._person(earlier)):
            await self.join(conversation_id, earlier, How.NUMBER, value=number)  # what the new one shows counts

    async def learned(self, conversation_id: ConversationId, was: Known, became: Known) -> None:
        """What one conversation taught us, the person's row knows from now on, and their other conversations soon."""
        if replace(was, name=became.name) == became:
            return
        for _ in range(_TRIES):
            person = await self.people.of(conversation_id)
            if person is None:
                return
            knowing = person.knowing(learned(person.known, was, became))
            try:
                knowing = knowing if knowing is person else await self.people.commit(knowing)
            except Stale:
                continue
            others = [each for each in knowing.conversations if each != conversation_id]
            await self.reception([self._taught(each, f"learned:{knowing.id}:{knowing.version}") for each in others])
            return
        raise Stale(0)

    async def _person(self, conversation_id: ConversationId) -> Person:
        """Whoever was never joined is a person of their own, which nobody has stored."""
        if (person := await self.people.of(conversation_id)) is not None:
            return person
        conversation = await self.conversations.load(conversation_id)
        known = known_in(conversation) if conversation else Known()
        return alone(PersonId(uuid4().hex), conversation_id, known)

    async def _tell_joined(
        self, whole: Person, one: ConversationId, other: ConversationId, proof: Proof, by: Operator | None
    ) -> None:
        """Both are told of each other; those that were one's or the other's already learn what is new to them."""
        name, met = f"joined:{whole.id}:{proof.at.isoformat()}", {one: other, other: one}
        await self.reception(
            [
                await self._reported(each, name, Happening.JOINED, met[each], by=by, proof=proof)
                if each in met
                else self._taught(each, name)
                for each in whole.conversations
            ]
        )

    def _taught(self, conversation_id: ConversationId, name: str) -> Related:
        """It learns what is known, and its thread says nothing of it."""
        return Related(id=EventId(f"{name}:{conversation_id}"), conversation_id=conversation_id, at=self.clock())

    async def _reported(
        self,
        conversation_id: ConversationId,
        name: str,
        happening: Happening,
        other: ConversationId,
        *,
        by: Operator | None,
        proof: Proof | None = None,
    ) -> Related:
        """Its thread says what has happened with the other one."""
        met = await self.conversations.load(other)
        return Related(
            id=EventId(f"{name}:{conversation_id}"), conversation_id=conversation_id, at=self.clock(),
            happening=happening, other=other, channel=met.address.channel if met else "",
            customer=met.customer.name if met else "", by=by.name if by else "",
            how=proof.how if proof else "", value=proof.value if proof else "",
        )  # fmt: skip


def _same(person: Person, proof: Proof) -> Iterator[Proof]:
    """The proof that joined them earlier, at most one."""
    for each in person.members:
        if each.proof and (each.proof.how, each.proof.value, each.proof.by) == (proof.how, proof.value, proof.by):
            yield each.proof
            return
