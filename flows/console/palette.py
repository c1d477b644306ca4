"""What an editor offers: the kinds of steps and triggers, the templates, and what references can be picked from."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field

from flows import gallery, kinds
from flows.console.errors import missing, refusals_at
from flows.console.ports import Company, Doors
from flows.console.reading import in_force
from flows.console.schemas import (
    FlowDocument,
    JsonSchema,
    PortView,
    Schema,
    StepDocument,
    TriggerDocument,
    TriggerRow,
    name_of,
    written,
)
from flows.happenings import Event
from flows.kinds import Kind
from flows.limits import CHANNELS, Limits
from flows.model import Flow, Layout


class TriggerKind(Schema):
    """`fresh` is the document of a new one."""

    kind: str
    title: str
    description: str
    schema_: Annotated[JsonSchema, Field(alias="schema")]
    fresh: TriggerDocument


class StepKind(TriggerKind):
    """`ports` are those of a fresh one."""

    fresh: StepDocument
    ports: list[PortView]


class ChannelKind(Schema):
    id: str
    limits: Limits


class FlowKinds(Schema):
    """All that forms are drawn from. `flow` is the schema of a flow's own settings."""

    steps: list[StepKind]
    triggers: list[TriggerKind]
    variable: JsonSchema
    flow: JsonSchema
    channels: list[ChannelKind]
    events: list[str]


class TemplateNeeds(Schema):
    """What a company must have before it publishes one."""

    topics: list[str]
    lines: list[str]
    secrets: list[str]
    processes: list[str]
    hosts: list[str]


class TemplateRow(Schema):
    id: str
    name: dict[str, str]
    triggers: list[TriggerRow]
    steps: int
    needs: TemplateNeeds


class TemplateView(Schema):
    flow: FlowDocument
    layout: Layout


class Named(Schema):
    id: str
    name: str


class OtherFlow(Named):
    """`inputs` are the variables that a step may give it; it is `enterable` by a trigger for transitions."""

    inputs: list[str]
    enterable: bool
    in_force: bool


class FlowCompany(Schema):
    lines: list[Named]
    topics: list[Named]
    intents: list[str]
    attributes: list[str]
    secrets: list[str]
    processes: list[str]
    hooks: list[str]
    flows: list[OtherFlow]
    languages: list[str]


def router(company: Company, doors: Doors) -> APIRouter:
    api = APIRouter(
        tags=["flows"], responses=refusals_at(doors), route_class=doors.route, dependencies=[Depends(doors.reader)]
    )

    @api.get("/flow-kinds")
    async def list_kinds() -> FlowKinds:
        return FlowKinds(
            steps=[
                StepKind(**_kind(each), ports=[PortView.of(port) for port in each.ports]) for each in kinds.steps()
            ],
            triggers=[TriggerKind(**_kind(each)) for each in kinds.triggers()],
            variable=kinds.variable(), flow=kinds.settings(),
            channels=[ChannelKind(id=id, limits=limits) for id, limits in CHANNELS.items()], events=list(Event),
        )  # fmt: skip

    @api.get("/flow-templates")
    async def list_templates() -> list[TemplateRow]:
        return [_template(each) for each in gallery.every()]

    @api.get("/flow-templates/{id}")
    async def get_template(id: str) -> TemplateView:
        if id not in gallery.TEMPLATES:
            raise missing("template")
        return TemplateView(flow=written(gallery.load(id)), layout={})

    @api.get("/flow-company")
    async def list_company() -> FlowCompany:
        """What there is to refer to. A flow that is not in force can be picked, but not yet published with."""
        around, systems = await company.around(), await company.systems.current()
        current = in_force(await company.flows.library())
        drafts = [each.flow for each in await company.flows.drafts() if not each.archived]
        return FlowCompany(
            lines=[Named(id=id, name=name) for id, name in around.lines.items()],
            topics=[Named(id=each, name=each) for each in sorted(around.topics)],
            intents=sorted(around.intents), attributes=sorted(around.attributes),
            secrets=[each.name for each in await company.secrets.kept()],
            processes=sorted(systems.processes), hooks=sorted(systems.hooks),
            flows=[_other(current.get(each.id, each), in_force=each.id in current) for each in drafts],
            languages=list(around.languages),
        )  # fmt: skip

    return api


def _kind(kind: Kind) -> dict[str, object]:
    return {
        "kind": kind.kind, "title": kind.title, "description": kind.description, "schema": kind.schema,
        "fresh": kind.fresh,
    }  # fmt: skip


def _template(flow: Flow) -> TemplateRow:
    needs = gallery.needs(flow)
    return TemplateRow(
        id=flow.id, name=name_of(flow), triggers=[TriggerRow.of(each) for each in flow.triggers],
        steps=len(flow.steps),
        needs=TemplateNeeds(
            topics=sorted(needs.topics), lines=sorted(needs.lines), secrets=sorted(needs.secrets),
            processes=sorted(needs.processes), hosts=sorted(needs.hosts),
        ),
    )  # fmt: skip


def _other(flow: Flow, *, in_force: bool) -> OtherFlow:
    return OtherFlow(
        id=flow.id, name=flow.name.within(*flow.languages),
        inputs=[str(name) for name, each in flow.variables.items() if each.given],
        enterable=flow.entry() is not None, in_force=in_force,
    )  # fmt: skip
