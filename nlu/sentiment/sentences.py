"""Sentences whose mood is known: those to learn from, and those to measure with."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel

Mood = Literal["negative", "neutral", "positive"]
MOODS: tuple[Mood, ...] = ("negative", "neutral", "positive")


class Sentences(BaseModel):
    """A language's file. Neutral is also what merely states a problem: most customers of a support desk have one."""

    negative: list[str]
    neutral: list[str]
    positive: list[str]

    @classmethod
    def read(cls, path: Path) -> "Sentences":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    def by_mood(self) -> Sequence[tuple[Mood, Sequence[str]]]:
        return ("negative", self.negative), ("neutral", self.neutral), ("positive", self.positive)
