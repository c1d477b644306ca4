"""What steps that ask the customer have in common: choices, and how one is recognised."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from flows.happenings import Pressed, Said
from flows.steps.base import Here
from flows.words import Localized, PortName


class Choice(BaseModel):
    """One of the answers offered."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=40, title="Id", description="What the variable holds when this is chosen.")
    label: Localized = Field(title="Label")

    @property
    def port(self) -> PortName:
        return PortName(f"choice:{self.id}")


def chosen(choices: Sequence[Choice], here: Here, heard: Said | Pressed) -> Choice | None:
    """By its button, its number in the list, or its words in any language."""
    if isinstance(heard, Pressed):
        return next((each for each in choices if each.id == heard.choice), None)
    written = heard.text.strip().rstrip(".)").casefold()
    for place, choice in enumerate(choices, 1):
        labels = {here.text(label).strip().casefold() for label in choice.label.root.values()}
        if written and written in labels | {choice.id.casefold()}:
            return choice
        if written == str(place) and not any(_is_called(each, written, here) for each in choices):
            return choice
    return None


def _is_called(choice: Choice, written: str, here: Here) -> bool:
    """A choice may be called by a number itself: then the number is that one, not a place in the list."""
    return written == choice.id or written in {here.text(label).strip() for label in choice.label.root.values()}
