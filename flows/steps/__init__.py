"""The kinds of steps: a file for each, and a line for each here."""

from typing import Annotated, get_args

from pydantic import Field

from flows.steps.answer import Answer
from flows.steps.base import StepBase
from flows.steps.close import Close
from flows.steps.condition import Condition
from flows.steps.handoff import Handoff
from flows.steps.http import Http
from flows.steps.message import Message
from flows.steps.note import Note
from flows.steps.process import Process
from flows.steps.question import Question
from flows.steps.rate import Rate
from flows.steps.request import Request
from flows.steps.set import Set
from flows.steps.split import Split
from flows.steps.subflow import Subflow
from flows.steps.tag import Tag
from flows.steps.wait import Wait

Step = Annotated[
    Message
    | Question
    | Set
    | Condition
    | Split
    | Wait
    | Answer
    | Handoff
    | Request
    | Close
    | Rate
    | Tag
    | Note
    | Subflow
    | Http
    | Process,
    Field(discriminator="kind"),
]

STEPS: dict[str, type[StepBase]] = {
    get_args(each.model_fields["kind"].annotation)[0]: each for each in get_args(get_args(Step)[0])
}
"""Every kind by its name, in the order of the palette."""
