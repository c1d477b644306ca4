"""How well the knowledge base answers, and the numbers it decides by: `python -m nlu.evaluate [--write] [--json]`.

The held-out questions (`nlu/evaluation/<language>.yml`) use other words than the articles do, on purpose; beside
questions that an article answers there are some of the shop's field that none does, and some from outside it. They
are split in two by a hash of their text. On the *dev* half the judge of each language is chosen (see
`knowledge/choosing.py`); what is printed comes from the *test* half, which chose nothing. The topic that Rasa would
add is left out: this is the worst case.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Literal

import yaml

from nlu.knowledge.article import Article, ArticleId, article_id, new_article
from nlu.knowledge.choosing import NOBODY, Trial, choose
from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.files import read_articles
from nlu.knowledge.judge import ANY_LANGUAGE, Judge, Judges, judge_for, load_judges, save_judges
from nlu.knowledge.search import Hit, Index, decide, entry_of, sentences
from nlu.language import detect

ROOT = Path(__file__).parent.parent
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

SMALL_TALK = "small_talk"

Half = Literal["dev", "test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A held-out message: `right` is the article that answers it, `kind` the list it comes from."""

    text: str
    kind: str
    right: str | None = None

    @property
    def half(self) -> Half:
        return "test" if hashlib.sha256(self.text.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the test half of one language shows; shares from 0 to 1."""

    asked: int
    right_article_first: float
    right_article_in_three: float
    answered_rightly: float
    answered_wrongly: float
    silent_on_unanswerable: float
    silent_on_out_of_scope: float
    language_detected: float


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    articles = [
        new_article(file.key, file.language, file.wording, by="", now=LONG_AGO).publish(by="", now=LONG_AGO)
        for file in read_articles(options.articles)
    ]
    questions = {path.stem: read_questions(path) for path in sorted(options.questions.glob("*.yml"))}
    if options.write:
        learn_lens(articles).save()
    encoder = SentenceEncoder(Lens.load())
    index = index_of(articles, encoder)
    exams = {language: Exam(index, encoder, language, group) for language, group in questions.items()}
    if options.write:
        save_judges(choose_judges(exams, encoder.languages))
    judges = load_judges()
    reports = {
        language: report(exam, judge_for(language, judges), known=[*questions]) for language, exam in exams.items()
    }
    sys.stdout.write(_json(reports) if options.json else _table(reports))


def read_questions(path: Path) -> Sequence[Question]:
    held_out = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [
        *(Question(text=item["text"], kind="question", right=item["article"]) for item in held_out["questions"]),
        *(Question(text=text, kind="unanswerable") for text in held_out["unanswerable"]),
        *(Question(text=text, kind="out_of_scope") for text in held_out["out_of_scope"]),
        *(Question(text=item["text"], kind=SMALL_TALK) for item in held_out["intents"]),
    ]


def learn_lens(articles: Sequence[Article]) -> Lens:
    """From the sentences of all articles, those of one article and its translations together."""
    model = SentenceEncoder(Lens.clear())
    groups: dict[str, list[str]] = {}
    for article in articles:
        if article.language in model.languages:
            groups.setdefault(article.key, []).extend(sentences(article.wording))
    return Lens.learn([model.raw(group) for group in groups.values()])


def index_of(articles: Sequence[Article], encoder: SentenceEncoder) -> Index:
    vectors = {
        article.id: encoder.encode(sentences(article.wording))
        for article in articles
        if article.language in encoder.languages
    }
    entries = (entry_of(article, vectors.get(article.id)) for article in articles)
    return Index([entry for entry in entries if entry])


class Exam:
    """The questions of one language, and the index that is asked."""

    def __init__(self, index: Index, encoder: SentenceEncoder, language: str, questions: Sequence[Question]) -> None:
        self.language = language
        self.questions = questions
        self._index = index
        vectors = encoder.encode([question.text for question in questions])
        self._vectors = dict(zip(questions, vectors, strict=True)) if language in encoder.languages else {}

    def half(self, half: Half) -> Sequence[Question]:
        """Without small talk, which the knowledge base is never asked."""
        return [question for question in self.questions if question.half == half and question.kind != SMALL_TALK]

    def hits(self, question: Question, judge: Judge) -> Sequence[Hit]:
        everything = len(self._index.entries)
        return self._index.search(question.text, self._vectors.get(question), self.language, judge, most=everything)

    def right(self, question: Question) -> ArticleId | None:
        return article_id(question.right, self.language) if question.right else None

    def trials(self, half: Half) -> Sequence[Trial]:
        return [Trial(right=self.right(question), hits=self.hits(question, NOBODY)) for question in self.half(half)]


def choose_judges(exams: Mapping[str, Exam], encoded: Collection[str]) -> Judges:
    """A judge for each language, and one for all that were not examined: they are like those that the encoder knows."""
    trials = {language: exam.trials("dev") for language, exam in exams.items()}
    together = [trial for language, some in trials.items() if language in encoded for trial in some]
    return {language: choose(some) for language, some in trials.items()} | {ANY_LANGUAGE: choose(together)}


def report(exam: Exam, judge: Judge, known: Sequence[str]) -> Report:
    firsts, threes, rightly, wrongly = [], [], [], []
    silent: dict[str, list[bool]] = {"question": [], "unanswerable": [], "out_of_scope": []}
    for question in exam.half("test"):
        hits, right = exam.hits(question, judge), exam.right(question)
        sent = decide(hits, judge)
        silent[question.kind].append(sent is None)
        wrongly.append(sent is not None and sent.answer.article != right)
        if right is not None:
            firsts.append(hits[0].answer.article == right)
            threes.append(right in {hit.answer.article for hit in hits[:3]})
            rightly.append(sent is not None and sent.answer.article == right)
    # The fallback is another language, so that keeping it for want of evidence counts as a mistake.
    other = next(language for language in known if language != exam.language)
    detected = [detect(question.text, known, other) == exam.language for question in exam.questions]
    return Report(
        asked=len(wrongly),
        right_article_first=fmean(firsts),
        right_article_in_three=fmean(threes),
        answered_rightly=fmean(rightly),
        answered_wrongly=fmean(wrongly),
        silent_on_unanswerable=fmean(silent["unanswerable"]),
        silent_on_out_of_scope=fmean(silent["out_of_scope"]),
        language_detected=fmean(detected),
    )


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="nlu.evaluate", description="Measure the knowledge base on held-out questions."
    )
    parser.add_argument("--write", action="store_true", help="learn the lens, choose the thresholds, and store both")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument(
        "--articles", type=Path, default=ROOT / "bot/demo/articles", help="folder with <language>/<key>.md"
    )
    parser.add_argument("--questions", type=Path, default=ROOT / "nlu/evaluation", help="folder with <language>.yml")
    return parser.parse_args(arguments)


def _json(reports: Mapping[str, Report]) -> str:
    return json.dumps({language: asdict(shown) for language, shown in reports.items()}, indent=2) + "\n"


def _table(reports: Mapping[str, Report]) -> str:
    names = [field.name for field in fields(Report)]
    lines = [f"{'':24}" + "".join(f"{language:>8}" for language in reports)]
    for name in names:
        values = (getattr(shown, name) for shown in reports.values())
        cells = (f"{value:>8}" if isinstance(value, int) else f"{value:>8.1%}" for value in values)
        lines.append(f"{name.replace('_', ' '):24}" + "".join(cells))
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
