"""The demo shop's pages: all of them in every language, only what is published, and fit for a strict content policy."""

import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from bot.demo.site.pages import LANGUAGES, POPULAR, PRODUCTS, prefer, texts
from bot.demo.site.routes import router
from nlu.knowledge.article import Article, ArticleId, Wording, new_article
from nlu.knowledge.ports import ArticleMissing

NOW = datetime(2025, 11, 22, 9, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> [bad](javascript:alert(1))"
BODY = f"Send it back.\n\n| How | Price |\n|---|---|\n| Post | 3.90 € |\n\n{HOSTILE}"


@dataclass(slots=True)
class Shelf:
    """The knowledge base, in memory."""

    articles: dict[ArticleId, Article] = field(default_factory=dict)

    def put(self, key: str, language: str, title: str, *, published: bool = True, topic: str = "returns") -> None:
        draft = new_article(key, language, Wording(title=title, body=BODY, topic=topic), by="anna", now=NOW)
        self.articles[draft.id] = draft.publish(by="anna", now=NOW) if published else draft

    async def get(self, article: ArticleId) -> Article:
        if article not in self.articles:
            raise ArticleMissing(article)
        return self.articles[article]

    async def list(self, *, language: str | None = None, topic: str | None = None) -> Sequence[Article]:
        return [article for article in self.articles.values() if article.language == language]


@pytest.fixture
def shelf() -> Shelf:
    shelf = Shelf()
    shelf.put("return-how", "en", "How to return <something>")
    shelf.put("return-how", "ru", "Как оформить возврат")
    shelf.put("return-cost", "en", "What a return costs")
    shelf.put("return-secret", "en", "Not to be read yet", published=False)
    shelf.put("odd", "en", "An odd one", topic="gardening")
    return shelf


@pytest.fixture
async def shop(shelf: Shelf) -> AsyncIterator[httpx.AsyncClient]:
    app = FastAPI()
    app.include_router(router(shelf, company="Marlow & Pine"))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.example/demo") as client:
        yield client


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_home_page_speaks_the_language_and_has_the_chat_on_it(shop: httpx.AsyncClient, language: str) -> None:
    page = (await shop.get("/", params={"lang": language})).text
    assert f'<html lang="{language}">' in page
    assert texts(language)["hero"]["heading"] in page
    assert f'src="/widget.js" data-language="{language}" data-title="Marlow &amp; Pine"' in page
    for product, price in PRODUCTS.items():
        assert texts(language)["products"][product]["name"] in page
        assert texts(language)["price"].format(price) in page


async def test_a_cited_article_can_be_read_in_the_languages_it_has(shop: httpx.AsyncClient) -> None:
    answer = await shop.get("/help/en/return-how")
    assert answer.status_code == 200
    assert "<h1>How to return &lt;something&gt;</h1>" in answer.text
    assert "<td>3.90 €</td>" in answer.text
    assert set(re.findall(r'href="/demo/help/(\w+)/return-how" lang', answer.text)) == {"en", "ru"}
    assert 'href="/demo/help/en/return-cost"' in answer.text


async def test_an_articles_markdown_cannot_smuggle_markup_in(shop: httpx.AsyncClient) -> None:
    page = (await shop.get("/help/en/return-how")).text
    assert page.count("<script") == 1
    assert 'href="javascript:' not in page


@pytest.mark.parametrize(
    "path", ["/help/en/return-secret", "/help/pl/return-how", "/help/en/no-such", "/help/xx", "/help/xx/return-how"]
)
async def test_what_is_not_published_is_not_there(shop: httpx.AsyncClient, path: str) -> None:
    answer = await shop.get(path)
    assert answer.status_code == 404
    assert texts("pl" if "/pl/" in path else "en")["missing"]["heading"] in answer.text.replace("&#39;", "'")


async def test_all_published_articles_are_listed_by_topic(shop: httpx.AsyncClient) -> None:
    page = (await shop.get("/help/en")).text
    assert set(re.findall(r'href="/demo/help/en/([\w-]+)"', page)) == {"return-how", "return-cost", "odd"}
    assert page.index("<h2>Returns</h2>") < page.index("What a return costs") < page.index("<h2>Everything else</h2>")


async def test_popular_articles_are_on_the_home_page_once_they_are_published(shop: httpx.AsyncClient) -> None:
    page = (await shop.get("/", params={"lang": "en"})).text
    assert re.findall(r'href="/demo/help/en/([\w-]+)"', page) == ["return-how"]
    assert "return-how" in POPULAR


@pytest.mark.parametrize("path", ["/?lang=en", "/help/en", "/help/en/return-how", "/help/en/no-such"])
async def test_pages_keep_to_a_strict_content_policy(shop: httpx.AsyncClient, path: str) -> None:
    answer = await shop.get(path)
    policy = answer.headers["content-security-policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script>", answer.text)
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)


@pytest.mark.parametrize("name", ["shop.css", "favicon.svg"])
async def test_static_files_are_served_and_nothing_else_is(shop: httpx.AsyncClient, name: str) -> None:
    assert (await shop.get(f"/static/{name}")).status_code == 200
    assert (await shop.get("/static/..%2froutes.py")).status_code == 404
    assert (await shop.get("/static/routes.py")).status_code == 404


@pytest.mark.parametrize(
    ("accepted", "language"),
    [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("de-DE,de;q=0.9,el;q=0.7", "el"), ("PL", "pl"), ("de", "en"), ("", "en")],
)
async def test_a_first_visit_speaks_the_browsers_language(
    shop: httpx.AsyncClient, accepted: str, language: str
) -> None:
    assert prefer(accepted) == language
    page = (await shop.get("/", headers={"Accept-Language": accepted})).text
    assert f'<html lang="{language}">' in page


def test_all_languages_say_the_same_things() -> None:
    for language in LANGUAGES:
        assert _shape(texts(language)) == _shape(texts("en"))


def _shape(said: Any) -> Any:
    """The keys, and where there is a text."""
    return {key: _shape(value) for key, value in said.items()} if isinstance(said, dict) else type(said)
