"""What a turn means for the other conversations of the same human: asked of every one, and mostly nothing."""

from dataclasses import dataclass
from datetime import datetime

from bot.events import AnyEvent, Arrived, Learned, Pressed, Related, Said, Started
from bot.joining import Joining
from bot.joining_codes import code_in
from handoff.conversation import Conversation
from handoff.ids import EventId
from handoff.person import How
from handoff.person_known import known_in
from storage.redis.codes import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningNews:
    """Beside the worker's commit; each of it may be done again."""

    joining: Joining
    codes: Codes

    async def decided(self, before: Conversation, after: Conversation, event: AnyEvent) -> None:
        """Before the commit: what is learned is known to the person first, so that nothing is lost on the way."""
        if isinstance(event, Learned):
            await self.joining.learned(after.id, event.was, event.became)
        elif after.customer is not before.customer and not isinstance(event, Related):  # that comes from the person
            await self.joining.learned(after.id, known_in(before), known_in(after))

    async def committed(self, before: Conversation | None, after: Conversation, event: AnyEvent) -> None:
        """After it, and `before` None when it is handled again: who turns out to be the same is joined."""
        if isinstance(event, Arrived):
            await self.joining.follows(after.id, event.was.conversation_id, event.was.external_id)
        if not isinstance(event, Said | Pressed | Started):
            return
        await self.joining.recognises(before, after)
        code = code_in(event)
        origin = await self.codes.redeem(code, after.id) if code else None
        if origin is not None and origin != after.id:
            await self.joining.join(origin, after.id, How.CODE)


def learned_at_desk(before: Conversation, after: Conversation, at: datetime) -> Learned | None:
    """What staff put down about a customer, for a worker to pass on."""
    was, became = known_in(before), known_in(after)
    if was == became:
        return None
    id_ = EventId(f"learned:{after.id}:{after.version}")
    return Learned(id=id_, conversation_id=after.id, at=at, was=was, became=became)
