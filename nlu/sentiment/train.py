"""Learn the weights from the sentences: `python -m nlu.sentiment.train`, half a minute, the same result each time.

Beside `sentences/<language>.yml`, the questions of the demo articles are learned from, as neutral: they teach that a
broken chair is no reason to call its owner angry. They are many and alike, so each counts little. Every sentence is
shown a second time without its words, as if in a language that has no list: else the lists, which know these sentences
well, would leave nothing for the meaning to explain.

The method is logistic regression with three outcomes and a ridge, by Nesterov's accelerated gradient descent.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.files import read_articles
from nlu.sentiment.marks import MARKS
from nlu.sentiment.reader import Eyes, Weights, probabilities
from nlu.sentiment.sentences import MOODS, Sentences
from nlu.sentiment.words import KINDS, read_words

SENTENCES = Path(__file__).with_name("sentences")
ARTICLES = Path(__file__).parents[2] / "bot" / "demo" / "articles"

# Chosen by leaving out a fifth of the sentences at a time, their counterparts in the other languages with them.
RIDGE, RIDGE_OF_MEANING = 0.001, 0.001
WEIGHT_OF_ARTICLES = 0.2
WEIGHT_WITHOUT_WORDS = 0.5
STEPS = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """Sentences of one language, the mood of each as its place in `MOODS`, and how much each counts."""

    texts: list[str]
    moods: list[int]
    counts: list[float]

    def add(self, texts: Sequence[str], mood: int, count: float) -> None:
        self.texts.extend(texts)
        self.moods.extend([mood] * len(texts))
        self.counts.extend([count] * len(texts))


def lessons(sentences: Path = SENTENCES, articles: Path = ARTICLES) -> Mapping[str, Lesson]:
    """All there is to learn from, by language."""
    found = {path.stem: Lesson(texts=[], moods=[], counts=[]) for path in sorted(sentences.glob("*.yml"))}
    for language, lesson in found.items():
        for mood, texts in Sentences.read(sentences / f"{language}.yml").by_mood():
            lesson.add(texts, MOODS.index(mood), 1.0)
    for file in read_articles(articles):
        if file.language in found:
            found[file.language].add(file.wording.questions, MOODS.index("neutral"), WEIGHT_OF_ARTICLES)
    return found


def learn(taught: Mapping[str, Lesson], eyes: Eyes) -> Weights:
    moods = np.array([mood for lesson in taught.values() for mood in lesson.moods])
    counts = np.array([count for lesson in taught.values() for count in lesson.counts])
    nowhere = np.zeros(1, np.float32)
    seen = np.concatenate([eyes.see(lesson.texts, language, nowhere) for language, lesson in taught.items()])
    plain = len(KINDS) + len(MARKS)
    middle = np.average(seen[:, plain:], axis=0, weights=counts).astype(np.float32)
    seen[:, plain:] -= middle
    wordless = seen.copy()
    wordless[:, : len(KINDS)] = 0
    counts = np.concatenate([counts, counts * WEIGHT_WITHOUT_WORDS])
    ridge = np.where(np.arange(seen.shape[1]) < plain, RIDGE, RIDGE_OF_MEANING)
    fitted = _fit(np.concatenate([seen, wordless]), np.tile(moods, 2), counts / counts.sum(), ridge)
    return Weights(fitted, middle)


def _fit(
    seen: NDArray[np.float32], moods: NDArray[np.intp], shares: NDArray[np.float64], ridge: NDArray[np.float64]
) -> NDArray[np.float32]:
    rows = np.column_stack([seen, np.ones(len(seen))])
    held_back = np.append(ridge, 0.0)[:, None]
    right = np.eye(len(MOODS))[moods]
    # A step of this length never overshoots: it is one over the greatest curvature that there can be.
    step = 1 / (np.linalg.norm(rows * np.sqrt(shares)[:, None], 2) ** 2 / 2 + ridge.max())
    weights = before = np.zeros((rows.shape[1], len(MOODS)))
    for turn in range(STEPS):
        ahead = weights + turn / (turn + 3) * (weights - before)
        wrong = probabilities(rows[:, :-1], ahead) - right
        before, weights = weights, ahead - step * (rows.T @ (wrong * shares[:, None]) + held_back * ahead)
    return weights.astype(np.float32)


def main() -> None:
    eyes = Eyes(SentenceEncoder(Lens.clear()), read_words())
    learn(lessons(), eyes).save()


if __name__ == "__main__":
    main()
