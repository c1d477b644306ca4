"""What the bot says to operators: a file of sentences per language beside this."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import yaml

from handoff.operator import Operator

FALLBACK = "en"


class Say(Protocol):
    """A sentence in one reader's language."""

    def __call__(self, key: str, /, **values: object) -> str: ...


class BotTexts:
    """All sentences, by language and key."""

    def __init__(self, sentences: Mapping[str, Mapping[str, str]]) -> None:
        self._sentences = sentences

    @property
    def languages(self) -> frozenset[str]:
        return frozenset(self._sentences)

    def spoken_to(self, operator: Operator) -> Say:
        """In the first of their languages that we have."""
        return self.in_language(next((each for each in operator.languages if each in self._sentences), FALLBACK))

    def in_language(self, code: str | None) -> Say:
        """`code` as Telegram gives it (`ru`, `en-GB`); in English where we don't have the language."""
        sentences = self._sentences.get((code or FALLBACK).split("-")[0], self._sentences[FALLBACK])

        def say(key: str, /, **values: object) -> str:
            return sentences[key].format(**values)

        return say


def load_texts(folder: Path = Path(__file__).parent / "texts") -> BotTexts:
    return BotTexts({file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yml"))})
