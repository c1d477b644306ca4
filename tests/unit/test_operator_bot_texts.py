"""The bot's sentences: the same in every language, and in the right one."""

import json
import string
from pathlib import Path

import pytest
import yaml

from bot.operator_bot import texts
from bot.operator_bot.commands import SHOWN
from handoff.ids import OperatorId
from handoff.messages import FileKind
from handoff.operator import Operator

FOLDER = Path(texts.__file__).parent / "texts"
SENTENCES = {file.stem: yaml.safe_load(file.read_text("utf-8")) for file in FOLDER.glob("*.yml")}


CONSOLE = Path(__file__).parents[2] / "handoff/console/web/src/messages"


def places(sentence: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(sentence) if name}


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_each_language_says_everything_with_the_same_places_to_fill(language: str) -> None:
    said = SENTENCES[language]
    assert said.keys() == SENTENCES["en"].keys()
    assert {key for key, sentence in said.items() if places(sentence) != places(SENTENCES["en"][key])} == set()
    assert said["language_code"] == language
    assert {f"command_{name}" for name in SHOWN} | {kind.value for kind in FileKind} <= said.keys()


@pytest.mark.parametrize("language", ["en", "ru"])  # those that the console speaks
@pytest.mark.parametrize(
    ("kind", "path"),
    [
        ("topic", "topics"), ("intent", "intents"), ("channel", "channels"), ("cause", "causes"),
        ("target", "clocks.target"), ("status", "clocks.status"),
    ],
)  # fmt: skip
def test_codes_are_called_as_in_the_console(language: str, kind: str, path: str) -> None:
    messages = json.loads((CONSOLE / f"{language}.json").read_text("utf-8"))
    for part in path.split("."):
        messages = messages[part]
    say = texts.load_texts().in_language(language)
    assert {code: say.name(kind, code) for code in messages} == messages


def test_a_business_own_codes_are_made_readable() -> None:
    say = texts.load_texts().in_language("en")
    assert [say.name("topic", code) for code in ("order_status", "gift-wrapping", "", "{x}")] == [
        "Order status", "Gift wrapping", "", "{x}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("languages", "greeting"),
    [
        (("ru", "en"), "Принять"),
        (("en", "ru"), "Accept"),
        (("pl", "en"), "Przyjmij"),
        (("el",), "Αποδοχή"),
        (("de", "ru"), "Принять"),
        (("de",), "Accept"),
    ],
)
def test_operators_are_spoken_to_in_their_first_language_that_we_have(
    languages: tuple[str, ...], greeting: str
) -> None:
    operator = Operator(id=OperatorId("x"), login="x", name="X", languages=languages)
    assert texts.load_texts().spoken_to(operator)("accept") == greeting


@pytest.mark.parametrize(
    ("code", "greeting"),
    [("ru", "Принять"), ("ru-RU", "Принять"), ("en-GB", "Accept"), ("de", "Accept"), (None, "Accept")],
)
def test_strangers_are_spoken_to_in_their_telegrams_language(code: str | None, greeting: str) -> None:
    assert texts.load_texts().in_language(code)("accept") == greeting
