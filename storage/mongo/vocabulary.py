"""Which words the facts of conversations have had, for the editors of rules."""

import time
from collections.abc import Mapping, Sequence
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase

from handoff.facts import ATTRIBUTE

_KEPT_SECONDS = 60.0
_STATES = ("with_bot", "waiting", "with_operator", "closed")
_LATEST = 1_000
"""Conversations of each state that are looked through: the words in use, not all that ever were."""
_FIELDS = {
    "channel": "address.channel",
    "account": "address.account",
    "language": "customer.language",
    "customer_tier": "customer.tier",
    "customer_group": "customer.groups",
    "region": "customer.region",
    "topic": "session.topic",
    "intent": "session.handling.intent",
    "kind": "session.handling.kind",
    "reason": "session.handling.reason",
    "tag": "session.handling.tags",
}
_ATTRIBUTES = "customer.attributes"


class MongoVocabulary:
    """Fulfils `handoff.ports.Vocabulary`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.conversations
        self._kept: tuple[float, Mapping[str, Sequence[str]]] | None = None

    async def words(self) -> Mapping[str, Sequence[str]]:
        if self._kept is None or time.monotonic() - self._kept[0] > _KEPT_SECONDS:
            self._kept = (time.monotonic(), await self._read())
        return self._kept[1]

    async def _read(self) -> Mapping[str, Sequence[str]]:
        found: dict[str, set[str]] = {}
        shown = dict.fromkeys([*_FIELDS.values(), _ATTRIBUTES], 1)
        for state in _STATES:  # by state, since that is how the lists' index finds the latest
            rows = self._rows.find({"session.state": state}, shown).sort("updated_at", -1).limit(_LATEST)
            async for row in rows:
                for fact, field in _FIELDS.items():
                    value = _value(row, field)
                    found.setdefault(fact, set()).update(value if isinstance(value, list) else [value])
                for name, value in (_value(row, _ATTRIBUTES) or {}).items():
                    found.setdefault(ATTRIBUTE + name, set()).add(value)
        return {fact: sorted(word for word in words if word) for fact, words in found.items()}


def _value(row: Mapping[str, Any], field: str) -> Any:
    value: Any = row
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    return value
