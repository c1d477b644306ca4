"""A flow as a file: JSON with the number of its format, written so that git shows what changed."""

import json
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.errors import BadFlowFile
from flows.model import Flow, Layout

FORMAT = 1


class FlowFile(BaseModel):
    """A flow of Helpline's, with the places of its boxes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = Field(title="Format")
    flow: Flow
    layout: Layout = {}


def load(content: str | bytes) -> FlowFile:
    """Raises BadFlowFile, which names every place."""
    try:
        return FlowFile.model_validate_json(content)
    except ValidationError as error:
        found = [(".".join(map(str, each["loc"])), each["msg"]) for each in error.errors(include_url=False)]
        raise BadFlowFile(tuple(found)) from error


def dump(flow: Flow, layout: Layout | None = None) -> str:
    """The same text for the same flow, ending in a line break; what is as it is by default is left out."""
    file = FlowFile(format=FORMAT, flow=flow, layout=dict(sorted((layout or {}).items())))
    return json.dumps(file.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False, indent=2) + "\n"
