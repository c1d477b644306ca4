"""Approved texts of the business account: read from Meta, kept where every process finds them, and sent."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ValidationError

from bot.channels.base import Rejected, Unreachable
from bot.channels.whatsapp.graph import Graph
from handoff.messages import FromTemplate
from handoff.ports import Clock
from handoff.ports import Templates as Kept
from handoff.templates import Obstacle, Template, places_of

_FIELDS = "name,language,status,category,quality_score,parameter_format,components"
_NUMBER = re.compile(r"\{\{\s*(\d+)\s*\}\}")
_WORDS = {
    Obstacle.NOT_APPROVED: "Meta has not approved it.",
    Obstacle.PAUSED: "Meta has paused it.",
    Obstacle.DISABLED: "Meta has disabled it.",
    Obstacle.NOT_WORDS: "it needs more than words.",
}


def fill(template: Template, values: Mapping[str, str]) -> Mapping[str, Any]:
    """The call that sends it. Raises Rejected where Meta would refuse it."""
    if template.obstacle:
        raise Rejected(f"The template {template.name} cannot be sent: {_WORDS[template.obstacle]}")
    if problem := next(template.problems(values), None):
        raise Rejected(f"The template {template.name} is not filled in rightly, at {problem[0]}: {problem[1]}")
    parts = {"header": template.header, "body": template.body}
    components = [
        {"type": kind, "parameters": [_parameter(template, place, values[place]) for place in places]}
        for kind, text in parts.items()
        if (places := places_of(text))
    ]
    called = {"name": template.name, "language": {"code": template.language}}
    return {"type": "template", "template": {**called, "components": components} if components else called}


def _parameter(template: Template, place: str, value: str) -> Mapping[str, str]:
    named = {"parameter_name": place} if template.named else {}
    return {"type": "text", **named, "text": value}


class Templates:
    """One account's. Without a business account there are none."""

    def __init__(self, graph: Graph, business_account_id: str, kept: Kept, account: str, clock: Clock) -> None:
        self._graph, self._business, self._kept, self._clock = graph, business_account_id, kept, clock
        self._place = ("whatsapp", account)

    async def synchronise(self) -> None:
        """Keep what Meta has now. Raises a SendError, and keeps what was known, when it cannot be asked."""
        if self._business:
            found = await self._read()
            await self._kept.keep(*self._place, found, self._clock())

    async def call(self, wanted: FromTemplate) -> Mapping[str, Any]:
        """Raises Rejected where Meta would refuse it."""
        template = (await self._kept.of(*self._place)).find(wanted.name, wanted.language)
        if template is None:
            raise Rejected(f"WhatsApp has no template {wanted.name} in {wanted.language} any more.")
        return fill(template, wanted.values)

    async def _read(self) -> Sequence[Template]:
        found: list[Template] = []
        more: dict[str, str] = {}
        while True:
            answer = await self._graph.get(f"{self._business}/message_templates", fields=_FIELDS, limit="100", **more)
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


class _Quality(BaseModel):
    score: str = ""


class _Listed(BaseModel):
    name: str
    language: str
    status: str
    category: str = ""
    quality_score: _Quality = _Quality()
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
    named, header = listed.parameter_format == "NAMED", texts.get("HEADER", "")
    # Numbers begin anew in each part: the header's {{1}} is not the body's.
    header = header if named else _NUMBER.sub(r"{{header_\1}}", header)
    return Template(
        name=listed.name, language=listed.language, category=listed.category, status=listed.status,
        quality=listed.quality_score.score, header=header, body=texts.get("BODY", ""),
        footer=texts.get("FOOTER", ""), named=named,
        plain=not any(_beyond_words(listed.components)),
    )  # fmt: skip


def _beyond_words(components: Sequence[_Component]) -> Iterator[bool]:
    """For each part, whether it needs more from us than words: a picture, or the end of an address."""
    for each in components:
        yield each.type == "HEADER" and each.format != "TEXT"
        yield any(places_of(str(button.get("url", ""))) for button in each.buttons)
        yield each.type not in ("HEADER", "BODY", "FOOTER", "BUTTONS")
