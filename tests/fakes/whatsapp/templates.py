"""Approved texts of a business, and what a call that sends one must bring."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.fakes.whatsapp.errors import GraphError, parameter

_PLACE = re.compile(r"\{\{(\w+)\}\}")


@dataclass(slots=True, kw_only=True)
class Stored:
    """A template as Meta has it."""

    name: str
    body: str
    header: str = ""
    language: str = "en"
    status: str = "APPROVED"
    category: str = "UTILITY"
    quality: str = "GREEN"
    named: bool = False
    others: list[dict[str, Any]] = field(default_factory=list)

    def listed(self) -> dict[str, Any]:
        texts = {"HEADER": self.header, "BODY": self.body}
        components = [
            {"type": kind, "text": text, **({"format": "TEXT"} if kind == "HEADER" else {})}
            for kind, text in texts.items()
            if text
        ]
        return {
            "name": self.name, "language": self.language, "status": self.status, "category": self.category,
            "quality_score": {"score": self.quality},
            "parameter_format": "NAMED" if self.named else "POSITIONAL", "components": [*components, *self.others],
            "id": "594425479261596",
        }  # fmt: skip


class Shelf:
    """`page` is how many are listed at once."""

    def __init__(self) -> None:
        self.stored: list[Stored] = []
        self.page = 25
        self.asked = 0

    def list(self, after: str) -> dict[str, Any]:
        self.asked += 1
        begin = int(after or 0)
        end = begin + self.page
        paging: dict[str, Any] = {"cursors": {"before": str(begin), "after": str(end)}}
        if end < len(self.stored):
            paging["next"] = f"https://graph.facebook.com/next?after={end}"
        return {"data": [each.listed() for each in self.stored[begin:end]], "paging": paging}

    def shown(self, called: Mapping[str, Any]) -> str:
        """The text that the call makes. Raises GraphError."""
        name, language = called.get("name"), (called.get("language") or {}).get("code")
        found = next((each for each in self.stored if (each.name, each.language) == (name, language)), None)
        if found is None:
            details = f"template name ({name}) does not exist in {language}"
            raise GraphError(132001, "Template name does not exist in the translation", details, status=404)
        if found.status != "APPROVED":
            raise GraphError(132015, "Template is Paused", f"{name} is {found.status.lower()}")
        given = {each["type"]: each.get("parameters", []) for each in called.get("components", [])}
        return "\n\n".join(
            _filled(text, given.get(kind, []), named=found.named)
            for kind, text in (("header", found.header), ("body", found.body))
            if text
        )


def _filled(text: str, parameters: list[Mapping[str, Any]], *, named: bool) -> str:
    places = list(dict.fromkeys(_PLACE.findall(text)))
    if len(places) != len(parameters):
        details = f"number of localizable_params ({len(parameters)}) does not match the expected number ({len(places)})"
        raise GraphError(132000, "Number of parameters does not match the expected number of params", details)
    values = {}
    for place, each in zip(places, parameters, strict=True):
        if each.get("type") != "text" or not each.get("text"):
            raise parameter("A parameter needs a text.")
        if re.search(r"[\n\t]| {5}", each["text"]):
            raise GraphError(132018, "There was an issue with the template parameters", "No new lines or tabs.")
        if named and "parameter_name" not in each:
            raise parameter("Parameter name is missing or empty")
        values[each["parameter_name"] if named else place] = each["text"]
    if set(values) != set(places):
        raise parameter("Parameter names do not match.")
    return _PLACE.sub(lambda place: values[place[1]], text)
