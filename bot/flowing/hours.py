"""Is there a flow for customers who want a person while nobody is there?"""

from dataclasses import dataclass
from datetime import datetime

from bot.flowing.facts import facts_of
from bot.flowing.shelf import Shelf
from flows.choosing import choose
from flows.happenings import Event, Occurred
from handoff.conversation import Conversation
from handoff.ports import Books


@dataclass(frozen=True, slots=True, kw_only=True)
class OutOfHours:
    """Fulfils `bot.handing_over.Instead`. That it is so is news, and then the flow begins (see `noticing`)."""

    shelf: Shelf
    books: Books

    async def __call__(self, conversation: Conversation, now: datetime) -> bool:
        within = {each.flow for standing in conversation.standings for each in standing.within}
        offers = [each for each in (await self.shelf.library()).offers() if each.flow not in within]
        if not offers:
            return False
        facts = facts_of(conversation, await self.books.now(), now)
        return choose(offers, Occurred(event=Event.OUT_OF_HOURS), facts) is not None
