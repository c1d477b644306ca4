"""Where understanding ends: which guesses are too weak to act on.

Two signs tell a guess from a shot in the dark: how strongly the intent was preferred (its logit), and how near the
sentence is to what that intent was taught with. Both are measured on training sentences that the model had not seen, so
both are read on the scale of what usually happens. Sentences in a script without sentence vectors live on a scale of
their own.
"""

from dataclasses import asdict, dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

# One value, or one for each of many sentences.
Number = TypeVar("Number", float, NDArray[Any])


@dataclass(frozen=True, kw_only=True)
class Sign:
    """What is usual for one sign of confidence among right guesses."""

    mean: float
    spread: float

    @classmethod
    def of(cls, values: NDArray[Any]) -> "Sign":
        return cls(mean=float(values.mean()), spread=float(values.std()) or 1.0)

    def read(self, value: Number) -> Number:
        return (value - self.mean) / self.spread


@dataclass(frozen=True, kw_only=True)
class Scope:
    """The weakest guess to act on, for one kind of sentence."""

    logit: Sign
    nearness: Sign
    weakest: float

    @classmethod
    def calibrate(cls, logits: NDArray[Any], nearness: NDArray[Any], refused: float) -> "Scope":
        """Set the limit so that the share `refused` of these right guesses would fall below it."""
        signs = {"logit": Sign.of(logits), "nearness": Sign.of(nearness)}
        strengths = signs["logit"].read(logits) + signs["nearness"].read(nearness)
        return cls(**signs, weakest=float(np.quantile(strengths, refused)))

    def covers(self, logit: float, nearness: float) -> bool:
        return self.logit.read(logit) + self.nearness.read(nearness) >= self.weakest

    def as_dict(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def from_dict(cls, saved: dict[str, Any]) -> "Scope":
        return cls(logit=Sign(**saved["logit"]), nearness=Sign(**saved["nearness"]), weakest=saved["weakest"])
