"""What the articles' API says and takes."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from nlu.knowledge.article import Article, ArticleId, Status, Wording
from nlu.knowledge.search import Hit


class Schema(BaseModel):
    model_config = ConfigDict(extra="forbid")


class WordingForm(Schema):
    """What an editor writes; lengths are checked where the remedy is known."""

    title: str
    body: str
    topic: str | None = None
    questions: list[str] = []

    def wording(self) -> Wording:
        return Wording(title=self.title, body=self.body, topic=self.topic, questions=tuple(self.questions))


class ArticleNew(WordingForm):
    key: str
    language: str


class ArticleVersion(Schema):
    """`version` is the one that the editor had before their eyes; if somebody saved since, the answer is 409."""

    version: int


class ArticleEdit(WordingForm, ArticleVersion):
    pass


class ArticleRow(Schema):
    """An article in the list."""

    id: ArticleId
    key: str
    language: str
    title: str
    topic: str | None
    questions: int
    status: Status
    has_unpublished_changes: bool
    version: int
    updated_at: datetime
    updated_by: str

    @classmethod
    def of(cls, article: Article) -> "ArticleRow":
        return cls(
            id=article.id,
            key=article.key,
            language=article.language,
            title=article.wording.title,
            topic=article.wording.topic,
            questions=len(article.wording.questions),
            status=article.status,
            has_unpublished_changes=article.has_unpublished_changes,
            version=article.version,
            updated_at=article.updated_at,
            updated_by=article.updated_by,
        )


class WordingView(Schema):
    """What an article says; `answer` is the part that the bot sends."""

    title: str
    body: str
    topic: str | None
    questions: list[str]
    answer: str

    @classmethod
    def of(cls, wording: Wording) -> "WordingView":
        return cls(
            title=wording.title,
            body=wording.body,
            topic=wording.topic,
            questions=list(wording.questions),
            answer=wording.answer,
        )


class ArticleView(Schema):
    """An article to be edited: its latest wording, and beside it the one that customers see."""

    id: ArticleId
    key: str
    language: str
    status: Status
    has_unpublished_changes: bool
    deletable: bool
    version: int
    updated_at: datetime
    updated_by: str
    wording: WordingView
    published: WordingView | None
    published_at: datetime | None

    @classmethod
    def of(cls, article: Article) -> "ArticleView":
        published = article.published
        return cls(
            id=article.id,
            key=article.key,
            language=article.language,
            status=article.status,
            has_unpublished_changes=article.has_unpublished_changes,
            deletable=not article.ever_published,
            version=article.version,
            updated_at=article.updated_at,
            updated_by=article.updated_by,
            wording=WordingView.of(article.wording),
            published=WordingView.of(published.wording) if published else None,
            published_at=published.at if published else None,
        )


class VersionRow(Schema):
    """The article as it was in one version."""

    version: int
    status: Status
    updated_at: datetime
    updated_by: str
    wording: WordingView

    @classmethod
    def of(cls, article: Article) -> "VersionRow":
        return cls(
            version=article.version,
            status=article.status,
            updated_at=article.updated_at,
            updated_by=article.updated_by,
            wording=WordingView.of(article.wording),
        )


class TryQuestion(Schema):
    text: Annotated[str, Field(min_length=1, max_length=1_000)]
    language: str
    topic: str | None = None


class TryHit(Schema):
    """An article that was found: `score` is the probability that it is the right one, the others say why."""

    article: ArticleId
    title: str
    answer: str
    score: float
    semantic: float
    lexical: float
    sent: bool

    @classmethod
    def of(cls, hit: Hit, sent: ArticleId | None) -> "TryHit":
        return cls(
            article=hit.answer.article,
            title=hit.answer.title,
            answer=hit.answer.text,
            score=round(hit.score, 3),
            semantic=round(hit.semantic, 3),
            lexical=round(hit.lexical, 3),
            sent=hit.answer.article == sent,
        )


class TryResult(Schema):
    """What the bot would do: send an article, or pass the question on to a person."""

    sent: ArticleId | None
    passed_on: bool
    hits: list[TryHit]


class ArticleRefusal(Schema):
    """Why a request was refused; `current` is what somebody else saved in the meantime."""

    code: Literal["missing", "exists", "stale", "invalid"]
    message: str
    field: str | None = None
    current: ArticleView | None = None


class ArticleProblem(Schema):
    detail: ArticleRefusal
