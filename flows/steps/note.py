"""Note: leave a private note to colleagues."""

from typing import Literal

from pydantic import Field

from flows.effects import Note as NoteEffect
from flows.steps.base import Go, Here, Outcome, StepBase
from flows.words import Template


class Note(StepBase):
    """Write down something that only colleagues see."""

    kind: Literal["note"]
    text: Template = Field(title="Note")

    def run(self, here: Here) -> Outcome:
        return Go(effects=(NoteEffect(text=here.text(self.text)),))
