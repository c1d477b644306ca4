"""The knowledge base on a real Mongo-wire server: two editors, two workers, and the console's routes."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpx
import numpy as np
import pytest
from fastapi import FastAPI, HTTPException, Request

from nlu.knowledge.article import Article, ArticleId, Wording, new_article
from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.judge import load_judges
from nlu.knowledge.library import LOOK_ANYWAY, Library
from nlu.knowledge.ports import ArticleExists, ArticleMissing, StaleArticle, Standing
from nlu.knowledge.routes import router
from storage.mongo.articles import MongoArticles
from storage.mongo.vectors import MongoVectors

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
GIFTS = Wording(
    title="Gift cards", topic="discounts", questions=("Do you sell gift cards?",), body="Yes, from 10 to 500 €."
)
GIFT_CARDS = ArticleId("gift-cards.en")
SENDABLE = "Do you sell gift cards?"


class CountingEncoder(SentenceEncoder):
    """Remembers what it was asked to encode."""

    def __init__(self) -> None:
        super().__init__(Lens.load())
        self.encoded: list[str] = []

    def encode(self, texts):
        self.encoded.extend(texts)
        return super().encode(texts)


@pytest.fixture(scope="module")
def encoder() -> CountingEncoder:
    return CountingEncoder()


@pytest.fixture
def articles(mongo) -> MongoArticles:
    return MongoArticles(mongo)


@pytest.fixture
def library(mongo, articles, encoder) -> Library:
    encoder.encoded.clear()
    return Library(articles, MongoVectors(mongo), encoder, load_judges())


def draft(key: str = "gift-cards", wording: Wording = GIFTS) -> Article:
    return new_article(key, "en", wording, by="Ann", now=NOON)


async def test_an_article_comes_back_as_it_was_kept(articles):
    published = draft().publish(by="Bob", now=NOON)
    await articles.add(published)

    assert await articles.get(GIFT_CARDS) == published
    assert await articles.get_many([GIFT_CARDS, ArticleId("none.en")]) == [published]
    assert await articles.standings() == {GIFT_CARDS: Standing(published=2, updated_at=NOON)}


async def test_a_key_is_taken_once_in_a_language(articles):
    await articles.add(draft())

    with pytest.raises(ArticleExists):
        await articles.add(draft())


async def test_the_slower_of_two_editors_hears_what_the_other_saved(articles):
    await articles.add(draft())
    mine = draft().edit(Wording(title="Mine", body="Mine."), by="Ann", now=NOON)
    theirs = draft().edit(Wording(title="Theirs", body="Theirs."), by="Bob", now=NOON)

    await articles.save(theirs, expected=1)
    with pytest.raises(StaleArticle) as stale:
        await articles.save(mine, expected=1)

    assert stale.value.current == theirs
    assert await articles.get(GIFT_CARDS) == theirs


async def test_of_two_who_save_at_once_exactly_one_wins(articles):
    await articles.add(draft())
    edits = [draft().edit(Wording(title=f"By {who}", body="Text."), by=who, now=NOON) for who in ("Ann", "Bob")]

    outcomes = await asyncio.gather(*(articles.save(edit, expected=1) for edit in edits), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "StaleArticle"]
    assert [each.version for each in await articles.versions(GIFT_CARDS)] == [2, 1]


async def test_every_version_stays_readable(articles):
    first = draft()
    second = first.edit(Wording(title="Cards", body="Yes."), by="Bob", now=NOON)
    third = second.publish(by="Cleo", now=NOON)
    await articles.add(first)
    await articles.save(second, expected=1)
    await articles.save(third, expected=2)

    assert await articles.versions(GIFT_CARDS) == [third, second, first]
    assert await articles.get_version(GIFT_CARDS, 1) == first
    with pytest.raises(ArticleMissing):
        await articles.get_version(GIFT_CARDS, 4)


async def test_a_deleted_article_takes_its_versions_with_it(articles):
    await articles.add(draft())
    edited = draft().edit(Wording(title="Cards", body="Yes."), by="Ann", now=NOON)
    await articles.save(edited, expected=1)
    await articles.delete(edited)
    await articles.add(draft())

    assert [each.version for each in await articles.versions(GIFT_CARDS)] == [1]


async def test_articles_are_listed_by_language_and_topic(articles):
    await articles.add(draft("showrooms", Wording(title="Showrooms", topic="company", body="In Athens.")))
    await articles.add(draft())

    assert [each.key for each in await articles.list(language="en")] == ["gift-cards", "showrooms"]
    assert [each.key for each in await articles.list(topic="company")] == ["showrooms"]
    assert await articles.list(language="pl") == []


async def test_only_what_changed_since_is_asked_for(articles):
    await articles.add(draft("old"))
    await articles.add(new_article("new", "en", GIFTS, by="Ann", now=NOON + timedelta(minutes=1)))

    assert (await articles.standings(NOON)).keys() == {"new.en"}


async def test_vectors_are_kept_and_may_be_kept_twice(mongo, encoder):
    vectors = MongoVectors(mongo)
    rows = encoder.encode(["gift cards", "vouchers"])

    await vectors.keep({"a": rows})
    await vectors.keep({"a": rows, "b": -rows[:1]})
    kept = await vectors.load(["a", "b", "c"])

    assert kept.keys() == {"a", "b"}
    assert np.allclose(kept["a"], rows, atol=1e-3)
    assert np.allclose(kept["b"], -rows[:1], atol=1e-3)


async def test_a_published_article_answers_at_the_next_refresh_of_every_worker(mongo, articles, library, encoder):
    other = Library(articles, MongoVectors(mongo), encoder, load_judges())
    await library.refresh()
    await articles.add(draft())
    await library.refresh()
    assert library.look_up(SENDABLE, "en").hits == (), "a draft answers nobody"

    await articles.save(draft().publish(by="Ann", now=NOON), expected=1)

    for worker in (library, other):
        assert await worker.refresh()
        found = worker.look_up(SENDABLE, "en")
        assert found.answer is not None
        assert (found.answer.article, found.answer.text) == (GIFT_CARDS, "Yes, from 10 to 500 €.")


async def test_a_draft_does_not_change_the_answer_until_it_is_published(articles, library):
    published = draft().publish(by="Ann", now=NOON)
    await articles.add(published)
    changed = published.edit(Wording(title="Gift cards", body="No, not any more."), by="Ann", now=NOON)
    await articles.save(changed, expected=2)
    await library.refresh()
    assert library.look_up(SENDABLE, "en").hits[0].answer.text == "Yes, from 10 to 500 €."

    await articles.save(changed.publish(by="Ann", now=NOON), expected=3)
    await library.refresh()
    assert library.look_up(SENDABLE, "en").hits[0].answer.text == "No, not any more."


async def test_a_withdrawn_article_answers_nobody(articles, library):
    published = draft().publish(by="Ann", now=NOON)
    await articles.add(published)
    await library.refresh()
    await articles.save(published.unpublish(by="Ann", now=NOON), expected=2)

    assert await library.refresh()
    assert library.look_up(SENDABLE, "en").hits == ()


async def test_a_publication_by_a_console_whose_clock_is_slow_is_seen(articles, library):
    await articles.add(draft("showrooms", Wording(title="Showrooms", body="In Athens.")).publish(by="Ann", now=NOON))
    await library.refresh()

    await articles.add(draft().publish(by="Bob", now=NOON - timedelta(minutes=1)))
    await library.refresh()

    assert {hit.answer.article for hit in library.look_up(SENDABLE, "en").hits} == {GIFT_CARDS, "showrooms.en"}


async def test_a_refresh_without_news_does_nothing(articles, library):
    await articles.add(draft().publish(by="Ann", now=NOON))

    assert await library.refresh()
    assert not await library.refresh()


async def test_only_what_changed_is_encoded_and_what_another_worker_encoded_is_not(mongo, articles, library, encoder):
    await articles.add(draft().publish(by="Ann", now=NOON))
    await library.refresh()
    assert set(encoder.encoded) == {"Gift cards", SENDABLE, "Yes, from 10 to 500 €."}

    encoder.encoded.clear()
    rooms = Wording(title="Showrooms", body="In Athens.")
    await articles.add(draft("showrooms", rooms).publish(by="Ann", now=NOON))
    await library.refresh()
    assert set(encoder.encoded) == {"Showrooms", "In Athens."}

    encoder.encoded.clear()
    restarted = Library(articles, MongoVectors(mongo), encoder, load_judges())
    await restarted.refresh()
    assert encoder.encoded == []
    assert len(restarted.look_up(SENDABLE, "en").hits) == 2


async def test_a_publication_that_was_never_announced_is_found_in_the_end(mongo, articles, library):
    await articles.add(draft().publish(by="Ann", now=NOON))
    await library.refresh()
    # What a process leaves behind that is killed between its two writes.
    await mongo.articles.update_one({"_id": GIFT_CARDS}, {"$set": {"published": None}})

    assert any([await library.refresh() for _ in range(LOOK_ANYWAY + 1)])
    assert library.look_up(SENDABLE, "en").hits == ()


@dataclass(frozen=True)
class Person:
    name: str


def reader() -> Person:
    return Person("Reader")


def editor(request: Request) -> Person:
    if "x-editor" not in request.headers:
        raise HTTPException(403)
    return Person(request.headers["x-editor"])


@pytest.fixture
async def api(articles, library) -> AsyncIterator[httpx.AsyncClient]:
    web = FastAPI()
    web.include_router(router(articles, library, reader, editor, clock=lambda: NOON), prefix="/api")
    transport = httpx.ASGITransport(web)
    async with httpx.AsyncClient(
        transport=transport, base_url="http://console/api", headers={"x-editor": "Ann"}
    ) as client:
        yield client


NEW = {
    "key": "gift-cards",
    "language": "en",
    "title": "Gift cards",
    "topic": "discounts",
    "questions": [SENDABLE],
    "body": "Yes, from 10 to 500 €.\n\nDetails.",
}
EDIT = {"title": "Gift cards", "body": "No.", "questions": []}


async def test_an_article_is_written_published_and_tried(api):
    created = (await api.post("/articles", json=NEW)).json()
    assert (created["status"], created["version"], created["updated_by"]) == ("draft", 1, "Ann")
    assert created["wording"]["answer"] == "Yes, from 10 to 500 €."

    tried = (await api.post("/articles/try", json={"text": SENDABLE, "language": "en"})).json()
    assert tried == {"sent": None, "passed_on": True, "hits": []}

    published = (await api.post("/articles/gift-cards.en/publish", json={"version": 1})).json()
    assert (published["status"], published["version"]) == ("published", 2)

    tried = (await api.post("/articles/try", json={"text": SENDABLE, "language": "en"})).json()
    assert (tried["sent"], tried["passed_on"]) == ("gift-cards.en", False)
    assert tried["hits"][0]["sent"] is True
    assert tried["hits"][0]["answer"] == "Yes, from 10 to 500 €."

    tried = (await api.post("/articles/try", json={"text": "Will it rain tomorrow?", "language": "en"})).json()
    assert (tried["sent"], tried["passed_on"]) == (None, True)
    assert tried["hits"], "what was found is shown all the same"


async def test_the_list_is_filtered_and_searched(api):
    await api.post("/articles", json=NEW)
    await api.post(
        "/articles", json=NEW | {"key": "showrooms", "title": "Showrooms", "topic": "company", "body": "In Athens."}
    )
    await api.post("/articles/showrooms.en/publish", json={"version": 1})

    async def keys(**query: str) -> list[str]:
        return [row["key"] for row in (await api.get("/articles", params=query)).json()]

    assert await keys() == ["gift-cards", "showrooms"]
    assert await keys(topic="company") == ["showrooms"]
    assert await keys(status="draft") == ["gift-cards"]
    assert await keys(q="ATHENS") == ["showrooms"]
    assert await keys(language="pl") == []
    assert "body" not in (await api.get("/articles")).json()[0]


async def test_a_stale_edit_is_refused_with_what_the_other_saved(api):
    await api.post("/articles", json=NEW)
    await api.put("/articles/gift-cards.en", json=EDIT | {"version": 1}, headers={"x-editor": "Bob"})

    refused = await api.put("/articles/gift-cards.en", json=EDIT | {"version": 1, "body": "Mine."})

    assert refused.status_code == 409
    problem = refused.json()["detail"]
    assert problem["code"] == "stale"
    assert problem["message"].startswith("Bob saved this article")
    assert (problem["current"]["version"], problem["current"]["wording"]["body"]) == (2, "No.")


async def test_an_earlier_version_is_restored_as_a_draft(api):
    await api.post("/articles", json=NEW)
    await api.post("/articles/gift-cards.en/publish", json={"version": 1})
    await api.put("/articles/gift-cards.en", json=EDIT | {"version": 2})

    restored = (await api.post("/articles/gift-cards.en/restore/1", json={"version": 3})).json()

    assert (restored["version"], restored["wording"]["body"]) == (4, NEW["body"])
    versions = (await api.get("/articles/gift-cards.en/versions")).json()
    assert [row["version"] for row in versions] == [4, 3, 2, 1]


async def test_only_what_was_never_published_is_deleted(api):
    await api.post("/articles", json=NEW)
    deleted = await api.delete("/articles/gift-cards.en", params={"version": 1})
    await api.post("/articles", json=NEW)
    await api.post("/articles/gift-cards.en/publish", json={"version": 1})
    await api.post("/articles/gift-cards.en/unpublish", json={"version": 2})

    refused = await api.delete("/articles/gift-cards.en", params={"version": 3})

    assert deleted.status_code == 204
    assert refused.status_code == 422
    assert refused.json()["detail"]["message"].startswith("Unpublish it instead")


@pytest.mark.parametrize(
    ("change", "status", "code", "field"),
    [
        pytest.param({"title": " "}, 422, "invalid", "title", id="no title"),
        pytest.param({"key": "Gift cards"}, 422, "invalid", "key", id="bad key"),
        pytest.param({"key": "taken"}, 409, "exists", "key", id="taken key"),
    ],
)
async def test_a_refusal_names_the_field_and_the_remedy(api, change, status, code, field):
    await api.post("/articles", json=NEW | {"key": "taken"})

    refused = await api.post("/articles", json=NEW | change)

    assert refused.status_code == status
    problem = refused.json()["detail"]
    assert (problem["code"], problem["field"]) == (code, field)
    assert problem["message"].endswith(".")


async def test_a_missing_article_says_so(api):
    assert (await api.get("/articles/none.en")).json()["detail"]["code"] == "missing"
    assert (await api.post("/articles/none.en/publish", json={"version": 1})).status_code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/articles"),
        ("PUT", "/articles/gift-cards.en"),
        ("POST", "/articles/gift-cards.en/publish"),
        ("POST", "/articles/gift-cards.en/unpublish"),
        ("POST", "/articles/gift-cards.en/restore/1"),
        ("DELETE", "/articles/gift-cards.en"),
    ],
)
async def test_writing_needs_an_editor(api, method, path):
    del api.headers["x-editor"]
    body = NEW if path == "/articles" else EDIT | {"version": 1} if method == "PUT" else {"version": 1}

    answer = await api.request(method, path, json=body, params={"version": 1})

    assert answer.status_code == 403
