"""How pleased or cross a message sounds.

Three things are looked at: its words (`words.py`), its marks (`marks.py`), and its meaning, which is the vector that
the knowledge base's encoder makes of it anyway. They are weighed together, by one set of weights for all languages
(see `train.py`), so that each language learns from the others' sentences.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.ports import Vector
from nlu.sentiment.marks import marks
from nlu.sentiment.words import KINDS, Words, read_words

WEIGHTS = Path(__file__).with_name("weights.npz")

# From here on a message counts as cross, or as pleased.
CROSS, PLEASED = -0.4, 0.4

# Of a longer text, its two ends are read: people say at the start or at the end how they feel.
LONGEST = 400


class Encoder(Protocol):
    """The knowledge base's `SentenceEncoder`, as far as it is needed here."""

    @property
    def languages(self) -> frozenset[str]: ...

    def raw(self, texts: Sequence[str]) -> Vector: ...


@dataclass(frozen=True, slots=True)
class Weights:
    """What everything seen counts for each mood, and the middle of the vectors, for texts that have none."""

    of_signs: NDArray[np.float32]
    middle: NDArray[np.float32]

    @classmethod
    def load(cls, path: Path = WEIGHTS) -> "Weights":
        with np.load(path, allow_pickle=False) as kept:
            return cls(kept["of_signs"].astype(np.float32), kept["middle"].astype(np.float32))

    def save(self, path: Path = WEIGHTS) -> None:
        np.savez_compressed(path, of_signs=self.of_signs.astype(np.float16), middle=self.middle.astype(np.float16))


@dataclass(frozen=True, slots=True)
class Eyes:
    """Sees in texts what can be weighed."""

    encoder: Encoder
    words: Mapping[str, Words]

    def see(self, texts: Sequence[str], language: str, middle: NDArray[np.float32]) -> NDArray[np.float32]:
        """A row for each text: its words, its marks, its vector as it differs from `middle`."""
        words = self.words.get(language)
        said = [words.signs(text) if words else [0.0] * len(KINDS) for text in texts]
        meant = (
            self.encoder.raw(texts) - middle
            if language in self.encoder.languages
            else np.zeros((len(texts), len(middle)))
        )
        return np.column_stack([said, [marks(text) for text in texts], meant]).astype(np.float32)


class Sentiment:
    """Reads moods. Loading takes some milliseconds; threads may share it."""

    def __init__(self, eyes: Eyes, weights: Weights) -> None:
        self._eyes = eyes
        self._weights = weights

    @classmethod
    def load(cls, encoder: Encoder) -> "Sentiment":
        return cls(Eyes(encoder, read_words()), Weights.load())

    def read(self, text: str, language: str) -> float:
        """From -1 (angry, desperate) over 0 (neutral) to +1 (pleased), whatever the text is.

        In a language without a list of words, its meaning counts alone, if the encoder knows the language.
        """
        return self.read_all([text], language)[0]

    def read_all(self, texts: Sequence[str], language: str) -> list[float]:
        """As `read`, quicker for many."""
        shown = [_readable(text) for text in texts]
        moods = probabilities(self._eyes.see(shown, language, self._weights.middle), self._weights.of_signs)
        return [float(good - bad) if text else 0.0 for text, (bad, _, good) in zip(shown, moods, strict=True)]


def probabilities(seen: NDArray[Any], weights: NDArray[Any]) -> NDArray[Any]:
    """How probable each of `MOODS` is, for each row of `seen`; the last row of `weights` is for nothing seen."""
    strengths = seen @ weights[:-1] + weights[-1]
    grown: NDArray[Any] = np.exp(strengths - strengths.max(axis=1, keepdims=True))
    shares: NDArray[Any] = grown / grown.sum(axis=1, keepdims=True)
    return shares


def _readable(text: str) -> str:
    """`text` without what no encoder can read, and not too long."""
    whole = " ".join(text.encode("utf-8", "ignore").decode().split())
    return whole if len(whole) <= LONGEST else f"{whole[: LONGEST // 2]} {whole[-LONGEST // 2 :]}"
