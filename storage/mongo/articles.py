"""Collections `articles`, `article_versions` and a counter: the knowledge base.

An article is one document, so that publishing is one conditional write. The version that a write replaces is put into
`article_versions` before, under an id made of article and version: doing so twice, or for a write that then loses
the race, changes nothing. The counter grows after each publication, so that workers can ask for news cheaply.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from motor.motor_asyncio import AsyncIOMotorDatabase
from pymongo.errors import DuplicateKeyError

from nlu.knowledge.article import Article, ArticleId
from nlu.knowledge.ports import ArticleExists, ArticleMissing, StaleArticle, Standing
from storage.mongo.codec import Codec

_CODEC = Codec(Article)
_COUNTER = "publications"


async def ensure_indexes(db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
    await db.articles.create_index([("language", 1), ("wording.title", 1)])
    await db.articles.create_index("updated_at")
    await db.article_versions.create_index([("article_id", 1), ("version", -1)])


class MongoArticles:
    """Fulfils `nlu.knowledge.ports.Articles`."""

    def __init__(self, db: AsyncIOMotorDatabase[dict[str, Any]]) -> None:
        self._rows = db.articles
        self._versions = db.article_versions
        self._counters = db.counters

    async def revision(self) -> int:
        counter = await self._counters.find_one({"_id": _COUNTER})
        return int(counter["count"]) if counter else 0

    async def standings(self, since: datetime | None = None) -> Mapping[ArticleId, Standing]:
        query = {"updated_at": {"$gt": since}} if since else {}
        cursor = self._rows.find(query, {"published.version": 1, "updated_at": 1})
        return {ArticleId(row["_id"]): _standing(row) async for row in cursor}

    async def get(self, article: ArticleId) -> Article:
        found = await self._rows.find_one({"_id": article})
        if found is None:
            raise ArticleMissing(article)
        return _CODEC.load(found)

    async def get_many(self, ids: Sequence[ArticleId]) -> Sequence[Article]:
        return [_CODEC.load(row) async for row in self._rows.find({"_id": {"$in": list(ids)}})]

    async def list(self, *, language: str | None = None, topic: str | None = None) -> Sequence[Article]:
        asked = {"language": language, "wording.topic": topic}
        query = {field: value for field, value in asked.items() if value is not None}
        cursor = self._rows.find(query).sort([("language", 1), ("wording.title", 1)])
        return [_CODEC.load(row) async for row in cursor]

    async def add(self, article: Article) -> None:
        try:
            await self._rows.insert_one(_CODEC.dump(article))
        except DuplicateKeyError as error:
            raise ArticleExists(article.id) from error
        if article.published:
            await self._announce()

    async def save(self, article: Article, *, expected: int) -> None:
        current = await self._current(article.id, expected)
        superseded = {"article_id": article.id, "version": expected, "article": _CODEC.dump(current)}
        await self._versions.replace_one({"_id": f"{article.id}:{expected}"}, superseded, upsert=True)
        written = await self._rows.replace_one({"_id": article.id, "version": expected}, _CODEC.dump(article))
        if not written.matched_count:
            raise StaleArticle(await self.get(article.id))
        if article.published != current.published:
            await self._announce()

    async def delete(self, article: Article) -> None:
        await self._current(article.id, article.version)
        deleted = await self._rows.delete_one({"_id": article.id, "version": article.version})
        if not deleted.deleted_count:
            raise StaleArticle(await self.get(article.id))
        await self._versions.delete_many({"article_id": article.id})
        if article.published:
            await self._announce()

    async def versions(self, article: ArticleId) -> Sequence[Article]:
        current = await self.get(article)
        # What an interrupted write left behind is no version yet.
        query = {"article_id": article, "version": {"$lt": current.version}}
        earlier = self._versions.find(query).sort("version", -1)
        return [current, *[_CODEC.load(row["article"]) async for row in earlier]]

    async def get_version(self, article: ArticleId, version: int) -> Article:
        found = next((each for each in await self.versions(article) if each.version == version), None)
        if found is None:
            raise ArticleMissing(article, version)
        return found

    async def _current(self, article: ArticleId, expected: int) -> Article:
        current = await self.get(article)
        if current.version != expected:
            raise StaleArticle(current)
        return current

    async def _announce(self) -> None:
        await self._counters.update_one({"_id": _COUNTER}, {"$inc": {"count": 1}}, upsert=True)


def _standing(row: Mapping[str, Any]) -> Standing:
    published = row.get("published")
    return Standing(published=int(published["version"]) if published else None, updated_at=row["updated_at"])
