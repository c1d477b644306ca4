"""The shop's pages: home, all help pages of a language, one help page; only what is published is there to be read."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import FileResponse, HTMLResponse, RedirectResponse

from bot.demo.site.pages import HEADERS, LANGUAGES, POPULAR, Pages, prefer
from nlu.knowledge.article import Article, ArticleId, Publication, article_id
from nlu.knowledge.ports import ArticleMissing

_STATIC = Path(__file__).parent / "static"


class PublishedArticles(Protocol):
    """The part of `nlu.knowledge.ports.Articles` that readers need."""

    async def get(self, article: ArticleId) -> Article: ...

    async def list(self, *, language: str | None = None, topic: str | None = None) -> Sequence[Article]: ...


def router(articles: PublishedArticles, *, company: str, prefix: str = "/demo") -> APIRouter:
    api = APIRouter(prefix=prefix, include_in_schema=False)
    pages = Pages(company, prefix)

    async def published(language: str) -> list[Article]:
        return [article for article in await articles.list(language=language) if article.published]

    async def publication(key: str, language: str) -> Publication | None:
        try:
            return (await articles.get(article_id(key, language))).published
        except ArticleMissing:
            return None

    def page(template: str, language: str, status: int = 200, **values: Any) -> HTMLResponse:
        return HTMLResponse(pages.render(template, language, **values), status, HEADERS)

    def missing(language: str) -> HTMLResponse:
        return page("missing.html", language, 404)

    @api.get("")
    def without_slash() -> RedirectResponse:
        return RedirectResponse(f"{prefix}/")

    @api.get("/")
    async def home(request: Request, lang: str = "") -> HTMLResponse:
        language = lang if lang in LANGUAGES else prefer(request.headers.get("accept-language", ""))
        by_key = {article.key: article for article in await published(language)}
        return page("home.html", language, popular=[by_key[key] for key in POPULAR if key in by_key])

    @api.get("/help/{language}")
    async def help_pages(language: str) -> HTMLResponse:
        if language not in LANGUAGES:
            return missing("en")
        return page("help.html", language, articles=await published(language))

    @api.get("/help/{language}/{key}")
    async def help_page(language: str, key: str) -> HTMLResponse:
        if language not in LANGUAGES:
            return missing("en")
        found = await publication(key, language)
        if found is None:
            return missing(language)
        others = [other for other in LANGUAGES if other == language or await publication(key, other)]
        related = [
            article
            for article in await published(language)
            if article.published and article.published.wording.topic == found.wording.topic and article.key != key
        ]
        return page("article.html", language, key=key, wording=found.wording, languages=others, related=related[:4])

    @api.get("/static/{name}")
    def static(name: str) -> FileResponse:
        if name not in {"shop.css", "favicon.svg"}:
            raise HTTPException(404)
        return FileResponse(_STATIC / name, headers={"Cache-Control": "public, no-cache"})

    return api
