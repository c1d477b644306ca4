"""How people behave on that day, each by a fate that hangs on nothing but their number, so that every run is the same.

A customer's story: when they come, what about, how often they write again, whether they come back. An operator's part
of it: how long they think, how they end it.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tests.day.company import MINUTE, TOPICS, wall

CUSTOMERS = 120
ASKS, COMPLAINS, BOT_ONLY = "A person, please", "I want to complain", "How are you?"
_SLOW = (55, 100)


class Ending(StrEnum):
    """What the operator does when everything is said."""

    SOLVED = "solved"
    UNRESOLVED = "unresolved"
    HOLD = "hold"
    MOVED = "moved"
    PASSED_ON = "passed on"
    ESCALATED = "escalated"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    number: int
    comes: datetime
    topic: str
    tier: str
    words: str
    questions: int
    """How often they write after an answer."""
    pause: timedelta
    """Before each."""
    thinks: timedelta
    """The operator, before an answer."""
    ending: Ending
    comes_back: timedelta | None
    """So long after the close."""

    @property
    def needs_person(self) -> bool:
        return self.words != BOT_ONLY


def stories() -> list[Story]:
    return [_story(number) for number in range(1, CUSTOMERS + 1)]


def _story(number: int) -> Story:
    fate = random.Random(number)
    # Before the desk opens, through the day with a rush at noon, and after it has closed.
    comes = fate.choices(
        [wall(8) + fate.randrange(60) * MINUTE, wall(9) + fate.randrange(510) * MINUTE,
         wall(11, 30) + fate.randrange(60) * MINUTE, wall(18, 5) + fate.randrange(40) * MINUTE],
        weights=[8, 58, 28, 6],
    )[0]  # fmt: skip
    slow = fate.random() < 0.12
    return Story(
        number=number,
        comes=comes,
        topic=fate.choices([*TOPICS], weights=[46, 22, 12, 20])[0],
        tier=fate.choices(["premium", "standard"], weights=[1, 4])[0],
        words=fate.choices([ASKS, COMPLAINS, BOT_ONLY], weights=[82, 10, 8])[0],
        questions=fate.randrange(3),
        pause=fate.randrange(1, 12) * MINUTE,
        thinks=(fate.randrange(*_SLOW) if slow else fate.randrange(2, 14)) * MINUTE,
        ending=fate.choices(list(Ending), weights=[70, 8, 8, 5, 4, 5])[0],
        comes_back=fate.randrange(5, 150) * MINUTE if fate.random() < 0.15 else None,
    )


def lets_offer_pass(number: int, operator: str) -> bool:
    return random.Random(f"{number} {operator} passes").random() < 0.06


def declines(number: int, operator: str) -> bool:
    return random.Random(f"{number} {operator} declines").random() < 0.08
