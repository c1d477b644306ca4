"""What a replay has to say: in English, and taken apart for whoever has own words."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Union

Code = Literal[
    "answered",
    "asks_for_person",
    "at_step",
    "breaks",
    "calls",
    "calls_with",
    "came_by_link",
    "closes",
    "creates_request",
    "ends",
    "expired",
    "failed",
    "goes_on",
    "goes_through",
    "had_no_reply",
    "hands_over",
    "hooked",
    "instead",
    "leaves_by",
    "left",
    "looks_for",
    "moved_over",
    "no_trigger",
    "not_shown",
    "notes",
    "nothing",
    "process",
    "rated",
    "replied",
    "reported",
    "says",
    "search",
    "sets",
    "silence",
    "starts",
    "stays",
    "succeeded",
    "tags",
    "time_passed",
    "unexpected",
    "unrecorded",
    "waits_answer",
    "waits_call",
    "waits_event",
    "waits_time",
    "waits_until",
]
"""The console has words for each in its own languages, and the tests hold it to that."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`text` has the values put in; some of them are sentences again."""

    code: Code
    text: str
    values: Mapping[str, Union[str, "Sentence"]] = field(compare=False)

    def __str__(self) -> str:
        return self.text


def sentence(code: Code, pattern: str, /, **values: str | Sentence) -> Sentence:
    return Sentence(code, pattern.format(**values), values)
