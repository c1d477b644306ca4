"""The console's articles: list, write, publish, see earlier versions, and try a question before a customer does."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated, Any, Protocol

from fastapi import APIRouter, Depends, HTTPException, Query, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel

from nlu.knowledge.article import Article, ArticleId, InvalidArticle, Status, new_article
from nlu.knowledge.library import Library
from nlu.knowledge.ports import ArticleExists, ArticleMissing, Articles, StaleArticle
from nlu.knowledge.schemas import (
    ArticleEdit,
    ArticleNew,
    ArticleProblem,
    ArticleRow,
    ArticleVersion,
    ArticleView,
    TryHit,
    TryQuestion,
    TryResult,
    VersionRow,
)

LONGEST_QUERY = 200


class Author(Protocol):
    """Whoever is signed in."""

    @property
    def name(self) -> str: ...


def utc_now() -> datetime:
    return datetime.now(UTC)


def router(
    articles: Articles,
    library: Library,
    author: Callable[..., Any],
    editor: Callable[..., Any],
    clock: Callable[[], datetime] = utc_now,
    route: type[APIRoute] = APIRoute,
    refused: type[BaseModel] = BaseModel,
) -> APIRouter:
    """The routes under /articles. Dependencies that give an Author or refuse: `author` to read, `editor` to write.
    `route` says which fields of a form don't fit, in the shape `refused`, as the dependencies do."""
    theirs, ours = dict.fromkeys((401, 403), refused), dict.fromkeys((404, 409), ArticleProblem)
    declared: dict[int, Any] = {**theirs, **ours, 422: ArticleProblem | refused}
    api = APIRouter(
        prefix="/articles",
        tags=["articles"],
        dependencies=[Depends(author)],
        responses={code: {"model": model} for code, model in declared.items()},
        route_class=route,
    )
    Editor = Annotated[Author, Depends(editor)]

    async def change(article: ArticleId, version: int, move: Callable[[Article], Article]) -> ArticleView:
        """Make a move on the version that the editor had before their eyes."""
        with refusals():
            current = await articles.get(article)
            if current.version != version:
                raise StaleArticle(current)
            changed = move(current)
            await articles.save(changed, expected=version)
        await library.refresh()
        return ArticleView.of(changed)

    @api.get("")
    async def list_articles(
        language: str | None = None,
        topic: str | None = None,
        status: Status | None = None,
        q: Annotated[str | None, Query(max_length=LONGEST_QUERY)] = None,
    ) -> list[ArticleRow]:
        """By language and title. `q` is looked for in titles, questions and texts."""
        found = await articles.list(language=language, topic=topic)
        return [
            ArticleRow.of(each) for each in found if status in (None, each.status) and each.wording.mentions(q or "")
        ]

    @api.post("/try")
    async def try_question(asked: TryQuestion) -> TryResult:
        """What the bot would find for a question, and what it would send."""
        await library.refresh()
        found = library.look_up(asked.text, asked.language, asked.topic)
        sent = found.answer.article if found.answer else None
        return TryResult(sent=sent, passed_on=sent is None, hits=[TryHit.of(hit, sent) for hit in found.hits])

    @api.get("/{article}")
    async def get_article(article: ArticleId) -> ArticleView:
        with refusals():
            return ArticleView.of(await articles.get(article))

    @api.post("", status_code=201)
    async def create_article(form: ArticleNew, me: Editor) -> ArticleView:
        """A first draft; customers don't see it until it is published."""
        with refusals():
            article = new_article(form.key, form.language, form.wording(), by=me.name, now=clock())
            await articles.add(article)
        return ArticleView.of(article)

    @api.put("/{article}")
    async def edit_article(article: ArticleId, form: ArticleEdit, me: Editor) -> ArticleView:
        """Another wording; what customers see stays until it is published."""
        return await change(article, form.version, lambda each: each.edit(form.wording(), by=me.name, now=clock()))

    @api.post("/{article}/publish")
    async def publish_article(article: ArticleId, form: ArticleVersion, me: Editor) -> ArticleView:
        """Customers are answered with it within a second."""
        return await change(article, form.version, lambda each: each.publish(by=me.name, now=clock()))

    @api.post("/{article}/unpublish")
    async def unpublish_article(article: ArticleId, form: ArticleVersion, me: Editor) -> ArticleView:
        """Customers are no longer answered with it; the draft stays."""
        return await change(article, form.version, lambda each: each.unpublish(by=me.name, now=clock()))

    @api.get("/{article}/versions")
    async def list_versions(article: ArticleId) -> list[VersionRow]:
        """The latest first."""
        with refusals():
            return [VersionRow.of(each) for each in await articles.versions(article)]

    @api.post("/{article}/restore/{earlier}")
    async def restore_version(article: ArticleId, earlier: int, form: ArticleVersion, me: Editor) -> ArticleView:
        """The wording of an earlier version as the draft."""
        with refusals():
            before = await articles.get_version(article, earlier)
        return await change(article, form.version, lambda each: each.restore(before, by=me.name, now=clock()))

    @api.delete("/{article}", status_code=204, dependencies=[Depends(editor)])
    async def delete_article(article: ArticleId, version: int) -> Response:
        """Only what no customer has ever been answered with."""
        with refusals():
            current = await articles.get(article)
            if current.version != version:
                raise StaleArticle(current)
            current.check_deletable()
            await articles.delete(current)
        return Response(status_code=204)

    return api


@contextmanager
def refusals() -> Iterator[None]:
    """Errors as the API words them: `code` for programs, `message` with the remedy for people."""
    try:
        yield
    except ArticleMissing as error:
        raise _refusal(404, "missing", f"{error}. Go back to the list and choose another.") from error
    except ArticleExists as error:
        message = f"{error}. Choose another key, or edit the one there is."
        raise _refusal(409, "exists", message, field="key") from error
    except StaleArticle as error:
        by = error.current.updated_by
        message = f"{by} saved this article in the meantime. Compare your text with theirs, then save again."
        current = ArticleView.of(error.current).model_dump(mode="json")
        raise _refusal(409, "stale", message, current=current) from error
    except InvalidArticle as error:
        raise _refusal(422, "invalid", error.remedy, field=error.field) from error


def _refusal(status: int, code: str, message: str, **more: object) -> HTTPException:
    return HTTPException(status, {"code": code, "message": message, **more})
