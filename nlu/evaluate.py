"""How well the knowledge base answers, and the numbers it decides by: `python -m nlu.evaluate [--write] [--json]`.

Four kinds of question are asked. *Hard* ones (`nlu/evaluation/<language>.yml`) avoid the articles' words on purpose;
beside them are *unanswerable* ones of the shop's field and *out of scope* ones from outside it. *Everyday* ones are the
articles' own, each asked of an index that doesn't have it. Of each kind there are two halves. On the *dev* half the
judges are chosen (see `knowledge/choosing.py`), and the lens is learned without the test half; what is printed comes
from the *test* half. The topic that Rasa would add is left out: this is the worst case.

Below it stands how well customers' moods are read (see `nlu/sentiment/`), on sentences of their own.
"""

import argparse
import hashlib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from typing import Literal

import numpy as np
import yaml
from pydantic import BaseModel

from nlu.knowledge.article import Article, ArticleId, article_id, new_article
from nlu.knowledge.choosing import NOBODY, Trial, Verdict, choose, weigh_words
from nlu.knowledge.encoder import NATIVE, Lens, SentenceEncoder
from nlu.knowledge.files import ArticleFile, read_articles
from nlu.knowledge.judge import ANY_LANGUAGE, Judge, Judges, judge_for, load_judges, save_judges
from nlu.knowledge.ports import Vector
from nlu.knowledge.search import Index, entry_of, sentences
from nlu.language import detect
from nlu.sentiment.evaluate import MoodReport
from nlu.sentiment.evaluate import report as report_moods
from nlu.sentiment.reader import Sentiment

ROOT = Path(__file__).parent.parent
ARTICLES = ROOT / "bot" / "demo" / "articles"
QUESTIONS = ROOT / "nlu" / "evaluation"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)

Vectors = Mapping[str, Vector]
Kind = Literal["hard", "unanswerable", "out_of_scope", "everyday"]
KINDS: tuple[Kind, ...] = ("hard", "unanswerable", "out_of_scope", "everyday")
Half = Literal["dev", "test"]
# Which of an article's own questions is asked as an everyday one.
EVERYDAY: Mapping[Half, int] = {"dev": 1, "test": 0}


class HardQuestion(BaseModel):
    text: str
    article: str


class SmallTalk(BaseModel):
    text: str
    intent: str


class HeldOut(BaseModel):
    """A language's file of questions. Small talk is never looked up; it only shows its language."""

    questions: list[HardQuestion]
    unanswerable: list[str]
    out_of_scope: list[str]
    intents: list[SmallTalk]

    @classmethod
    def read(cls, path: Path) -> "HeldOut":
        return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))

    def messages(self) -> Sequence[str]:
        return [*self.asked(), *self.out_of_scope, *(each.text for each in self.intents)]

    def asked(self) -> Sequence[str]:
        """What customers of the shop ask, whether or not an article answers it."""
        return [*(each.text for each in self.questions), *self.unanswerable]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A message, and the article that answers it, if any does."""

    text: str
    kind: Kind
    language: str
    right: ArticleId | None = None

    @property
    def half(self) -> Half:
        return "test" if hashlib.sha256(self.text.encode()).digest()[0] % 2 else "dev"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with what was found."""

    question: Question
    half: Half
    trial: Trial


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What the test half of one language shows, in shares. Wrong is another article, or any where none is right."""

    everyday_right_article_first: float
    everyday_answered_rightly: float
    everyday_answered_wrongly: float
    hard_right_article_first: float
    hard_right_article_in_three: float
    hard_answered_rightly: float
    hard_and_unanswerable_answered_wrongly: float
    silent_on_unanswerable: float
    silent_on_out_of_scope: float
    language_detected: float
    moods: MoodReport | None = None


def main(arguments: Sequence[str] | None = None) -> None:
    options = _options(arguments)
    files = list(read_articles(options.articles))
    held_out = {path.stem: HeldOut.read(path) for path in sorted(options.questions.glob("*.yml"))}
    if options.write:
        learn_lens([_without(file, EVERYDAY["test"]) for file in files]).save()
    encoder = SentenceEncoder(Lens.load())
    asked = ask_everything(files, held_out, encoder)
    if options.write:
        save_judges(choose_judges(asked))
    judges = load_judges()
    reports = {
        language: report(some, judge_for(language, judges), detected(held_out[language], language, [*held_out]))
        for language, some in asked.items()
    }
    sentiment = Sentiment.load(encoder)
    for language, some in held_out.items():
        moods = report_moods(sentiment, options.questions / "sentiment", language, some.asked())
        reports[language] = replace(reports[language], moods=moods)
    sys.stdout.write(_json(reports) if options.json else _table(reports))


def learn_lens(files: Sequence[ArticleFile]) -> Lens:
    """From the sentences of all articles, those of one article and its translations together."""
    model = SentenceEncoder(Lens.clear())
    groups: dict[str, list[str]] = {}
    for file in files:
        if file.language in NATIVE:
            groups.setdefault(file.key, []).extend(sentences(file.wording))
    return Lens.learn([model.raw(group) for group in groups.values()])


def ask_everything(
    files: Sequence[ArticleFile], held_out: Mapping[str, HeldOut], encoder: SentenceEncoder
) -> Mapping[str, Sequence[Asked]]:
    """Every question of every language, with what is found."""
    texts = [text for file in files if file.language in encoder.languages for text in sentences(file.wording)]
    texts += [text for language, some in held_out.items() if language in encoder.languages for text in some.messages()]
    # All at once, since one sentence alone takes three times as long.
    vectors: Vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    full = index_of(files, vectors)
    asked = {
        language: [Asked(question, question.half, _trial(question, full, vectors)) for question in hard(some, language)]
        for language, some in held_out.items()
    }
    for half, place in EVERYDAY.items():
        without = index_of([_without(file, place) for file in files], vectors)
        for file in files:
            if file.language in asked and len(file.wording.questions) > place:
                question = everyday(file, place)
                asked[file.language].append(Asked(question, half, _trial(question, without, vectors)))
    return asked


def hard(held_out: HeldOut, language: str) -> Sequence[Question]:
    return [
        *(
            Question(text=each.text, kind="hard", language=language, right=article_id(each.article, language))
            for each in held_out.questions
        ),
        *(Question(text=text, kind="unanswerable", language=language) for text in held_out.unanswerable),
        *(Question(text=text, kind="out_of_scope", language=language) for text in held_out.out_of_scope),
    ]


def everyday(file: ArticleFile, place: int) -> Question:
    right = article_id(file.key, file.language)
    return Question(text=file.wording.questions[place], kind="everyday", language=file.language, right=right)


def index_of(files: Sequence[ArticleFile], vectors: Vectors) -> Index:
    entries = (entry_of(_published(file), _rows(file, vectors)) for file in files)
    return Index([entry for entry in entries if entry])


def choose_judges(asked: Mapping[str, Sequence[Asked]]) -> Judges:
    """A judge for each language, and one for all that were not examined: they are like those that the encoder knows."""
    trials = {language: [each.trial for each in some if each.half == "dev"] for language, some in asked.items()}
    words = weigh_words([trial for some in trials.values() for trial in some])
    native = [trial for language, some in trials.items() if language in NATIVE for trial in some]
    return {language: choose(some, words) for language, some in trials.items()} | {ANY_LANGUAGE: choose(native, words)}


def report(asked: Sequence[Asked], judge: Judge, language_detected: float) -> Report:
    verdicts: dict[Kind, list[Verdict]] = {kind: [] for kind in KINDS}
    for each in asked:
        if each.half == "test":
            verdicts[each.question.kind].append(each.trial.judged(judge))
    everyday, hard = verdicts["everyday"], verdicts["hard"]
    others = [verdict for kind in KINDS if kind != "everyday" for verdict in verdicts[kind]]
    return Report(
        everyday_right_article_first=fmean(verdict.place == 1 for verdict in everyday),
        everyday_answered_rightly=fmean(verdict.rightly for verdict in everyday),
        everyday_answered_wrongly=fmean(verdict.wrongly for verdict in everyday),
        hard_right_article_first=fmean(verdict.place == 1 for verdict in hard),
        hard_right_article_in_three=fmean(verdict.place is not None and verdict.place <= 3 for verdict in hard),
        hard_answered_rightly=fmean(verdict.rightly for verdict in hard),
        hard_and_unanswerable_answered_wrongly=fmean(verdict.wrongly for verdict in others),
        silent_on_unanswerable=fmean(not verdict.wrongly for verdict in verdicts["unanswerable"]),
        silent_on_out_of_scope=fmean(not verdict.wrongly for verdict in verdicts["out_of_scope"]),
        language_detected=language_detected,
    )


def detected(held_out: HeldOut, language: str, known: Sequence[str]) -> float:
    """The fallback is another language, so that keeping it for want of evidence counts as a mistake."""
    other = next(each for each in known if each != language)
    return fmean(detect(text, known, other) == language for text in held_out.messages())


def _without(file: ArticleFile, place: int) -> ArticleFile:
    questions = tuple(question for number, question in enumerate(file.wording.questions) if number != place)
    return replace(file, wording=replace(file.wording, questions=questions))


def _published(file: ArticleFile) -> Article:
    return new_article(file.key, file.language, file.wording, by="", now=LONG_AGO).publish(by="", now=LONG_AGO)


def _rows(file: ArticleFile, vectors: Vectors) -> Vector | None:
    rows = [vectors[text] for text in sentences(file.wording) if text in vectors]
    return np.array(rows, np.float32) if rows else None


def _trial(question: Question, index: Index, vectors: Vectors) -> Trial:
    vector = vectors.get(question.text)
    hits = index.search(question.text, vector, question.language, NOBODY, most=len(index.entries))
    return Trial(right=question.right, hits=hits)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="nlu.evaluate", description="Measure the knowledge base on held-out questions."
    )
    parser.add_argument("--write", action="store_true", help="learn the lens, choose the thresholds, and store both")
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--articles", type=Path, default=ARTICLES, help="folder with <language>/<key>.md")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="folder with <language>.yml")
    return parser.parse_args(arguments)


def _json(reports: Mapping[str, Report]) -> str:
    return json.dumps({language: asdict(shown) for language, shown in reports.items()}, indent=2) + "\n"


def _table(reports: Mapping[str, Report]) -> str:
    shown = {language: asdict(each) for language, each in reports.items()}
    moods = {language: each.pop("moods") for language, each in shown.items()}
    return _lines(shown) + "\n" + _lines({language: each for language, each in moods.items() if each})


def _lines(columns: Mapping[str, Mapping[str, float]]) -> str:
    lines = [f"{'':40}" + "".join(f"{language:>8}" for language in columns)]
    for name in next(iter(columns.values()), {}):
        cells = "".join(f"{column[name]:>8.1%}" for column in columns.values())
        lines.append(f"{name.replace('_', ' '):40}" + cells)
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
