"""The console has words in each of its languages for whatever the linter and a replay may say."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest

import flows.steps
from flows.lint.problem import Code as ProblemCode
from flows.replay.sentence import Code as SentenceCode

CONSOLE = Path(__file__).parents[2] / "handoff/console/web/src/messages"
every_language = pytest.mark.parametrize("language", sorted(each.stem for each in CONSOLE.glob("*.json")))


@every_language
def test_every_problem_has_words(language: str) -> None:
    said = words(language)["problems"]
    assert set(said) == set(get_args(ProblemCode))
    assert all(each["message"] and each["remedy"] for each in said.values())


@every_language
def test_every_sentence_of_a_replay_has_words(language: str) -> None:
    said = words(language)["replay"]["said"]
    assert set(said) == set(get_args(SentenceCode))
    assert all(said.values())


@every_language
def test_every_gap_of_a_step_has_words(language: str) -> None:
    gaps = set(told_of_gaps())
    assert len(gaps) > 10
    assert gaps - set(words(language)["words"]) == set()


def words(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((CONSOLE / f"{language}.json").read_text())["flows"]
    return found


def told_of_gaps() -> Iterator[str]:
    """As the console looks them up: what each `Gap(field, message, remedy)` in the kinds of steps says."""
    for file in Path(flows.steps.__path__[0]).glob("*.py"):
        for call in ast.walk(ast.parse(file.read_text())):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Gap":
                for told in call.args[1:]:
                    if isinstance(told, ast.Constant):
                        yield re.sub(r"\W+", "_", str(told.value).lower()).strip("_")
