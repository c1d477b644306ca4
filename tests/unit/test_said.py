"""The console has words in each of its languages for whatever the product may say to staff in a sentence of its own.

Pages know these sentences by their English words, so they are collected here as they stand in the source.
"""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ENGLISH: dict[str, str] = json.loads((ROOT / "handoff/console/web/src/messages/said/en.json").read_text())
TOLD_BY = (
    "bot/calling", "bot/channels", "bot/connecting", "bot/delivery.py", "bot/inviting.py", "bot/joining_codes.py",
    "bot/media.py", "bot/parked.py", "bot/parked_console.py", "bot/shield.py", "bot/speaking.py", "flows/console",
    "flows/errors.py", "flows/trying", "flows/walk.py", "handoff/checks.py", "handoff/console", "handoff/desk",
    "handoff/files/rules.py", "handoff/routing/conditions.py", "handoff/routing/problems.py", "handoff/sla/problems.py",
    "handoff/templates.py", "nlu/knowledge/article.py", "nlu/knowledge/routes.py",
)  # fmt: skip
TOLD_TO_OTHERS = (
    "bot/calling/signing.py", "bot/channels/custom/document.py", "bot/channels/custom/payload.py",
    "bot/channels/deep_links.py", "bot/channels/form", "bot/channels/site", "bot/channels/*/kind.py",
)  # fmt: skip
"""Developers who call us, and customers; what a kind of channel asks for has its languages beside it."""


def test_every_sentence_has_words() -> None:
    known = [pattern_of(each) for each in ENGLISH.values()]
    told = {text: place for file in sources() for place, text in sentences(file)}
    assert len(told) > 300
    unknown = [f"{place}: {text}" for text, place in told.items() if not any(each.fullmatch(text) for each in known)]
    assert unknown == [], "to be added to handoff/console/web/src/messages/said"


@pytest.mark.parametrize("text", ["It is late.", "{who} is shut."])
def test_a_sentence_without_words_would_be_found(tmp_path: Path, text: str) -> None:
    source = tmp_path / "new.py"
    source.write_text(f'"""A docstring is not told."""\nraise ValueError({"f" * ("{" in text)}"{text}")\n')
    assert [found for _, found in sentences(source)] == [re.sub(r"\{.*\}", "x", text)]


def sources() -> Iterator[Path]:
    for told in TOLD_BY:
        place = ROOT / told
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            name = file.relative_to(ROOT)
            if not any(name.match(other) or name.is_relative_to(other) for other in TOLD_TO_OTHERS):
                yield file


def sentences(file: Path) -> Iterator[tuple[str, str]]:
    """Every text that begins with a capital and ends with a full stop, `x` standing for what is filled in."""
    tree = ast.parse(file.read_text())
    aside = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
    filled = [each for each in ast.walk(tree) if isinstance(each, ast.JoinedStr)]
    aside |= {id(part) for each in filled for part in ast.walk(each) if part is not each}
    for node in ast.walk(tree):
        text = text_of(node)
        if id(node) not in aside and text and re.fullmatch(r"[A-Zx“].* .*[.]", text, re.DOTALL):
            yield f"{file.name}:{getattr(node, 'lineno', 0)}", text


def text_of(node: ast.AST) -> str | None:
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "x" for each in node.values)
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.sub(r"\{\w+\}", "x", node.value)
    return None


def pattern_of(text: str) -> re.Pattern[str]:
    return re.compile(".+".join(map(re.escape, re.split(r"\{\w+\}", text))), re.DOTALL)
