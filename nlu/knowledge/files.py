"""Articles as files: a Markdown file each, with the title, the topic and the questions at its head.

    ---
    title: How long delivery takes
    topic: delivery
    questions:
      - When will my order arrive?
    ---
    Two to four working days ...

The file's name is the article's key, its folder's name the language.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from nlu.knowledge.article import InvalidArticle, Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleFile:
    """An article as somebody wrote it down, before it has a version."""

    key: str
    language: str
    wording: Wording


def read_articles(folder: Path) -> Iterator[ArticleFile]:
    """All articles in `folder`/<language>/<key>.md, checked. Raises InvalidArticle, naming the file."""
    for path in sorted(folder.glob("*/*.md")):
        try:
            wording = parse(path.read_text(encoding="utf-8")).checked()
        except InvalidArticle as problem:
            raise InvalidArticle(problem.field, f"{problem.remedy} ({path})") from problem
        yield ArticleFile(key=path.stem, language=path.parent.name, wording=wording)


def parse(text: str) -> Wording:
    """An article's file. Raises InvalidArticle."""
    start, head, body = [*text.removeprefix("\ufeff").split("---\n", 2), "", ""][:3]
    try:
        fields = yaml.safe_load(head) if not start.strip() else None
    except yaml.YAMLError as error:
        raise InvalidArticle("head", f"Write what stands between the two lines of --- as YAML: {error}") from error
    if not isinstance(fields, dict):
        raise InvalidArticle(
            "head", "Begin the file with a line of ---, title, topic and questions, and another line of ---."
        )
    return Wording(
        title=str(fields.get("title") or ""),
        topic=fields.get("topic") or None,
        questions=tuple(str(question) for question in fields.get("questions") or ()),
        body=body,
    )
