"""Words of a text as rules mean them: whole words of any script, whatever their case and accents.

Both sides are folded the same way: no case, no accents (Greek tonos, Polish tails, Russian ё), and no punctuation, so
that a phrase is a row of words. A word that ends in `*` stands for all that begin so: `возврат*`.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_NO_MARK = str.maketrans("łđøı", "ldoi")
"""Letters whose accent is part of them in Unicode."""
_WORD = re.compile(r"\w+\*?")


@lru_cache(maxsize=64)
def folded(text: str) -> str:
    """The text without case and accents. Every rule asks for the same text, so the last few are remembered."""
    apart = unicodedata.normalize("NFKD", text).casefold()
    return "".join(char for char in apart if not unicodedata.combining(char)).translate(_NO_MARK)


def is_phrase(phrase: str) -> bool:
    """Has it a word at all, so that a text can have it?"""
    return bool(_WORD.search(folded(phrase)))


def found(phrases: Sequence[str], text: str) -> tuple[str, ...]:
    """Those of the phrases that the text has, in their order."""
    plain = folded(text)
    return tuple(phrase for phrase in phrases if _pattern(phrase).search(plain))


@lru_cache(maxsize=4096)
def _pattern(phrase: str) -> re.Pattern[str]:
    words = [word.removesuffix("*") + r"\w*" * word.endswith("*") for word in _WORD.findall(folded(phrase))]
    return re.compile(r"\b" + r"\W+".join(words) + r"\b" if words else r"(?!)")
