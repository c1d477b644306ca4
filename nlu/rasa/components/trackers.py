"""Rasa's memory of dialogues, kept small: it may be lost at any time, for the product knows all that decides a turn."""

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


class RecentTrackers(TrackerStore):
    """The trackers of the sessions spoken with last. Rasa's own store in memory keeps those of all sessions for ever.

    They are kept as they are: to write and read them as JSON took longer than to understand the message.
    """

    def __init__(
        self, domain: Domain, event_broker: EventBroker | None = None, sessions: int = 5000, **kwargs: Any
    ) -> None:
        super().__init__(domain, event_broker)
        self._trackers: OrderedDict[str, DialogueStateTracker] = OrderedDict()
        self._sessions = sessions

    async def save(self, tracker: DialogueStateTracker) -> None:
        """One in which nothing ever happened is forgotten."""
        if not tracker.events:
            self._trackers.pop(tracker.sender_id, None)
            return
        self._trackers[tracker.sender_id] = tracker
        self._trackers.move_to_end(tracker.sender_id)
        while len(self._trackers) > self._sessions:
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        return self._trackers.get(sender_id)

    async def keys(self) -> Iterable[str]:
        return self._trackers.keys()
