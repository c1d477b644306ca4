"""What the flows' API says and takes. A flow travels as the document that is kept; its schema is at /flow-kinds."""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, JsonValue, WithJsonSchema

from flows.lint import Problem, Severity
from flows.lint.problem import Code
from flows.model import Draft, Flow, Layout, Library, Revision
from flows.steps.base import Port
from flows.triggers import Trigger

_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}


def _open(*required: str, **properties: Any) -> dict[str, Any]:
    """An object that may have more than is said here."""
    kinds = {name: {"type": each} if isinstance(each, str) else each for name, each in properties.items()}
    return {"type": "object", "properties": kinds, "required": list(required), "additionalProperties": True}


StepDocument = Annotated[dict[str, JsonValue], WithJsonSchema(_open("kind", kind="string", title="string"))]
TriggerDocument = Annotated[
    dict[str, JsonValue], WithJsonSchema(_open("id", "kind", id="string", kind="string", priority="integer"))
]
JsonSchema = Annotated[dict[str, Any], WithJsonSchema({"type": "object", "additionalProperties": True})]
FlowDocument = Annotated[
    dict[Any, Any],
    WithJsonSchema(
        _open(
            "id",
            "name",
            "languages",
            id="string",
            name=_TEXTS,
            languages={"type": "array", "items": {"type": "string"}},
            priority="integer",
            variables={"type": "object", "additionalProperties": _open(type="string", title="string", given="boolean")},
            triggers={"type": "array", "items": _open("id", "kind", id="string", kind="string")},
            steps={"type": "object", "additionalProperties": _open("kind", kind="string", title="string")},
            edges={
                "type": "array",
                "items": _open("step", "port", "to", step="string", port="string", to="string"),
            },
        )
    ),
]
"""A flow as JSON, with what is as it is by default left out or not. Not looked into here: what is no flow is told by
`flows.shape`, in the linter's words."""


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="forbid", ser_json_timedelta="float")


def written(flow: Flow) -> dict[str, JsonValue]:
    return flow.model_dump(mode="json")


class LintProblem(Schema):
    """`step` is null for what concerns the whole flow; `field` is a path within the step, or within the flow. `message`
    and `remedy` are in English; `code` and `values` are for whoever has own words.
    """

    severity: Severity
    code: Code
    step: str | None
    field: str
    message: str
    remedy: str
    values: dict[str, str]

    @classmethod
    def of(cls, problem: Problem) -> "LintProblem":
        return cls.model_validate(problem)


class PortView(Schema):
    """A way out of a step; one that `falls_to` another leads there while it has no edge."""

    name: str
    label: str
    falls_to: str | None
    optional: bool

    @classmethod
    def of(cls, port: Port) -> "PortView":
        return cls.model_validate(port)


class TriggerRow(Schema):
    """`summary` is what it waits for: its words, its event, its payload."""

    id: str
    kind: str
    summary: str

    @classmethod
    def of(cls, trigger: Trigger) -> "TriggerRow":
        return cls(id=trigger.id, kind=trigger.kind, summary=_summary(trigger))


def _summary(trigger: Trigger) -> str:
    said = trigger.model_dump(mode="json", exclude_defaults=True, exclude={"id", "kind", *_COMMON})
    return " ".join(", ".join(each) if isinstance(each, list) else str(each) for each in said.values())


_COMMON = {"leads_to", "priority", "conditions", "variable"}


class PassageView(Schema):
    """A step left by a port."""

    flow: str
    step: str
    port: str


class FlowRow(Schema):
    """A flow in the list. `sessions` are in it now, in whichever revision."""

    id: str
    name: dict[str, str]
    languages: list[str]
    archived: bool
    version: int
    author: str
    saved_at: datetime | None
    in_force: int | None
    changed: bool
    """The draft is not what is in force."""
    triggers: list[TriggerRow]
    steps: int
    sessions: int

    @classmethod
    def of(cls, draft: Draft, library: Library, name: Callable[[str], str], sessions: int) -> "FlowRow":
        flow, current = draft.flow, library.current(draft.flow.id)
        return cls(
            id=flow.id, name=name_of(flow), languages=list(flow.languages), archived=draft.archived,
            version=draft.version, author=name(draft.author), saved_at=draft.saved_at,
            in_force=current and current.number, changed=current is None or current.flow != flow,
            triggers=[TriggerRow.of(each) for each in flow.triggers], steps=len(flow.steps), sessions=sessions,
        )  # fmt: skip


class FlowView(Schema):
    """A draft, to be drawn on. `version` is the base of the next save."""

    flow: FlowDocument
    layout: Layout
    version: int
    author: str
    saved_at: datetime | None
    archived: bool
    based_on: int | None
    in_force: int | None
    changed: bool

    @classmethod
    def of(cls, draft: Draft, library: Library, name: Callable[[str], str]) -> "FlowView":
        current = library.current(draft.flow.id)
        return cls(
            flow=written(draft.flow), layout=draft.layout, version=draft.version, author=name(draft.author),
            saved_at=draft.saved_at, archived=draft.archived, based_on=draft.based_on,
            in_force=current and current.number, changed=current is None or current.flow != draft.flow,
        )  # fmt: skip


class NewFlow(Schema):
    """`template` is one of /flow-templates, of which this is to be a copy."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    name: Annotated[dict[str, str], Field(min_length=1)]
    languages: Annotated[list[str], Field(min_length=1)]
    template: str | None = None


class Base(Schema):
    """Refused as `stale` when somebody saved since this version."""

    base: Annotated[int, Field(ge=1)]


class FlowEdit(Base):
    flow: FlowDocument
    layout: Layout = {}


class Saved(Schema):
    version: int
    saved_at: datetime


class MergeForm(Schema):
    """What the editor began with, and what it is now; theirs is the draft as it is stored."""

    base: FlowDocument
    ours: FlowDocument


class ConflictView(Schema):
    """What both changed. In `flow` it is as ours; to take theirs, put it at the path `field`, null taking it away."""

    step: str | None
    field: str
    ours: JsonValue
    theirs: JsonValue


class MergeView(Schema):
    """`version` is the draft's, to be the base of the save that follows."""

    flow: FlowDocument
    version: int
    conflicts: list[ConflictView]


class Comment(Schema):
    comment: Annotated[str, Field(max_length=500)] = ""
    move_over: bool = False
    """Sessions in older revisions go on in the new one, where they can."""


class PublishForm(Comment):
    version: Annotated[int, Field(ge=1)]


class RollBackForm(Comment):
    number: Annotated[int, Field(ge=1)]


class PublishedView(Schema):
    """How many sessions were moved over, and how many go on in older revisions."""

    number: int
    moved: int
    stayed: int


class RevisionRow(Schema):
    number: int
    published_at: datetime
    author: str
    comment: str
    in_force: bool
    sessions: int


class RevisionView(Schema):
    flow: FlowDocument
    layout: Layout
    number: int
    published_at: datetime
    author: str
    comment: str

    @classmethod
    def of(cls, revision: Revision, name: Callable[[str], str]) -> "RevisionView":
        return cls(
            flow=written(revision.flow), layout=revision.layout, number=revision.number,
            published_at=revision.published_at, author=name(revision.author), comment=revision.comment,
        )  # fmt: skip


class ImportForm(Schema):
    """A file as it is exported. `overwrite`: also a draft that there is."""

    file: JsonSchema
    overwrite: bool = False


class CheckForm(Schema):
    flow: FlowDocument


class DegradationView(Schema):
    """What a channel shows otherwise than it is drawn: how much there was, and how much of it fits."""

    severity: Severity
    step: str
    field: str
    channel: str
    loss: str
    was: int
    limit: int
    what: str
    code: Code
    message: str
    remedy: str
    values: dict[str, str]


class CheckView(Schema):
    problems: list[LintProblem]
    ports: dict[str, list[PortView]]
    degradations: list[DegradationView]


def name_of(flow: Flow) -> dict[str, str]:
    return {language: str(text) for language, text in flow.name.root.items()}
