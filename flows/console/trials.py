"""Try it: chat with a draft beside the canvas. The browser sends all that was put in each time; nothing is kept."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field, JsonValue, TypeAdapter, WithJsonSchema

from flows.console.errors import refusal, refusals_at
from flows.console.ports import Company, Doors
from flows.console.reading import flow_of
from flows.console.schemas import FlowDocument, PassageView, Schema
from flows.effects import Call, Effect, Say, StartProcess
from flows.happenings import CallFinished
from flows.limits import CHANNELS
from flows.ports import Caller
from flows.trying import Input, LookUp, Scene, Tried, play
from flows.trying.turns import Turn, WaitsAt

LONGEST = 500
MASKED = "••••••"
_EFFECT: TypeAdapter[Effect] = TypeAdapter(Effect)
EffectDocument = Annotated[
    dict[str, JsonValue],
    WithJsonSchema(
        {"type": "object", "properties": {"kind": {"type": "string"}}, "required": ["kind"],
         "additionalProperties": True}
    ),
]  # fmt: skip


class TrialCustomer(Schema):
    """Who is chatting."""

    attributes: dict[str, JsonValue] = Field(default={})


class TrialForm(Schema):
    """All that is put in, from the beginning. With `calls` real, a call that is open at the end is made."""

    flow: FlowDocument
    channel: str
    language: Annotated[str, Field(min_length=1, max_length=35)]
    start: AwareDatetime
    hours: Literal["company", "open", "closed"] = "company"
    customer: TrialCustomer = TrialCustomer()
    calls: Literal["stub", "real"] = "stub"
    inputs: list[Input] = Field(default=[], max_length=LONGEST)


class TrialButton(Schema):
    label: str
    flow: str
    step: str
    choice: str
    url: str | None


class TrialMedia(Schema):
    kind: str
    url: str
    name: str


class TrialMessage(Schema):
    """One message, as the channel shows it."""

    text: str
    media: list[TrialMedia]
    buttons: list[TrialButton]
    shape: Literal["buttons", "list"]


class TrialBegan(Schema):
    flow: str
    trigger: str


class TrialWait(Schema):
    flow: str
    step: str
    kind: Literal["answer", "time", "event", "call"]
    until: datetime | None
    call: str | None

    @classmethod
    def of(cls, at: WaitsAt) -> "TrialWait":
        return cls(
            flow=at.flow, step=at.step, kind=at.wait.kind, until=at.wait.until, call=getattr(at.wait, "call", None)
        )


class TrialAnswer(Schema):
    """What another system answered: to be put in as a `call`, so that it is not asked again."""

    call: str
    ok: bool
    status: int
    body: JsonValue
    error: str


class TrialCall(Schema):
    """What another system is asked; of a process `url` is its name. Secrets are masked."""

    id: str
    method: str
    url: str
    headers: dict[str, str]
    body: JsonValue
    answer: TrialAnswer | None = None

    @classmethod
    def of(cls, asked: Call | StartProcess, answers: Mapping[str, CallFinished]) -> "TrialCall":
        found = answers.get(asked.id)
        answer = TrialAnswer.model_validate(found) if found else None
        if isinstance(asked, StartProcess):
            data = dict(asked.data)
            return cls(id=asked.id, method="PROCESS", url=asked.process, headers={}, body=data, answer=answer)
        headers = {**asked.headers, **dict.fromkeys(asked.secret_headers, MASKED)}
        return cls(id=asked.id, method=asked.method, url=asked.url, headers=headers, body=asked.body, answer=answer)


class TrialTurn(Schema):
    """What came of one input; `effects` are all but messages. `problems` say why nothing did, or what broke."""

    input: Input
    began: TrialBegan | None
    shown: list[TrialMessage]
    effects: list[EffectDocument]
    passages: list[PassageView]
    variables: dict[str, JsonValue]
    waits_at: TrialWait | None
    over: bool
    calls: list[TrialCall]
    at: datetime
    problems: list[str]

    @classmethod
    def of(cls, turn: Turn, answers: Mapping[str, CallFinished]) -> "TrialTurn":
        return cls(
            input=turn.input, began=turn.began and TrialBegan(flow=turn.began.flow, trigger=turn.began.trigger),
            shown=[TrialMessage.model_validate(_shown(each)) for each in turn.shown],
            effects=[_EFFECT.dump_python(each, mode="json") for each in turn.effects],
            passages=[PassageView.model_validate(each) for each in turn.passages], variables=dict(turn.variables),
            waits_at=turn.waits_at and TrialWait.of(turn.waits_at), over=turn.over,
            calls=[TrialCall.of(each, answers) for each in turn.calls], at=turn.at, problems=turn.problems,
        )  # fmt: skip


class TrialView(Schema):
    """As it stands `now`, by the clock of the trial; people are there from `opens_at` on."""

    turns: list[TrialTurn]
    variables: dict[str, JsonValue]
    waits_at: TrialWait | None
    now: datetime
    opens_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialPorts:
    company: Company
    caller: Caller
    look_up: LookUp


def router(ports: TrialPorts, doors: Doors) -> APIRouter:
    api = APIRouter(
        tags=["flows"], responses=refusals_at(doors), route_class=doors.route, dependencies=[Depends(doors.reader)]
    )

    @api.post("/flow-try")
    async def try_flow(form: TrialForm) -> TrialView:
        """Nobody outside hears of it, but for the call that is open at the end where calls are real."""
        if form.channel not in CHANNELS:
            message = f"There is no channel “{form.channel}”: choose one of {', '.join(CHANNELS)}."
            raise refusal(422, "invalid", message, field="channel")
        flow, library = flow_of(form.flow), await ports.company.flows.library()
        scene = await _scene(form)
        tried = await asyncio.to_thread(play, flow, library, scene, form.inputs, ports.look_up)
        answers = {}
        if form.calls == "real" and tried.asks:
            answers[tried.asks.id] = await ports.caller.call(tried.asks)
        return _view(tried, scene, answers)

    async def _scene(form: TrialForm) -> Scene:
        around = await ports.company.around()
        known = {name: _value(each) for name, each in form.customer.attributes.items()}
        return Scene(
            channel=form.channel, language=form.language, start=form.start, hours=form.hours, zone=around.zone,
            opens_at=around.opens_at, customer={"language": form.language, **known},
        )  # fmt: skip

    return api


def _view(tried: Tried, scene: Scene, answers: Mapping[str, CallFinished]) -> TrialView:
    turns = [TrialTurn.of(each, answers) for each in tried.turns]
    last = turns[-1] if turns else None
    return TrialView(
        turns=turns, variables=last.variables if last else {}, waits_at=last and last.waits_at, now=tried.now,
        opens_at=scene.opening(tried.now),
    )  # fmt: skip


def _value(given: JsonValue) -> JsonValue:
    """What was typed as a number, or as true or false, is one: the page has texts only."""
    try:
        read = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        return given
    return read if isinstance(read, bool | int | float) else given


def _shown(say: Say) -> Mapping[str, Sequence[object] | str]:
    return {"text": say.text, "media": say.media, "buttons": say.buttons, "shape": say.shape}
