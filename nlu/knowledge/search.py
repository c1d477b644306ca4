"""Finding the article that answers a question.

Two things speak for an article. *Meaning* (`meaning.py`): how near the question is to the article's title, questions
and answer; those of its translations count too, since the encoder puts all languages in one place. *Words*
(`words.py`): what share of the question's words and letter groups the article holds. A judge (`judge.py`) joins the
two and says when they are enough.

An index never changes; publishing makes the next one, which shares all that stayed the same.
"""

import operator
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlu.knowledge.article import Article, ArticleId, Wording
from nlu.knowledge.judge import Judge
from nlu.knowledge.markdown import plain_text
from nlu.knowledge.meaning import MeaningIndex
from nlu.knowledge.ports import Vector
from nlu.knowledge.words import Terms, WordIndex, terms_of

# Where a language has no articles at all, English ones are better than none.
LAST_RESORT = "en"
# What a topic that Rasa recognised adds to the strength of its articles: enough to settle a draw.
TOPIC_BONUS = 0.05
MOST_HITS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What may be sent to a customer, and the article it cites."""

    article: ArticleId
    version: int
    language: str
    title: str
    text: str
    topic: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """An article that may answer. `score` is the probability that it does; the rest says what speaks for it."""

    answer: Answer
    score: float
    semantic: float
    lexical: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A published article made ready to be found; `vectors` is None in a language that the encoder doesn't know."""

    answer: Answer
    key: str
    topic: str | None
    vectors: Vector | None
    terms: Terms


def sentences(wording: Wording) -> tuple[str, ...]:
    """What of an article is compared with a question by meaning."""
    return (wording.title, *wording.questions, wording.answer)


def entry_of(article: Article, vectors: Vector | None) -> Entry | None:
    """`article` made ready, with the vectors of its sentences; None when it isn't published."""
    if article.published is None:
        return None
    wording = article.published.wording
    answer = Answer(
        article=article.id,
        version=article.published.version,
        language=article.language,
        title=wording.title,
        text=wording.answer,
        topic=wording.topic,
    )
    terms = terms_of("\n".join((wording.title, *wording.questions, plain_text(wording.body))))
    return Entry(answer=answer, key=article.key, topic=wording.topic, vectors=vectors, terms=terms)


class Index:
    """All published articles, ready to be searched."""

    def __init__(self, entries: Sequence[Entry] = (), earlier: "Index | None" = None) -> None:
        self.entries: Mapping[ArticleId, Entry] = {entry.answer.article: entry for entry in entries}
        self._shelves: dict[str, _Shelf] = {}
        for language in {entry.answer.language for entry in entries}:
            shelf = [entry for entry in entries if entry.answer.language == language]
            same = earlier._shelves.get(language) if earlier else None
            self._shelves[language] = same if same and same.holds(shelf) else _Shelf(shelf)
        translations: dict[str, list[Vector]] = {}
        for entry in entries:
            group = translations.setdefault(entry.key, [])
            if entry.vectors is not None:
                group.append(entry.vectors)
        self._places = {key: place for place, key in enumerate(translations)}
        self._meanings = MeaningIndex([*translations.values()])

    def replaced(self, changed: Collection[Entry], gone: Collection[ArticleId] = ()) -> "Index":
        """The next index: with `changed` articles put in and those `gone` taken out."""
        kept = {article: entry for article, entry in self.entries.items() if article not in gone}
        return Index([*(kept | {entry.answer.article: entry for entry in changed}).values()], earlier=self)

    def search(
        self,
        text: str,
        vector: Vector | None,
        language: str,
        judge: Judge,
        *,
        topic: str | None = None,
        most: int = MOST_HITS,
    ) -> Sequence[Hit]:
        """The likeliest articles, best first. `vector` is None in a language that the encoder doesn't know."""
        shelf = self._shelves.get(language) or self._shelves.get(LAST_RESORT)
        if shelf is None:
            return ()
        places = [self._places[entry.key] for entry in shelf.entries]
        semantic = self._meanings.scores(vector)[places] if vector is not None else np.zeros(len(places), np.float32)
        lexical = shelf.words.scores(text)
        on_topic = np.array([topic is not None and entry.topic == topic for entry in shelf.entries])
        strengths = semantic + judge.words * lexical + TOPIC_BONUS * on_topic
        order = np.argsort(-strengths, kind="stable")
        best, second = (float(strengths[place]) for place in (order[0], order[min(1, len(order) - 1)]))
        return [
            Hit(
                answer=shelf.entries[place].answer,
                score=judge.probability(strength, strength - (second if place == order[0] else best)),
                semantic=float(semantic[place]),
                lexical=float(lexical[place]),
            )
            for place in order[:most]
            for strength in [float(strengths[place])]
        ]


def decide(hits: Sequence[Hit], judge: Judge) -> Hit | None:
    """The hit to answer with, or None when even the best isn't good enough: a close runner-up has lowered its score."""
    return hits[0] if hits and hits[0].score >= judge.enough else None


class _Shelf:
    """The articles of one language."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self.entries = entries
        self.words = WordIndex([entry.terms for entry in entries])

    def holds(self, entries: Sequence[Entry]) -> bool:
        return len(entries) == len(self.entries) and all(map(operator.is_, entries, self.entries))
