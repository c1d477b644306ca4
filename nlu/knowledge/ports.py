"""What the knowledge base needs from outside: places for articles and for vectors, and something to make vectors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nlu.knowledge.article import Article, ArticleId, KnowledgeError

Vector = NDArray[np.float32]


class ArticleMissing(KnowledgeError):
    """There is no such article, or no such version of it."""

    def __init__(self, article: ArticleId, version: int | None = None) -> None:
        super().__init__(f"There is no article {article}" + (f" in version {version}" if version is not None else ""))
        self.article = article
        self.version = version


class ArticleExists(KnowledgeError):
    """The key is already taken in that language."""

    def __init__(self, article: ArticleId) -> None:
        super().__init__(f"There already is an article {article}")
        self.article = article


class StaleArticle(KnowledgeError):
    """Somebody else saved first; `current` is what they saved."""

    def __init__(self, current: Article) -> None:
        super().__init__(f"{current.id} is at version {current.version} by now")
        self.current = current


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Which version of an article customers are answered from, None if none, and when it was last touched."""

    published: int | None
    updated_at: datetime


class Articles(Protocol):
    """All articles, drafts and published, with every version they ever had."""

    async def revision(self) -> int:
        """A number that grows when anything is published or withdrawn: asking for news costs next to nothing."""

    async def standings(self, since: datetime | None = None) -> Mapping[ArticleId, Standing]:
        """Where each article stands; only those changed after `since`, if it is given."""

    async def get_many(self, ids: Sequence[ArticleId]) -> Sequence[Article]:
        """Those of them that exist."""

    async def get(self, article: ArticleId) -> Article:
        """Raises ArticleMissing."""

    async def list(self, *, language: str | None = None, topic: str | None = None) -> Sequence[Article]:
        """By language, then by title."""

    async def add(self, article: Article) -> None:
        """Keep a new article. Raises ArticleExists."""

    async def save(self, article: Article, *, expected: int) -> None:
        """Put it in the place of version `expected`. Raises StaleArticle, ArticleMissing."""

    async def delete(self, article: Article) -> None:
        """Forget it and its versions, if this still is its version. Raises StaleArticle, ArticleMissing."""

    async def versions(self, article: ArticleId) -> Sequence[Article]:
        """All versions, the latest first. Raises ArticleMissing."""

    async def get_version(self, article: ArticleId, version: int) -> Article:
        """Raises ArticleMissing."""


class Vectors(Protocol):
    """Sentence vectors, the rows of an article under one key: a worker that starts need not encode thousands again."""

    async def load(self, keys: Sequence[str]) -> Mapping[str, Vector]:
        """Those of them that are kept."""

    async def keep(self, vectors: Mapping[str, Vector]) -> None:
        """Keeping the same again is harmless."""


class Encoder(Protocol):
    """Makes vectors that are near each other where sentences mean the same."""

    @property
    def name(self) -> str:
        """Vectors of another name can't be compared with these."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages that it understands."""

    def encode(self, texts: Sequence[str]) -> Vector:
        """A row of length one for each text."""
