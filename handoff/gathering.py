"""An album comes as a message for each of its items, in any order and with no sign of the last. They are gathered for a
moment, in the conversation itself, so that a crash forgets none; then they are one message.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handoff.ids import EventId
from handoff.messages import Content

AFTER_THE_LAST = timedelta(seconds=1)
IN_ALL = timedelta(seconds=5)
"""The longest that the first item waits for others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One of an album's messages; its files are our own copies."""

    provider_id: str
    content: Content
    at: datetime
    sent_at: datetime
    reply_to: str | None = None
    forwarded_from: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """An album on its way; `event` is what its first item came by."""

    album: str
    event: EventId
    items: tuple[Item, ...]
    until: datetime

    def joined_by(self, item: Item, now: datetime) -> "Gathering":
        """With one more, in the order in which they were sent."""
        items = (*self.items, item)
        latest = min(each.at for each in items) + IN_ALL
        return replace(self, items=tuple(sorted(items, key=_place)), until=min(now + AFTER_THE_LAST, latest))

    @property
    def whole(self) -> Item:
        """All of it, as one message."""
        text = "\n".join(each.content.text for each in self.items if each.content.text)
        files = tuple(file for each in self.items for file in each.content.attachments)
        first, at = self.items[0], min(each.at for each in self.items)
        return replace(first, content=Content(text=text, attachments=files), at=at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathered:
    """The latest album that became a message; what comes late answers its `first` item, named by the messenger's id."""

    album: str
    first: str


def begun(album: str, event: EventId, item: Item, now: datetime) -> Gathering:
    return Gathering(album=album, event=event, items=(item,), until=now + AFTER_THE_LAST)


def _place(item: Item) -> tuple[int, str]:
    """Messengers count upwards."""
    return len(item.provider_id), item.provider_id
