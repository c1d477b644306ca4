"""Under which licences we have what the product depends on. Those that would bind whoever installs it are unwanted."""

import re
from collections.abc import Mapping, Sequence
from importlib import metadata

_NAME = re.compile(r"^([A-Za-z0-9][\w.-]*)==", re.MULTILINE)
_FREE = re.compile(
    r"MIT|BSD|Apache|ISC|PSF|Python Software|MPL|Mozilla|Unlicense|Zlib|CC0|HPND|0BSD|OSI Approved", re.I
)
AGREED: Mapping[str, str] = {
    "python-telegram-bot": "LGPL-3.0: used as it is, by its public interface, and replaceable",
}
"""Looked at, and why it may stay."""


def licences(lock: str) -> Mapping[str, str]:
    """Of each package of a lock file, as it says of itself. What is not installed here is left out."""
    found = {}
    for name in _NAME.findall(lock):
        try:
            found[name] = _licence(metadata.metadata(name)) or _of_file(metadata.distribution(name))
        except metadata.PackageNotFoundError:
            continue
    return found


def unwanted(ours: Mapping[str, str]) -> Sequence[str]:
    return [name for name, licence in ours.items() if not _FREE.search(licence) and name not in AGREED]


def _licence(about: metadata.PackageMetadata) -> str:
    expression = about.get("License-Expression") if "License-Expression" in about else None
    classes = [each.split("::")[-1].strip() for each in about.get_all("Classifier") or [] if "License ::" in each]
    free_text = (about.get("License") or "").strip().split("\n")[0][:60] if "License" in about else ""
    return expression or "; ".join(classes) or free_text


def _of_file(package: metadata.Distribution) -> str:
    """As its first line says: not everybody says it in the metadata, too."""
    files = [each for each in package.files or () if each.name.startswith("LICEN")]
    lines = (files[0].read_text("utf-8") if files else "").strip().splitlines()
    return lines[0][:60] if lines else "unknown"
