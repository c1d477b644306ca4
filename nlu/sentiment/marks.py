"""What is to be seen in a message whatever its language: shouting, exclamation marks, smileys."""

import re
from collections.abc import Callable, Mapping

# Fewer letters in capitals are an abbreviation or a greeting.
SHOUT = 12

_BANGS = re.compile(r"!")
# Greek asks with a semicolon.
_ASKS = re.compile(r"[?;]")
_PILED = re.compile(r"[?!;]{2,}")
_TRAIL = re.compile(r"\.\.\.|…")
_PLEASED = re.compile(r"[:;=]-?[)D]|\){2,}|<3|[😀-😊😍😘🙂🤗🤩🥰😇👍👏🙌🙏💪❤💖💕💐🌹🎉🎊✨⭐🔥💯]")
_CROSS = re.compile(r"[:=]['’]?-?\(|\({2,}|[😒😞-😥😩😭😠😡😤🤬👎💩🤡😾🖕🤦💔]|\*{3,}")


def _shouted(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter.isupper() for letter in letters) / len(letters) if len(letters) >= SHOUT else 0.0


def _count(pattern: re.Pattern[str], most: int) -> Callable[[str], float]:
    return lambda text: float(min(len(pattern.findall(text)), most))


MARKS: Mapping[str, Callable[[str], float]] = {
    "shouted": lambda text: float(_shouted(text) > 0.6),
    "bangs": _count(_BANGS, 3),
    "asks": _count(_ASKS, 2),
    "piled": _count(_PILED, 1),
    "trail": _count(_TRAIL, 1),
    "pleased": _count(_PLEASED, 2),
    "cross": _count(_CROSS, 2),
}


def marks(text: str) -> list[float]:
    """The strength of each of `MARKS` in `text`."""
    return [measure(text) for measure in MARKS.values()]
