"""What the bot says to operators: a file of sentences per language beside this."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from handoff.operator import Operator

FALLBACK = "en"


@dataclass(frozen=True, slots=True)
class Say:
    """Sentences in one reader's language."""

    _sentences: Mapping[str, str]

    def __call__(self, key: str, /, **values: object) -> str:
        return self._sentences[key].format(**values)

    def name(self, kind: str, code: str) -> str:
        """What a code is called. A business has topics and channels of its own, which are made readable."""
        return self._sentences.get(f"{kind}_{code}") or readable(code)


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

    def of_chat(self, chat: int, people: Iterable[Operator]) -> Say:
        """In the language of the operator whose chat it is."""
        owner = next((each for each in people if each.telegram_id == chat), None)
        return self.spoken_to(owner) if owner else self.in_language(None)

    def in_language(self, code: str | None) -> Say:
        """`code` as Telegram gives it (`ru`, `en-GB`); in English where we don't have the language."""
        return Say(self._sentences.get((code or FALLBACK).split("-")[0], self._sentences[FALLBACK]))


def readable(code: str) -> str:
    """`order_status` reads as "Order status"."""
    words = code.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]


def load_texts(folder: Path = Path(__file__).parent / "texts") -> BotTexts:
    return BotTexts({file.stem: yaml.safe_load(file.read_text("utf-8")) for file in sorted(folder.glob("*.yml"))})
