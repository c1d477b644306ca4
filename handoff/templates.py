"""Templates: texts that a messenger has approved, which may be sent when it does not take our own words any more.

They are written and approved in the messenger's own pages; here they are read, filled in and sent. A place is a hole in
the text, `{{1}}` or `{{name}}`, which whoever sends it fills.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from handoff.messages import FromTemplate

LONGEST_VALUE = 1024
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_UNFIT = re.compile(r"[\n\r\t]| {5,}")
"""What WhatsApp refuses within a value."""


class Obstacle(StrEnum):
    """Why a template cannot be sent now."""

    NOT_APPROVED = "not_approved"
    PAUSED = "paused"
    """The messenger stopped it for a while: customers did not like it."""
    DISABLED = "disabled"
    NOT_WORDS = "not_words"
    """It needs more than words from us: a picture, or the end of an address."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`status`, `category` and `quality` are the messenger's own words."""

    name: str
    language: str
    category: str
    status: str
    body: str
    header: str = ""
    footer: str = ""
    quality: str = ""
    named: bool = False
    """Whether places have names, not numbers."""
    plain: bool = True
    """Whether words are all that it needs."""

    @property
    def places(self) -> Sequence[str]:
        """What must be filled in, in the order of reading."""
        return places_of(f"{self.header} {self.body}")

    @property
    def obstacle(self) -> Obstacle | None:
        match self.status:
            case "APPROVED":
                return None if self.plain else Obstacle.NOT_WORDS
            case "PAUSED":
                return Obstacle.PAUSED
            case "DISABLED":
                return Obstacle.DISABLED
            case _:
                return Obstacle.NOT_APPROVED

    @property
    def usable(self) -> bool:
        return self.obstacle is None

    def shown(self, values: Mapping[str, str]) -> str:
        """What the customer will read."""
        whole = "\n\n".join(filter(None, (self.header, self.body, self.footer)))
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), whole)

    def problems(self, values: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """Each place that is not filled as the messenger takes it, and what is wrong with it."""
        for place in self.places:
            value = values.get(place, "")
            if not value.strip():
                yield place, "Fill this in."
            elif len(value) > LONGEST_VALUE:
                yield place, f"This is longer than {LONGEST_VALUE} characters."
            elif _UNFIT.search(value):
                yield place, "Line breaks, tabs and five spaces in a row are not taken here."
        for place in values:
            if place not in self.places:
                yield place, "The template has no such place."

    def filled(self, values: Mapping[str, str]) -> FromTemplate:
        return FromTemplate(name=self.name, language=self.language, values=dict(values))


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateList:
    """What one account may send, and when the messenger was asked last; None: never yet."""

    templates: Sequence[Template] = ()
    read_at: datetime | None = None

    def find(self, name: str, language: str) -> Template | None:
        return next((each for each in self.templates if (each.name, each.language) == (name, language)), None)


def places_of(text: str) -> Sequence[str]:
    return list(dict.fromkeys(_PLACE.findall(text)))
