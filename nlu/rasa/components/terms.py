"""What a sentence is made of, letter by letter.

Sentence vectors carry meaning, but know no Greek, no typos and none of the shop's own words. Words and short runs of
letters do. Both training and a customer's turn count them here, so that the two can't drift apart.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt

import numpy as np
from scipy.sparse import csr_matrix

Vector = dict[int, float]

# Polish ł has no accent to strip: it is a letter of its own, but people type l.
_LETTERS = str.maketrans({"ł": "l"})
_SHORTEST, _LONGEST = 2, 4


def plain(text: str) -> str:
    """The text as a hurried customer would type it: no capitals, no accents, no punctuation."""
    # casefold also makes the Greek final sigma an ordinary one.
    letters = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
    kept = (_typed(letter) for letter in letters if not unicodedata.combining(letter))
    return " ".join("".join(kept).split())


def _typed(letter: str) -> str:
    # One order number says as much as another.
    return "0" if letter.isdigit() else letter if letter.isalnum() else " "


def words(text: str) -> Counter[str]:
    return Counter(plain(text).split())


def runs(text: str) -> Counter[str]:
    """Runs of 2 to 4 letters inside each word, where a space marks the word's edge."""
    counted: Counter[str] = Counter()
    for word in plain(text).split():
        padded = f" {word} "
        for length in range(_SHORTEST, min(_LONGEST, len(padded)) + 1):
            counted.update(padded[at : at + length] for at in range(len(padded) - length + 1))
    return counted


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms of the training sentences, each with its column and its rarity."""

    columns: dict[str, int]
    rarity: Sequence[float]

    @classmethod
    def of(cls, sentences: Sequence[Counter[str]]) -> "Terms":
        """Keep the terms seen in two sentences or more: the others can't generalise."""
        seen = Counter(term for sentence in sentences for term in sentence)
        kept = sorted(term for term, times in seen.items() if times > 1)
        rarity = [log((1 + len(sentences)) / (1 + seen[term])) + 1 for term in kept]
        return cls(columns={term: column for column, term in enumerate(kept)}, rarity=rarity)

    def weigh(self, sentence: Counter[str]) -> Vector:
        """TF-IDF weights of one sentence, of length 1 together."""
        weights = {}
        for term, times in sentence.items():
            column = self.columns.get(term)
            if column is not None:
                weights[column] = (1 + log(times)) * self.rarity[column]
        length = sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        return {column: weight / length for column, weight in weights.items()}

    def matrix(self, sentences: Iterable[Counter[str]]) -> csr_matrix:
        """The same for many sentences, a row each."""
        rows = [self.weigh(sentence) for sentence in sentences]
        return csr_matrix(
            (
                np.array([weight for row in rows for weight in row.values()], dtype=np.float32),
                np.array([column for row in rows for column in row], dtype=np.int32),
                np.cumsum([0, *map(len, rows)]),
            ),
            shape=(len(rows), len(self.columns)),
        )
