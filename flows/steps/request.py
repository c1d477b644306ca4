"""Request: create a request in the company's records, with what was collected."""

from typing import Literal

from pydantic import Field

from flows.effects import CreateRequest
from flows.steps.base import Go, Here, Outcome, StepBase
from flows.words import Expression, Template


class Request(StepBase):
    """Create a request."""

    kind: Literal["request"]
    type: str = Field(max_length=100, title="Type")
    about: Template = Field(title="Title of the request")
    fields: dict[str, Expression] = Field(default={}, title="Fields")

    def run(self, here: Here) -> Outcome:
        made = CreateRequest(id=here.call, type=self.type, title=here.text(self.about), fields=here.values(self.fields))
        return Go(effects=(made,))
