"""What was said in several conversations as one thread, read from its end in pages."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from handoff.ids import ConversationId
from handoff.messages import Message

Place = Mapping[ConversationId, int]
"""How far each conversation has been read: the number of the earliest message that was shown."""


class UnknownPlace(Exception):
    """The cursor was not made here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A message, and where it was said."""

    conversation_id: ConversationId
    message: Message


def last_of(pages: Mapping[ConversationId, Sequence[Message]], limit: int) -> Sequence[Said]:
    """The latest of all pages, oldest first. Each conversation keeps its order, whatever its clock said."""
    left = {each: list(page) for each, page in pages.items() if page}
    taken: list[Said] = []
    while left and len(taken) < limit:
        latest = max(left, key=lambda each: (left[each][-1].at, each))
        taken.append(Said(conversation_id=latest, message=left[latest].pop()))
        if not left[latest]:
            del left[latest]
    return taken[::-1]


def further(place: Place, shown: Sequence[Said]) -> Place:
    """Where the page before this one ends."""
    first = {each.conversation_id: each.message.number for each in reversed(shown)}
    return {**place, **first}


def write(place: Place) -> str:
    return base64.urlsafe_b64encode(json.dumps(dict(place)).encode()).decode()


def read(cursor: str) -> Place:
    """Raises UnknownPlace."""
    try:
        place = json.loads(base64.urlsafe_b64decode(cursor.encode("ascii")))
        return {ConversationId(str(each)): min(max(int(number), 0), 2**31) for each, number in place.items()}
    except (ValueError, TypeError, AttributeError, OverflowError, binascii.Error) as error:
        raise UnknownPlace(cursor) from error
