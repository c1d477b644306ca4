"""Choosing a judge's numbers from questions whose right answers are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.article import ArticleId
from nlu.knowledge.judge import Judge
from nlu.knowledge.search import Hit

# Of all that is asked, the share that may be answered wrongly.
WRONG_AT_MOST = 0.05
WEIGHTS_OF_WORDS = (0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0, 4.0)

# Ranks before anybody has been chosen; its order of hits and its probabilities mean nothing.
NOBODY = Judge(words=1.0, base=0.0, strength=1.0, lead=1.0, enough=1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A question that was asked: the article that answers it, if any does, and all articles as found."""

    right: ArticleId | None
    hits: Sequence[Hit]


def choose(trials: Sequence[Trial]) -> Judge:
    """The judge who answers most of `trials` rightly while few are answered wrongly."""
    words = max(WEIGHTS_OF_WORDS, key=lambda weight: _reciprocal_rank(trials, weight))
    tops = [_top(trial, words) for trial in trials]
    strengths, leads, rights = (np.array(column, np.float64) for column in zip(*tops, strict=True))
    base, strength, lead = _logistic(np.column_stack([strengths, leads]), rights)
    judge = Judge(words=words, base=base, strength=strength, lead=lead, enough=1.0)
    scores = np.array([judge.probability(strength, lead) for strength, lead, _ in tops])
    return replace(judge, enough=_enough(scores, rights.astype(bool)))


def _reciprocal_rank(trials: Sequence[Trial], words: float) -> float:
    total = 0.0
    for trial in trials:
        strengths = {hit.answer.article: hit.semantic + words * hit.lexical for hit in trial.hits}
        if trial.right is not None:
            total += 1 / sum(strength >= strengths[trial.right] for strength in strengths.values())
    return total


def _top(trial: Trial, words: float) -> tuple[float, float, bool]:
    """How strong the best hit is, how far it leads, and whether it is right."""
    ranked = sorted(((hit.semantic + words * hit.lexical, hit.answer.article) for hit in trial.hits), reverse=True)
    (best, article), (second, _) = ranked[0], ranked[1]
    return best, best - second, article == trial.right


def _logistic(features: NDArray[np.float64], outcomes: NDArray[np.float64]) -> tuple[float, ...]:
    """Base and weights of a logistic regression, by Newton's method, with a prior that keeps the weights finite."""
    rows = np.column_stack([np.ones(len(features)), features])
    weights = np.zeros(rows.shape[1])
    prior = np.diag([0.0] + [0.01] * features.shape[1])
    for _ in range(30):
        expected = 1 / (1 + np.exp(-rows @ weights))
        slope = rows.T @ (outcomes - expected) - prior @ weights
        curve = (rows.T * (expected * (1 - expected))) @ rows + prior
        weights += np.linalg.solve(curve, slope)
    return tuple(float(weight) for weight in weights)


def _enough(scores: NDArray[np.float64], rights: NDArray[np.bool_]) -> float:
    """The lowest threshold that lets through no more wrong answers than allowed, half-way to the next lower score."""
    order = np.argsort(-scores)
    wrong = np.cumsum(~rights[order])
    passing = int(np.searchsorted(wrong, WRONG_AT_MOST * len(scores), side="right"))
    ranked = np.concatenate([[1.0], scores[order], [0.0]])
    return float((ranked[passing] + ranked[passing + 1]) / 2)
