"""Templates: texts that Meta has approved, which may be sent when the day for our own words is over.

They are written and approved in Meta's own pages; here they are read, filled in and sent.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.channels.base import Rejected, Unreachable
from bot.channels.whatsapp.graph import Graph
from handoff.ports import Clock

APPROVED = "APPROVED"
LONGEST_VALUE = 1024
_FRESH = timedelta(minutes=5)
"""Templates are paused and approved without us; within this time, or with the webhook's news, we notice."""
_FIELDS = "name,language,status,category,parameter_format,components"
_PLACE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_UNFIT = re.compile(r"[\n\t]| {5,}")
"""What Meta refuses within a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """`header` and `body` hold `{{places}}`, by number or by name. One that is not `plain` needs more than words."""

    name: str
    language: str
    category: str
    status: str
    body: str
    header: str = ""
    named: bool = False
    plain: bool = True

    @property
    def places(self) -> Sequence[str]:
        """What must be filled in, in the order of reading."""
        return list(dict.fromkeys(_PLACE.findall(f"{self.header} {self.body}")))

    @property
    def usable(self) -> bool:
        return self.status == APPROVED and self.plain

    def shown(self, values: Mapping[str, str]) -> str:
        """What the customer will read."""
        whole = "\n\n".join(filter(None, (self.header, self.body)))
        return _PLACE.sub(lambda place: values.get(place[1], place[0]), whole)


def fill(template: Template, values: Mapping[str, str]) -> Mapping[str, Any]:
    """The call that sends it. Raises Rejected where Meta would refuse it."""
    if not template.usable:
        raise Rejected(f"The template {template.name} cannot be sent: it is {template.status.lower()}.")
    if set(values) != set(template.places):
        raise Rejected(f"The template {template.name} wants {', '.join(template.places) or 'nothing'} filled in.")
    for place, value in values.items():
        if not value.strip() or len(value) > LONGEST_VALUE or _UNFIT.search(value):
            raise Rejected(f"WhatsApp does not take this value for {place}: it is empty, too long, or has line breaks.")
    parts = {"header": template.header, "body": template.body}
    components = [
        {"type": kind, "parameters": [_parameter(template, place, values[place]) for place in places]}
        for kind, text in parts.items()
        if (places := list(dict.fromkeys(_PLACE.findall(text))))
    ]
    called = {"name": template.name, "language": {"code": template.language}}
    return {"type": "template", "template": {**called, "components": components} if components else called}


def _parameter(template: Template, place: str, value: str) -> Mapping[str, str]:
    named = {"parameter_name": place} if template.named else {}
    return {"type": "text", **named, "text": value}


class Templates:
    """The account's templates, read again when they may have changed."""

    def __init__(self, graph: Graph, business_account_id: str, clock: Clock) -> None:
        self._graph, self._account, self._clock = graph, business_account_id, clock
        self._known: Sequence[Template] = ()
        self._read_at: datetime | None = None

    def forget(self) -> None:
        self._read_at = None

    async def all(self) -> Sequence[Template]:
        """Raises a SendError when WhatsApp cannot be asked."""
        now = self._clock()
        if self._account and (self._read_at is None or now - self._read_at > _FRESH):
            self._known, self._read_at = await self._read(), now
        return self._known

    async def _read(self) -> Sequence[Template]:
        found: list[Template] = []
        more: dict[str, str] = {}
        while True:
            answer = await self._graph.get(f"{self._account}/message_templates", fields=_FIELDS, limit="100", **more)
            try:
                page = _Page.model_validate(answer)
            except ValidationError:
                raise Unreachable("WhatsApp's list of templates cannot be read.") from None
            found += map(_template, page.data)
            if not page.paging.next or not page.paging.cursors.after:
                return found
            more = {"after": page.paging.cursors.after}


class _Component(BaseModel):
    type: str
    format: str = "TEXT"
    text: str = ""
    buttons: tuple[dict[str, Any], ...] = ()


class _Listed(BaseModel):
    name: str
    language: str
    status: str
    category: str = ""
    parameter_format: str = "POSITIONAL"
    components: tuple[_Component, ...] = ()


class _Cursors(BaseModel):
    after: str = ""


class _Paging(BaseModel):
    cursors: _Cursors = _Cursors()
    next: str = ""


class _Page(BaseModel):
    data: tuple[_Listed, ...]
    paging: _Paging = _Paging()


def _template(listed: _Listed) -> Template:
    texts = {each.type: each.text for each in listed.components}
    return Template(
        name=listed.name, language=listed.language, category=listed.category, status=listed.status,
        header=texts.get("HEADER", ""), body=texts.get("BODY", ""), named=listed.parameter_format == "NAMED",
        plain=not any(_beyond_words(listed.components)),
    )  # fmt: skip


def _beyond_words(components: Sequence[_Component]) -> Iterator[bool]:
    """For each part, whether it needs more from us than words: a picture, or the end of an address."""
    for each in components:
        yield each.type == "HEADER" and each.format != "TEXT"
        yield any(_PLACE.search(str(button.get("url", ""))) for button in each.buttons)
        yield each.type not in ("HEADER", "BODY", "FOOTER", "BUTTONS")
