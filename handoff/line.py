"""A line is where sessions of one kind wait for the people who know about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from handoff.hours import BusinessHours
from handoff.ids import LineId


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`names` by language; `topics` are the subjects whose sessions come here; one line takes what nobody claims."""

    id: LineId
    names: Mapping[str, str]
    topics: frozenset[str] = frozenset()
    takes_rest: bool = False
    hours: BusinessHours = field(default_factory=BusinessHours)

    def name_in(self, language: str) -> str:
        """The line's name in a language, or in English, or its id."""
        return self.names.get(language) or self.names.get("en") or self.id


def line_for(topic: str | None, lines: Sequence[Line]) -> Line:
    """The line that takes a topic; else the one that takes the rest; else the first.

    Raises ValueError when the company has no line at all.
    """
    if not lines:
        raise ValueError("The company has no line: `helpline seed` adds those of bot/demo/people.py.")
    return (
        next((line for line in lines if topic is not None and topic in line.topics), None)
        or next((line for line in lines if line.takes_rest), None)
        or lines[0]
    )
