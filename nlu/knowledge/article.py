"""Articles: what the bot knows, one for each question and language.

An editor works on the article's wording; customers are answered from its publication, the wording that was frozen
when somebody pressed Publish. So a published article can be edited at leisure, and goes on answering as before until
it is published again. Each change is a new version; none is ever lost, and restoring an old one is a new version too.
Translations of one article share its key.
"""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal, NewType

from nlu.knowledge.markdown import first_paragraph
from nlu.language import plain_letters

ArticleId = NewType("ArticleId", str)
Status = Literal["draft", "published"]

LONGEST_TITLE = 150
LONGEST_BODY = 20_000
LONGEST_QUESTION = 300
MOST_QUESTIONS = 50
# Within every messenger's limit, and already more than people read in a chat.
LONGEST_ANSWER = 1_000

_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_TOPIC = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")


class KnowledgeError(Exception):
    """The root of this package's errors."""


class InvalidArticle(KnowledgeError):
    """A field breaks a rule; `remedy` tells the editor what to do about it."""

    def __init__(self, field: str, remedy: str) -> None:
        super().__init__(f"{field}: {remedy}")
        self.field = field
        self.remedy = remedy


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What an article says: the part that people write. `questions` are ways in which customers ask for it."""

    title: str
    body: str
    topic: str | None = None
    questions: tuple[str, ...] = ()

    @property
    def answer(self) -> str:
        """What the bot says in a chat: the first paragraph, as plain text."""
        return first_paragraph(self.body)

    def mentions(self, words: str) -> bool:
        """Whether all of `words` occur in it, whatever their case and accents."""
        said = plain_letters("\n".join((self.title, *self.questions, self.body)))
        return all(word in said for word in plain_letters(words).split())

    def checked(self) -> "Wording":
        """The same, trimmed and without repeated questions. Raises InvalidArticle."""
        questions = tuple(dict.fromkeys(question.strip() for question in self.questions if question.strip()))
        tidy = Wording(title=self.title.strip(), body=self.body.strip(), topic=self.topic or None, questions=questions)
        _require(bool(tidy.title), "title", "Give the article a title.")
        _require(len(tidy.title) <= LONGEST_TITLE, "title", f"Shorten the title to {LONGEST_TITLE} characters.")
        _require(bool(tidy.body), "body", "Write the answer.")
        _require(len(tidy.body) <= LONGEST_BODY, "body", f"Shorten the text to {LONGEST_BODY} characters.")
        _require(len(questions) <= MOST_QUESTIONS, "questions", f"Keep the {MOST_QUESTIONS} most telling questions.")
        for question in questions:
            _require(
                len(question) <= LONGEST_QUESTION,
                "questions",
                f"Shorten “{question[:40]}…” to {LONGEST_QUESTION} characters.",
            )
        _require(
            tidy.topic is None or bool(_TOPIC.fullmatch(tidy.topic)),
            "topic",
            "Name the topic in small letters, such as order_status.",
        )
        return tidy


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What customers are answered with; `version` is the article's version that froze it."""

    wording: Wording
    version: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article in one language, with its latest wording and, if customers may see it, its publication."""

    id: ArticleId
    key: str
    language: str
    wording: Wording
    version: int
    updated_at: datetime
    updated_by: str
    published: Publication | None = None
    ever_published: bool = False

    @property
    def status(self) -> Status:
        return "draft" if self.published is None else "published"

    @property
    def has_unpublished_changes(self) -> bool:
        return self.published is None or self.published.wording != self.wording

    def edit(self, wording: Wording, *, by: str, now: datetime) -> "Article":
        """With another wording; what customers see stays. Raises InvalidArticle."""
        return replace(self._next(by, now), wording=wording.checked())

    def publish(self, *, by: str, now: datetime) -> "Article":
        """Answering customers from now on. Raises InvalidArticle."""
        answer = self.wording.answer
        _require(
            bool(answer), "body", "Begin the text with a paragraph that answers the question: the bot sends it alone."
        )
        _require(
            len(answer) <= LONGEST_ANSWER,
            "body",
            f"Shorten the first paragraph to {LONGEST_ANSWER} characters: the bot sends it alone.",
        )
        following = self._next(by, now)
        publication = Publication(wording=self.wording, version=following.version, at=now)
        return replace(following, published=publication, ever_published=True)

    def unpublish(self, *, by: str, now: datetime) -> "Article":
        """No longer seen by customers."""
        return replace(self._next(by, now), published=None)

    def restore(self, earlier: "Article", *, by: str, now: datetime) -> "Article":
        """With the wording of an earlier version; what customers see stays until it is published."""
        return replace(self._next(by, now), wording=earlier.wording)

    def check_deletable(self) -> None:
        """Raises InvalidArticle when a customer may have been answered with it: history cites it."""
        _require(not self.ever_published, "status", "Unpublish it instead: customers have been answered with it.")

    def _next(self, by: str, now: datetime) -> "Article":
        return replace(self, version=self.version + 1, updated_at=now, updated_by=by)


def article_id(key: str, language: str) -> ArticleId:
    """Translations share the key, so key and language together are the name."""
    return ArticleId(f"{key}.{language}")


def new_article(key: str, language: str, wording: Wording, *, by: str, now: datetime) -> Article:
    """A first draft, version 1. Raises InvalidArticle."""
    _require(
        bool(_KEY.fullmatch(key)), "key", "Use small Latin letters, digits and single hyphens, such as delivery-times."
    )
    _require(bool(_LANGUAGE.fullmatch(language)), "language", "Use the language's two-letter code, such as en.")
    return Article(
        id=article_id(key, language),
        key=key,
        language=language,
        wording=wording.checked(),
        version=1,
        updated_at=now,
        updated_by=by,
    )


def _require(kept: bool, field: str, remedy: str) -> None:
    if not kept:
        raise InvalidArticle(field, remedy)
