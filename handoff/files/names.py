"""Names of files, whoever sends them."""

import unicodedata

NAME_LIMIT = 120


def safe_name(name: str | None, fallback: str) -> str:
    """A file name that says no more than a name: no path, no invisible marks that reverse what is read."""
    base = (name or "").replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(sign for sign in base if unicodedata.category(sign) not in ("Cc", "Cf", "Cs", "Zl", "Zp"))
    stem, dot, suffix = visible.strip(" .").rpartition(".")
    suffix = suffix[:20]
    return (stem[: NAME_LIMIT - len(suffix)] + dot + suffix).strip(" .") or fallback
