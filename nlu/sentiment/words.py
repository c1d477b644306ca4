"""What the words of a message say about a mood: a list for each language, and the negations before them.

`words/<language>.yml` has a list for each of `KINDS`, separated by commas: "disgrac*" is any word that begins so,
"never again" is a phrase. Words are compared without accents and apostrophes, in lower case, as people type them.
Good becomes bad after a negation, three words back at most ("not really happy"), and bad becomes nothing ("not bad");
a phrase brings its negations along ("couldn't be happier"). What is `CALM` is taken out first: "thanks in advance".
"""

import re
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

import yaml

from nlu.language import plain_letters

FOLDER = Path(__file__).with_name("words")

KINDS = ("anger", "threat", "weary", "bad", "good", "thanks", "not")
CALM = "calm"
# The others are what they are: "this is no joke" is as angry as "this is a joke".
NEGATED = {"good": "bad", "bad": None}
REACH = 3
# Said a fourth time, a thing is not said more strongly.
MOST = 3

# Commas and stops stay, since no negation reaches over them.
_WORD = re.compile(r"[^\W\d_]+|[.,!?;:…]")
_STOPS = frozenset(".,!?;:…")
_APOSTROPHE = re.compile(r"(?<=\w)['’`](?=\w)")


class Words:
    """The lists of one language."""

    def __init__(self, lists: Mapping[str, str]) -> None:
        self._patterns = {kind: _pattern(lists[kind]) for kind in KINDS}
        self._calm = _pattern(lists[CALM])

    @classmethod
    def read(cls, path: Path) -> "Words":
        return cls(yaml.safe_load(path.read_text(encoding="utf-8")))

    def signs(self, text: str) -> list[float]:
        """How often each of `KINDS` is in `text`."""
        said = self._calm.sub("", " ".join(_WORD.findall(_plain(text))))
        found: Counter[str | None] = Counter()
        for kind, pattern in self._patterns.items():
            for match in pattern.finditer(said):
                turned = kind in NEGATED and " " not in match[0] and self._negated(said[: match.start()])
                found[NEGATED[kind] if turned else kind] += 1
        return [float(min(found[kind], MOST)) for kind in KINDS]

    def _negated(self, before: str) -> bool:
        near = before.split()[-REACH:]
        clause = near[max((place + 1 for place, word in enumerate(near) if word in _STOPS), default=0) :]
        return any(self._patterns["not"].fullmatch(word) for word in clause)


def read_words(folder: Path = FOLDER) -> Mapping[str, Words]:
    """The words of each language that has a list."""
    return {path.stem: Words.read(path) for path in sorted(folder.glob("*.yml"))}


def _plain(text: str) -> str:
    return _APOSTROPHE.sub("", plain_letters(text))


def _pattern(listed: str) -> re.Pattern[str]:
    entries = {_plain(entry.strip()) for entry in listed.split(",")} - {""}
    # The longest first, so that a phrase wins over its first word.
    longest = sorted(entries, key=lambda entry: (-len(entry), entry))
    ways = "|".join(re.escape(entry).replace(r"\*", r"\w*") for entry in longest)
    return re.compile(rf"\b(?:{ways})\b")
