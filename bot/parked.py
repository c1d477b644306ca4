"""Events that were set aside, and what admins do about them: have them handled again, or drop them.

What a customer said is in the thread since it was set aside, and a person has the session; trying again lets the bot
have its turn, if it has the session by then. It does so under an id that follows from the first, so asking twice is
asking once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import ValidationError

from bot.channels.base import Channel, Malformed, Rereads, Unread
from bot.events import EVENTS, AnyEvent, FromOutside, Poke, Said, Wake
from bot.intake import Reception
from handoff.changes import Changes
from handoff.ids import EventId
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.ports import Clock, DeadLetter
from storage.mongo.dead_letters import MongoDeadLetters

_NOBODYS = ":?"
"""How the conversation ends of what could not be read: the rest is its channel."""


class NoLetter(Exception):
    """Somebody has seen to it already."""


class StillUnreadable(Exception):
    """It can't be tried again; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parked:
    letters: MongoDeadLetters
    channels: Mapping[str, Channel]
    reception: Reception
    changes: Changes
    clock: Clock

    async def retry(self, id_: str, by: Operator) -> None:
        """Post it again. Raises NoLetter, StillUnreadable."""
        letter = await self._letter(id_)
        events = self._events(letter, await self.letters.raw(id_) or "")
        await self._report(letter, Happening.TRIED_AGAIN, by)
        for event in events:
            if isinstance(event, Wake | Poke):
                await self.reception.mailbox.post(event.conversation_id, EVENTS.dump_json(event).decode())
        await self.reception([event for event in events if not isinstance(event, Wake | Poke)])
        await self.letters.drop(id_)

    async def drop(self, id_: str, by: Operator) -> None:
        """Forget it. Raises NoLetter."""
        await self._report(await self._letter(id_), Happening.DROPPED, by)
        await self.letters.drop(id_)

    async def _letter(self, id_: str) -> DeadLetter:
        if (letter := await self.letters.get(id_)) is None:
            raise NoLetter
        return letter

    def _events(self, letter: DeadLetter, raw: str) -> Sequence[AnyEvent]:
        if letter.conversation_id.endswith(_NOBODYS):
            return self._read_again(letter.conversation_id.removesuffix(_NOBODYS), raw)
        try:
            event = EVENTS.validate_json(raw)
        except ValidationError as error:
            raise StillUnreadable("This release can't read it.") from error
        return [event if isinstance(event, Wake | Poke) else _again(event)]

    def _read_again(self, channel_name: str, raw: str) -> Sequence[AnyEvent]:
        """A messenger's request, which was verified when it came."""
        channel = self.channels.get(channel_name)
        if not isinstance(channel, Rereads):
            raise StillUnreadable("Its channel can't read it again.")
        try:
            items = channel.reread(raw.encode(), self.clock())
        except Malformed as error:
            raise StillUnreadable(str(error)) from error
        if unread := [each.reason for each in items if isinstance(each, Unread)]:
            raise StillUnreadable(unread[0])
        return [each for each in items if not isinstance(each, Unread)]

    async def _report(self, letter: DeadLetter, happening: Happening, by: Operator) -> None:
        """In the conversation, where it is known."""
        await self.changes.make(
            letter.conversation_id, lambda conversation, now: conversation.reports(happening, at=now, by=by.name)
        )


def _again(event: FromOutside) -> FromOutside:
    again = replace(event, id=EventId(f"{event.id}~again"))
    return replace(again, heard_before=True) if isinstance(again, Said) else again
