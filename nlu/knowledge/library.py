"""What a worker holds of the knowledge base: the published articles, ready to be searched, never more than half a
second old.

A publication is noticed by one number in the database; then only the articles that changed are fetched, encoded (away
from the event loop) and put in the place of the old ones. Until the next index is complete the one before goes on
answering.
"""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import numpy as np

from nlu.knowledge.article import Article, ArticleId
from nlu.knowledge.judge import Judges, judge_for
from nlu.knowledge.ports import Articles, Encoder, Standing, Vector, Vectors
from nlu.knowledge.search import Answer, Entry, Hit, Index, decide, entry_of, sentences

# Articles made ready at a time: enough to keep the encoder busy, few enough that a stopped worker keeps most of its
# work.
AT_ONCE = 50
# How far the clocks of two consoles may differ: changes that look this old may be new.
OVERLAP = timedelta(minutes=2)
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
        self._latest: datetime | None = None
        self._refreshing = asyncio.Lock()

    @property
    def languages(self) -> frozenset[str]:
        """Those in which there is anything to answer with."""
        return frozenset(entry.answer.language for entry in self._index.entries.values())

    def published(self, article: ArticleId) -> Answer | None:
        """What an article answers with now; None when it is no longer published."""
        entry = self._index.entries.get(article)
        return entry.answer if entry else None

    def look_up(self, text: str, language: str, topic: str | None = None) -> Finding:
        """The answer to `text`, if there is one; some four milliseconds."""
        vector = self._encoder.encode([text])[0] if language in self._encoder.languages else None
        judge = judge_for(language, self._judges)
        hits = self._index.search(text, vector, language, judge, topic=topic)
        sure = decide(hits, judge)
        return Finding(answer=sure.answer if sure else None, hits=hits)

    async def warm_up(self) -> None:
        """Have the encoder read its weights, so that no customer waits for them."""
        await asyncio.to_thread(self._encoder.encode, ["warm"])

    async def refresh(self) -> bool:
        """Take in what was published or withdrawn since; True if there was anything. To be called twice a second."""
        async with self._refreshing:
            # The number is read first: a change that comes in between is then seen the next time rather than never.
            revision = await self._articles.revision()
            if revision == self._revision and self._quiet < LOOK_ANYWAY:
                self._quiet += 1
                return False
            since = self._latest - OVERLAP if self._latest and revision != self._revision else None
            standings = await self._articles.standings(since)
            changed, gone = self._news(standings, everything=since is None)
            entries: list[Entry] = []
            for start in range(0, len(changed), AT_ONCE):
                articles = await self._articles.get_many(changed[start : start + AT_ONCE])
                vectors = await self._encoded(articles)
                entries += await asyncio.to_thread(_entries, articles, vectors)
            if entries or gone:
                self._index = await asyncio.to_thread(self._index.replaced, entries, gone)
            self._latest = max((standing.updated_at for standing in standings.values()), default=self._latest)
            self._revision, self._quiet = revision, 0
            return bool(entries or gone)

    def _news(
        self, standings: Mapping[ArticleId, Standing], *, everything: bool
    ) -> tuple[Sequence[ArticleId], Collection[ArticleId]]:
        """The articles to be fetched and those to be taken out; `everything`: what isn't in `standings` is gone too."""
        held = {article: entry.answer.version for article, entry in self._index.entries.items()}
        published = {article: standing.published for article, standing in standings.items() if standing.published}
        changed = [article for article, version in published.items() if version != held.get(article)]
        stay = published.keys() if everything else published.keys() | (held.keys() - standings.keys())
        return changed, held.keys() - stay

    async def _encoded(self, articles: Sequence[Article]) -> Mapping[ArticleId, Vector]:
        """The vectors of each article's sentences: kept ones, or new ones that are then kept."""
        said = {article.id: self._to_encode(article) for article in articles}
        keys = {article: _key(self._encoder.name, texts) for article, texts in said.items() if texts}
        vectors = dict(await self._vectors.load([*keys.values()]))
        missing = {key: said[article] for article, key in keys.items() if key not in vectors}
        if missing:
            new = await asyncio.to_thread(self._encode, missing)
            await self._vectors.keep(new)
            vectors |= new
        return {article: vectors[key] for article, key in keys.items()}

    def _encode(self, texts: Mapping[str, Sequence[str]]) -> Mapping[str, Vector]:
        rows = self._encoder.encode([text for group in texts.values() for text in group])
        ends = np.cumsum([len(group) for group in texts.values()])
        return dict(zip(texts, np.split(rows, ends[:-1]), strict=True))

    def _to_encode(self, article: Article) -> Sequence[str]:
        if article.published is None or article.language not in self._encoder.languages:
            return ()
        return sentences(article.published.wording)


def _entries(articles: Sequence[Article], vectors: Mapping[ArticleId, Vector]) -> Sequence[Entry]:
    made = (entry_of(article, vectors.get(article.id)) for article in articles)
    # Between the list and the fetch somebody may have withdrawn one; the next refresh will say so.
    return [entry for entry in made if entry is not None]


def _key(encoder: str, texts: Sequence[str]) -> str:
    return sha256("\0".join((encoder, *texts)).encode()).hexdigest()
