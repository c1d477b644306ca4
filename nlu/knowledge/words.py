"""Finding articles by their letters: names, codes, and whole languages that the sentence vectors don't know.

Texts are cut into words and into groups of three to five letters, without accents, so that inflected forms and typing
mistakes still meet. An article counts as one text with all that it says (title, questions, body), and is scored by
Okapi BM25 (Robertson and Zaragoza, 2009): rare groups weigh more, repetition weighs less and less. The score is
divided by the best that the question could get anywhere, which makes it a share from 0 to 1; words that occur in no
article lower it.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nlu.language import plain_letters

# BM25's usual constants: how soon repetition stops counting, and how much long articles are held back.
SATURATION = 1.2
LENGTH = 0.6
SIZES = (3, 4, 5)

_WORD = re.compile(r"\w+")
_SPACE = ord(" ")
# Any odd number with well-mixed bits: letter groups are hashed as numbers to this base, modulo 2 ** 32.
_BASE = np.uint32(0x9E3779B1)

Hashes = NDArray[np.uint32]
Scores = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Terms:
    """The words and letter groups of a text, each once and in order, with how often it occurs."""

    hashes: Hashes
    counts: NDArray[np.float32]


def terms_of(text: str) -> Terms:
    """What `text` is found by."""
    words = _WORD.findall(plain_letters(text))
    whole = np.array([zlib.crc32(word.encode()) for word in words], np.uint32)
    letters = np.frombuffer(f" {'  '.join(words)} ".encode("utf-32-le"), np.uint32)
    hashes, counts = np.unique(np.concatenate([whole, *(_groups(letters, size) for size in SIZES)]), return_counts=True)
    return Terms(hashes, counts.astype(np.float32))


def _groups(letters: Hashes, size: int) -> Hashes:
    """A hash for each `size` neighbours in `letters` that belong to one word, the spaces around it included."""
    if len(letters) < size:
        return np.empty(0, np.uint32)
    windows = np.lib.stride_tricks.sliding_window_view(letters, size)
    within = (windows[:, 1:-1] != _SPACE).all(axis=1)
    powers = _BASE ** np.arange(1, size + 1, dtype=np.uint32)
    hashes: Hashes = (windows[within] * powers).sum(axis=1, dtype=np.uint32)
    return hashes


class WordIndex:
    """The articles of one language, each by its terms."""

    def __init__(self, documents: Sequence[Terms]) -> None:
        self._size = len(documents)
        owners = np.repeat(np.arange(self._size), [len(terms.hashes) for terms in documents])
        hashes = np.concatenate([terms.hashes for terms in documents]) if documents else np.empty(0, np.uint32)
        counts = np.concatenate([terms.counts for terms in documents]) if documents else np.empty(0, np.float32)
        lengths = np.bincount(owners, weights=counts, minlength=self._size)
        relative = lengths / max(lengths.mean(), 1.0) if documents else lengths

        order = np.argsort(hashes, kind="stable")
        owners, hashes, counts = owners[order], hashes[order], counts[order]
        self._hashes, starts, found_in = np.unique(hashes, return_index=True, return_counts=True)
        self._bounds = np.append(starts, len(hashes))
        self._rarity = np.log1p((self._size - found_in + 0.5) / (found_in + 0.5))
        self._unknown = float(np.log1p((self._size + 0.5) / 0.5))
        self._owners = owners
        saturated = counts / (counts + SATURATION * (1 - LENGTH + LENGTH * relative[owners]))
        self._weights = (saturated * np.repeat(self._rarity, found_in)).astype(np.float32)

    def scores(self, text: str) -> Scores:
        """For each article, the share of the question that it holds, from 0 to 1."""
        scores = np.zeros(self._size, np.float32)
        asked = terms_of(text).hashes
        places = np.searchsorted(self._hashes, asked)
        known = [
            int(place)
            for place, term in zip(places, asked, strict=True)
            if place < len(self._hashes) and self._hashes[place] == term
        ]
        best = float(self._rarity[known].sum()) + self._unknown * (len(asked) - len(known))
        for place in known:
            postings = slice(self._bounds[place], self._bounds[place + 1])
            # An article occurs once among the postings of a term, so nothing is added twice to one place here.
            scores[self._owners[postings]] += self._weights[postings]
        return scores / np.float32(best) if best else scores
