"""The floor, where operators stand: what Redis knows of it is brought up to date after each commit.

Queues and loads are told, whoever let an offer pass is away, and the bell rings for each line in which somebody may now
be given something.
"""

from collections.abc import Collection
from dataclasses import dataclass

from handoff.conversation import Conversation
from handoff.ids import LineId, OperatorId
from handoff.messages import Happening
from handoff.operator import AwayReason, Presence
from handoff.ports import Operators
from handoff.session import Waiting
from storage.mongo.conversations import MongoConversations
from storage.redis.bell import Bell
from storage.redis.loads import Loads, holding
from storage.redis.queues import Queues


async def build(queues: Queues, loads: Loads, conversations: MongoConversations) -> None:
    """Build both from the truth. Should this end halfway, they do not count as built, and nobody is given anything."""
    await loads.repair(conversations.at_desk())
    await queues.repair(conversations.waiting())
    await queues.are_built()


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    queues: Queues
    loads: Loads
    bell: Bell
    operators: Operators

    async def tell(self, before: Conversation, after: Conversation) -> None:
        """Of a commit, or (twice the same) of what may not have been told. Safe to repeat, and to come late."""
        # What still lies in the journal may be by somebody who died before they could tell of it.
        told = after if any(message.happening for message in before.journal) else before
        await self.queues.sync(told, after)
        await self.loads.sync(told, after)
        await self._miss(before, after)
        await self.bell.ring(await self._chances(before, after))

    async def _chances(self, before: Conversation, after: Conversation) -> Collection[LineId]:
        """Lines in which somebody may be given something now: a session came free there, or one of theirs has room."""
        lines: set[LineId] = set()
        if isinstance(after.session, Waiting) and after.session.offer is None:
            lines.add(after.session.line)
        if (free := has_room(before, after)) and (operator := await self.operators.get(free)):
            lines |= operator.lines | operator.supervises
        return lines

    async def _miss(self, before: Conversation, after: Conversation) -> None:
        """Who lets an offer pass is not at their desk, whatever they said; who has gone by themselves stays gone."""
        session = before.session
        if not isinstance(session, Waiting) or session.offer is None:
            return
        if any(message.happening is Happening.OFFER_MISSED for message in after.news_since(before)):
            missed = session.offer.operator
            await self.operators.set_presence(
                missed, Presence.AWAY, AwayReason.MISSED, after.updated_at, was=Presence.ONLINE
            )  # fmt: skip


def has_room(before: Conversation, after: Conversation) -> OperatorId | None:
    """Whose hands are emptier than before."""
    had, has = holding(before), holding(after)
    if had is None or (has is not None and has.operator == had.operator and has.effort >= had.effort):
        return None
    return had.operator
