"""What several routes begin with: a document read as a flow, a draft that is there, the company to lint against."""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import JsonValue

from flows import gallery, shape
from flows import lint as linting
from flows.console.errors import missing, refusal, unfit
from flows.console.ports import Around, Company
from flows.console.schemas import LintProblem, NewFlow, written
from flows.errors import BadFlowFile
from flows.files import FlowFile, load
from flows.limits import CHANNELS
from flows.lint import Severity
from flows.model import Draft, Flow, Library
from flows.ports import Flows
from flows.words import FlowId


def flow_of(document: Mapping[Any, Any]) -> Flow:
    """Refused when it is none, with every place."""
    found = shape.read(document)
    if found.flow is None:
        raise unfit([LintProblem.of(each) for each in found.problems], "This is not a flow as it is.")
    return found.flow


def same(flow: Flow, id: str) -> Flow:
    """A flow keeps its id, which others refer to."""
    if flow.id != id:
        raise refusal(422, "invalid", f"A flow keeps its id: this one is “{id}”.", field="id")
    return flow


def new(form: NewFlow) -> Flow:
    """Empty, or as its template."""
    begun: Mapping[str, JsonValue] = {}
    if form.template is not None:
        if form.template not in gallery.TEMPLATES:
            raise missing("template")
        begun = written(gallery.load(form.template))
    named = form.model_dump(mode="json", include={"id", "name", "languages"})
    return flow_of({**begun, **named})


def file_of(content: Mapping[str, JsonValue]) -> FlowFile:
    """Refused when it is none, with every place."""
    try:
        return load(json.dumps(content))
    except BadFlowFile as error:
        wrong = [LintProblem.of(shape.wrong(None, place, what)) for place, what in error.problems]
        raise unfit(wrong, "This is not a file of a flow.") from error


async def draft_of(flows: Flows, id: str) -> Draft:
    draft = await flows.draft(FlowId(id))
    if draft is None:
        raise missing("flow")
    return draft


async def lintable(company: Company, around: Around) -> linting.Company:
    """All that a flow may refer to, and the kinds of channels that show it: who has none yet is told of all."""
    systems, library = await company.systems.current(), await company.flows.library()
    return linting.Company(
        lines=frozenset(around.lines), topics=around.topics, processes=frozenset(systems.processes),
        secrets=frozenset(each.name for each in await company.secrets.kept()), flows=in_force(library),
        channels=around.channels or frozenset(CHANNELS),
    )  # fmt: skip


def in_force(library: Library) -> dict[FlowId, Flow]:
    current = (library.current(flow) for flow in library.published)
    return {each.flow.id: each.flow for each in current if each}


async def refuse_errors(flow: Flow, company: Company) -> None:
    """What has errors is not put in force."""
    known = await lintable(company, await company.around())
    wrong = [LintProblem.of(each) for each in linting.lint(flow, known) if each.severity is Severity.ERROR]
    if wrong:
        raise unfit(wrong, "It has errors, and would break.", code="problems")
