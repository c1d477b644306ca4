"""Ask the trained model the held-out questions, and print how often it was right.

    python evaluate.py [--model PATH] [--questions DIR] [--articles DIR] [--json FILE]

Small talk must get its own intent; a question that an article answers must get that article's topic; and what is not
the shop's field must be called out_of_scope or not understood.
"""

import argparse
import asyncio
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import yaml

from environment import PROJECT, prepare
from train import current

_HELD_OUT = PROJECT.parent / "evaluation"
_ARTICLES = PROJECT.parent.parent / "bot" / "demo" / "articles"
_STRANGE = {"out_of_scope", "nlu_fallback"}


@dataclass(frozen=True, kw_only=True)
class Question:
    language: str
    kind: str  # small_talk | topic | out_of_scope | unanswerable
    text: str
    intent: str | None


@dataclass(frozen=True, kw_only=True)
class Heard:
    intent: str
    ranking: list[str]


@dataclass(frozen=True, kw_only=True)
class Score:
    """Shares of one language's questions."""

    language: str
    small_talk_right: float
    small_talk_unsure: float
    topic_right: float  # the topic that the answer would be looked for in, sure or only likely
    topic_among_three: float
    topic_unsure: float
    out_of_scope_caught: float
    unanswerable_unsure: float


def questions(held_out: Path, articles: Path) -> Iterator[Question]:
    for path in sorted(held_out.glob("*.yml")):
        language = path.stem
        topics = _topics(articles / language)
        items = yaml.safe_load(path.read_text(encoding="utf-8"))
        for item in items["intents"]:
            yield Question(language=language, kind="small_talk", text=item["text"], intent=item["intent"])
        for item in items["questions"]:
            yield Question(language=language, kind="topic", text=item["text"], intent=topics[item["article"]])
        for kind in ("out_of_scope", "unanswerable"):
            for text in items[kind]:
                yield Question(language=language, kind=kind, text=text, intent=None)


def score(language: str, answered: Mapping[Question, Heard], topics: frozenset[str]) -> Score:
    def share(kind: str, test: Callable[[Question, Heard], bool]) -> float:
        tested = [test(q, heard) for q, heard in answered.items() if q.language == language and q.kind == kind]
        return round(sum(tested) / len(tested), 3)

    def unsure(q: Question, heard: Heard) -> bool:
        return heard.intent == "nlu_fallback"

    def ranked(heard: Heard) -> list[str]:
        return [intent for intent in heard.ranking if intent in topics]

    return Score(
        language=language,
        small_talk_right=share("small_talk", lambda q, heard: heard.intent == q.intent),
        small_talk_unsure=share("small_talk", unsure),
        topic_right=share("topic", lambda q, heard: ranked(heard)[:1] == [q.intent]),
        topic_among_three=share("topic", lambda q, heard: q.intent in ranked(heard)[:3]),
        topic_unsure=share("topic", unsure),
        out_of_scope_caught=share("out_of_scope", lambda q, heard: heard.intent in _STRANGE),
        unanswerable_unsure=share("unanswerable", unsure),
    )


async def ask(model: Path, asked: list[Question]) -> tuple[dict[Question, Heard], frozenset[str]]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    answered = {}
    for question in asked:
        parsed = await agent.parse_message(question.text.lstrip("/ "))
        ranking = [guess["name"] for guess in parsed["intent_ranking"]]
        answered[question] = Heard(intent=parsed["intent"]["name"], ranking=ranking)
    slot = next(slot for slot in agent.domain.slots if slot.name == "topic")
    return answered, frozenset(mapping["intent"] for mapping in slot.mappings)


def table(scores: list[Score]) -> str:
    rows = [[name.replace("_", " "), *(str(value) for value in values)] for name, values in _columns(scores).items()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)


def _columns(scores: list[Score]) -> dict[str, list[object]]:
    return {name: [asdict(score)[name] for score in scores] for name in Score.__dataclass_fields__}


def _topics(folder: Path) -> dict[str, str]:
    """The topic of each article, from the few lines of YAML at its head."""
    heads = {path.stem: path.read_text(encoding="utf-8").split("---")[1] for path in folder.glob("*.md")}
    return {article: yaml.safe_load(head)["topic"] for article, head in heads.items()}


def main() -> None:
    arguments = argparse.ArgumentParser(description="Evaluate the Rasa model of Helpline on held-out questions.")
    arguments.add_argument("--model", type=Path, help="model file (default: the one trained last into models/)")
    arguments.add_argument("--questions", type=Path, default=_HELD_OUT, help="folder of <language>.yml")
    arguments.add_argument("--articles", type=Path, default=_ARTICLES, help="folder of <language>/<article>.md")
    arguments.add_argument("--json", type=Path, help="write the scores here too")
    chosen = arguments.parse_args()
    model = chosen.model or current(PROJECT / "models")
    if model is None or not model.is_file():
        raise SystemExit("There is no model yet: run train.py first, or name one with --model.")
    asked = list(questions(chosen.questions.resolve(), chosen.articles.resolve()))
    report = chosen.json and chosen.json.resolve()

    model = model.resolve()
    prepare(threads=1, log_level="ERROR")
    answered, topics = asyncio.run(ask(model, asked))
    scores = [score(language, answered, topics) for language in sorted({question.language for question in asked})]
    print(table(scores))
    if report:
        report.write_text(json.dumps([asdict(score) for score in scores], indent=2) + "\n")


if __name__ == "__main__":
    main()
