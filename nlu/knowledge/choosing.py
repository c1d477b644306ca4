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


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a judge makes of a trial: the place of the right article, None if there is none, and what was sent."""

    place: int | None
    rightly: bool
    wrongly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """A question that was asked: the article that answers it, if any does, and all articles as found."""

    right: ArticleId | None
    hits: Sequence[Hit]

    def place(self, words: float) -> int | None:
        """Of the right article, when words weigh this much; 1 is the first."""
        ranked = [article for _, article in self._ranked(words)]
        return ranked.index(self.right) + 1 if self.right is not None else None

    def top(self, words: float) -> tuple[float, float, bool]:
        """How strong the best article is, how far it leads, and whether it is right."""
        (best, article), (second, _) = self._ranked(words)[:2]
        return best, best - second, article == self.right

    def judged(self, judge: Judge) -> Verdict:
        strength, lead, right = self.top(judge.words)
        sent = judge.probability(strength, lead) >= judge.enough
        return Verdict(place=self.place(judge.words), rightly=sent and right, wrongly=sent and not right)

    def _ranked(self, words: float) -> list[tuple[float, ArticleId]]:
        return sorted(((hit.semantic + words * hit.lexical, hit.answer.article) for hit in self.hits), reverse=True)


def weigh_words(trials: Sequence[Trial]) -> float:
    """The weight of words beside meaning that ranks the right articles highest.

    To be chosen for all languages together: one language's questions are too few, and weights chosen on them did worse
    on others of the same language.
    """
    return max(WEIGHTS_OF_WORDS, key=lambda weight: _reciprocal_rank(trials, weight))


def choose(trials: Sequence[Trial], words: float) -> Judge:
    """The judge who answers most of `trials` rightly while few are answered wrongly."""
    tops = [trial.top(words) for trial in trials]
    strengths, leads, rights = (np.array(column, np.float64) for column in zip(*tops, strict=True))
    base, strength, lead = _logistic(np.column_stack([strengths, leads]), rights)
    judge = Judge(words=words, base=base, strength=strength, lead=lead, enough=1.0)
    scores = np.array([judge.probability(strength, lead) for strength, lead, _ in tops])
    return replace(judge, enough=_enough(scores))


def _reciprocal_rank(trials: Sequence[Trial], words: float) -> float:
    places = (trial.place(words) for trial in trials)
    return sum(1 / place for place in places if place is not None)


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


def _enough(scores: NDArray[np.float64]) -> float:
    """The lowest threshold that is expected to let through no more wrong answers than allowed.

    What is expected comes from the scores, which are probabilities: counting the few wrong answers among so few
    questions gave thresholds that kept the budget less well on other questions.
    """
    ranked = np.concatenate([[1.0], -np.sort(-scores), [0.0]])
    expected_wrong = np.cumsum(1 - ranked[1:-1])
    passing = int(np.searchsorted(expected_wrong, WRONG_AT_MOST * len(scores), side="right"))
    return float((ranked[passing] + ranked[passing + 1]) / 2)
