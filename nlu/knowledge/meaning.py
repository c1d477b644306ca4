"""Finding articles by what they mean: each is a group of sentences that ask or answer the same thing."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.ports import Vector

# The middle of an article's sentences tells more than the nearest of them, which may be near by chance.
MIDDLE = 2 / 3


class MeaningIndex:
    """Groups of vectors: those of an article and its translations. A group may be empty, and is then near nothing."""

    def __init__(self, groups: Sequence[Sequence[Vector]]) -> None:
        self._size = len(groups)
        self._filled = np.array([place for place, group in enumerate(groups) if group], np.intp)
        filled = [np.concatenate(groups[place]) for place in self._filled]
        self._starts = np.cumsum([0, *map(len, filled)])[:-1]
        middles = [_unit(group.mean(axis=0)) for group in filled]
        # Middles stand after the sentences in one matrix, so that a question costs one product.
        self._rows = np.vstack([*filled, *middles]) if filled else None

    def scores(self, vector: Vector) -> NDArray[np.float32]:
        """For each group, how near the question is to it, from 0, nothing in common, to 1."""
        scores = np.zeros(self._size, np.float32)
        if self._rows is not None:
            nearness = self._rows @ vector
            sentences, middles = np.split(nearness, [-len(self._filled)])
            nearest = np.maximum.reduceat(sentences, self._starts)
            scores[self._filled] = np.maximum(MIDDLE * middles + (1 - MIDDLE) * nearest, 0)
        return scores


def _unit(vector: Vector) -> Vector:
    unit: Vector = vector / max(float(np.linalg.norm(vector)), 1e-9)
    return unit
