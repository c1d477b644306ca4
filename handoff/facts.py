"""What rules may look at: the facts of a session, by name, as plain values that are stored with each decision.

Conditions, the priority table and the SLA tables all speak of these names, so a new fact is one line here and one
where the conversation is read (`facts_of`), and every editor offers it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class FactKind(StrEnum):
    """How a fact is compared."""

    WORD = "word"
    NUMBER = "number"


FACTS: Mapping[str, FactKind] = {
    "channel": FactKind.WORD,
    "account": FactKind.WORD,
    "language": FactKind.WORD,
    "topic": FactKind.WORD,
    "intent": FactKind.WORD,
    "kind": FactKind.WORD,
    "reason": FactKind.WORD,
    "customer_tier": FactKind.WORD,
    "customer_group": FactKind.WORD,
    "region": FactKind.WORD,
    "priority": FactKind.WORD,
    "line": FactKind.WORD,
    "status": FactKind.WORD,
    "tag": FactKind.WORD,
    "earlier_operator": FactKind.WORD,
    "sentiment": FactKind.NUMBER,
    "earlier_sessions": FactKind.NUMBER,
    "reopenings": FactKind.NUMBER,
}
"""The catalogue. Besides these, `attribute.<name>` is a word that staff or a flow have put on the customer's card."""
ATTRIBUTE = "attribute."
TEXT_KEPT = 1000
"""Characters of the customer's latest words that are kept with a decision."""


def kind_of(fact: str) -> FactKind | None:
    """How a fact is compared; None when there is no such fact."""
    return FactKind.WORD if fact.startswith(ATTRIBUTE) and len(fact) > len(ATTRIBUTE) else FACTS.get(fact)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """One moment of one session. A fact may have several words (a customer is in many groups); none means unknown."""

    at: datetime
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    numbers: Mapping[str, float] = field(default_factory=dict)
    text: str = ""
    """What the customer wrote, for conditions on words."""

    def word(self, fact: str) -> str | None:
        """The first word of a fact."""
        return next(iter(self.words.get(fact, ())), None)
