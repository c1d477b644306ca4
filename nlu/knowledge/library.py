"""What a worker holds of the knowledge base: the published articles, ready to be searched, never more than half a
second old.

A publication is noticed by one number in the database; then only the articles that changed are fetched, encoded (away
from the event loop) and put in the place of the old ones. Until the next index is complete the one before goes on
answering.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

import numpy as np

from nlu.knowledge.article import Article, ArticleId
from nlu.knowledge.judge import Judges, judge_for
from nlu.knowledge.ports import Articles, Encoder, Vector, Vectors
from nlu.knowledge.search import Answer, Entry, Hit, Index, decide, entry_of, sentences

# Articles made ready at a time: enough to keep the encoder busy, few enough that a stopped worker keeps most of its
# work.
AT_ONCE = 50
# Quiet refreshes after which the articles are compared all the same: a process may have died after it published and
# before it said so.
LOOK_ANYWAY = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """An answer if there is a good one, and the likeliest articles for the people who look on."""

    answer: Answer | None
    hits: Sequence[Hit]


class Library:
    """The published articles and the way to find one."""

    def __init__(self, articles: Articles, vectors: Vectors, encoder: Encoder, judges: Judges) -> None:
        self._articles = articles
        self._vectors = vectors
        self._encoder = encoder
        self._judges = judges
        self._index = Index()
        self._revision: int | None = None
        self._quiet = 0
        self._refreshing = asyncio.Lock()

    @property
    def languages(self) -> frozenset[str]:
        """Those in which there is anything to answer with."""
        return frozenset(entry.answer.language for entry in self._index.entries.values())

    def look_up(self, text: str, language: str, topic: str | None = None) -> Finding:
        """The answer to `text`, if there is one; some four milliseconds."""
        vector = self._encoder.encode([text])[0] if language in self._encoder.languages else None
        judge = judge_for(language, self._judges)
        hits = self._index.search(text, vector, language, judge, topic=topic)
        sure = decide(hits, judge)
        return Finding(answer=sure.answer if sure else None, hits=hits)

    async def refresh(self) -> bool:
        """Take in what was published or withdrawn since; True if there was anything. To be called twice a second."""
        async with self._refreshing:
            # The number is read first: a change that comes in between is then seen the next time rather than never.
            revision = await self._articles.revision()
            if revision == self._revision and self._quiet < LOOK_ANYWAY:
                self._quiet += 1
                return False
            self._quiet = 0
            published = await self._articles.publications()
            held = {article: entry.answer.version for article, entry in self._index.entries.items()}
            changed = [article for article, version in published.items() if held.get(article) != version]
            gone = held.keys() - published.keys()
            entries = [
                entry
                for start in range(0, len(changed), AT_ONCE)
                for entry in await self._ready(changed[start : start + AT_ONCE])
            ]
            if entries or gone:
                self._index = await asyncio.to_thread(self._index.replaced, entries, gone)
            self._revision = revision
            return bool(entries or gone)

    async def _ready(self, ids: Sequence[ArticleId]) -> Sequence[Entry]:
        articles = await self._articles.get_many(ids)
        vectors = await self._encoded([text for article in articles for text in self._to_encode(article)])
        return await asyncio.to_thread(self._entries, articles, vectors)

    def _entries(self, articles: Sequence[Article], vectors: Mapping[str, Vector]) -> Sequence[Entry]:
        entries = []
        for article in articles:
            rows = np.array([vectors[text] for text in self._to_encode(article)], np.float32).reshape(
                -1, self._encoder.size
            )
            # Between the list and the fetch somebody may have withdrawn it; the next refresh will say so.
            if entry := entry_of(article, rows):
                entries.append(entry)
        return entries

    def _to_encode(self, article: Article) -> Sequence[str]:
        if article.published is None or article.language not in self._encoder.languages:
            return ()
        return sentences(article.published.wording)

    async def _encoded(self, texts: Sequence[str]) -> Mapping[str, Vector]:
        keys = {text: sha256(f"{self._encoder.name}\n{text}".encode()).hexdigest() for text in texts}
        vectors = dict(await self._vectors.load([*keys.values()]))
        if missing := [text for text, key in keys.items() if key not in vectors]:
            made = await asyncio.to_thread(self._encoder.encode, missing)
            new = {keys[text]: vector for text, vector in zip(missing, made, strict=True)}
            await self._vectors.keep(new)
            vectors |= new
        return {text: vectors[key] for text, key in keys.items()}
