"""What a sentence means to a shop: one linear model over its meaning, its words and its letters.

A multinomial logistic regression is enough here. It trains in seconds on a few thousand phrases in all languages
together, always to the same weights, and answers a turn with one small product. No network is trained: the sentence
vectors were, by others, on far more text.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix, hstack
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

from components.scope import Scope
from components.terms import Terms, runs, words

OUT_OF_SCOPE = "out_of_scope"
_NEIGHBOURS = 3


@dataclass(frozen=True, kw_only=True)
class Tuning:
    """The few numbers that the config may set."""

    vector_weight: float = 1.0
    strictness: float = 5.0  # C of the regression: higher follows the examples more closely
    refused: float = 0.1  # share of right guesses on unseen sentences that may be called unsure
    folds: int = 4


@dataclass(frozen=True, kw_only=True)
class Guess:
    """All intents, the likeliest first, and whether the first may be acted on."""

    ranking: Sequence[tuple[str, float]]
    sure: bool


@dataclass(frozen=True, kw_only=True)
class IntentModel:
    """Trained weights, a row for each feature, and the sentences they were trained on."""

    intents: Sequence[str]
    words: Terms
    runs: Terms
    vector_weights: NDArray[Any]
    word_weights: NDArray[Any]
    run_weights: NDArray[Any]
    bias: NDArray[Any]
    example_vectors: NDArray[Any]
    example_runs: csr_matrix
    examples_of: Sequence[NDArray[Any]]
    scopes: dict[bool, Scope]

    def guess(self, text: str, vector: NDArray[Any]) -> Guess:
        """Rank the intents of a sentence. A vector of zeros means that the encoder can't read it."""
        logits, nearness = self.signs(text, vector)
        best = int(logits.argmax())
        chances = np.exp(logits - logits[best])
        chances /= chances.sum()
        ranking = [(self.intents[i], float(chances[i])) for i in np.argsort(-chances)]
        return Guess(ranking=ranking, sure=self.scopes[bool(vector.any())].covers(float(logits[best]), nearness))

    def signs(self, text: str, vector: NDArray[Any]) -> tuple[NDArray[Any], float]:
        """The logits of all intents, and how near the sentence is to the likeliest one's examples."""
        word_weights = self.words.weigh(words(text))
        run_weights = self.runs.weigh(runs(text))
        logits = self.bias + vector @ self.vector_weights
        for weights, table in ((word_weights, self.word_weights), (run_weights, self.run_weights)):
            logits = logits + np.fromiter(weights.values(), np.float32, len(weights)) @ table[list(weights)]

        examples = self.examples_of[int(logits.argmax())]
        letters = np.zeros(len(self.runs.columns), dtype=np.float32)
        letters[list(run_weights)] = list(run_weights.values())
        likeness = self.example_vectors[examples] @ vector + self.example_runs[examples] @ letters
        return logits, float(np.sort(likeness)[-_NEIGHBOURS:].mean())


def train(texts: Sequence[str], vectors: NDArray[Any], labels: Sequence[str], tuning: Tuning) -> IntentModel:
    """Fit the model to three intents or more, and its limits to models that each left a part of the sentences out."""
    known = vectors.any(axis=1)
    labelled = np.array(labels)
    logits, nearness = np.zeros(len(texts)), np.zeros(len(texts))
    right = np.zeros(len(texts), dtype=bool)
    for taught, unseen in StratifiedKFold(tuning.folds, shuffle=True, random_state=1).split(vectors, labelled):
        model = _fit([texts[i] for i in taught], vectors[taught], labelled[taught], tuning, scopes={})
        for i in unseen:
            found, nearness[i] = model.signs(texts[i], vectors[i])
            logits[i] = found.max()
            right[i] = model.intents[int(found.argmax())] == labels[i] != OUT_OF_SCOPE

    # A language set without such sentences has no scale of its own for them, and borrows the other one's.
    scopes = {
        kind: Scope.calibrate(logits[chosen], nearness[chosen], tuning.refused)
        for kind in (True, False)
        for chosen in [right & (known == kind)]
        if chosen.any()
    }
    either = next(iter(scopes.values()))
    return _fit(texts, vectors, labelled, tuning, scopes={kind: scopes.get(kind, either) for kind in (True, False)})


def _fit(
    texts: Sequence[str], vectors: NDArray[Any], labels: NDArray[Any], tuning: Tuning, scopes: dict[bool, Scope]
) -> IntentModel:
    counted_words, counted_runs = [words(text) for text in texts], [runs(text) for text in texts]
    word_terms, run_terms = Terms.of(counted_words), Terms.of(counted_runs)
    example_runs = run_terms.matrix(counted_runs)
    # In single precision, and no closer than tells intents apart: ten times faster than the defaults.
    features = hstack(
        [csr_matrix(vectors * tuning.vector_weight), word_terms.matrix(counted_words), example_runs],
        format="csr",
        dtype=np.float32,
    )
    fitted = LogisticRegression(C=tuning.strictness, tol=1e-2, max_iter=200).fit(features, labels)
    by_vector, by_word, by_run = np.split(
        fitted.coef_.T, [vectors.shape[1], vectors.shape[1] + len(word_terms.columns)]
    )
    return IntentModel(
        intents=[str(intent) for intent in fitted.classes_],
        words=word_terms,
        runs=run_terms,
        vector_weights=np.ascontiguousarray(by_vector * tuning.vector_weight, dtype=np.float32),
        word_weights=np.ascontiguousarray(by_word, dtype=np.float32),
        run_weights=np.ascontiguousarray(by_run, dtype=np.float32),
        bias=fitted.intercept_.astype(np.float32),
        example_vectors=vectors,
        example_runs=example_runs,
        examples_of=[np.flatnonzero(labels == intent) for intent in fitted.classes_],
        scopes=scopes,
    )
