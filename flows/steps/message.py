"""Message: say something, in one of several wordings, with files and buttons."""

from collections.abc import Iterator
from typing import ClassVar, Literal

from pydantic import BaseModel, ConfigDict, Field

from flows.effects import Media, Say
from flows.steps.base import Gap, Go, Here, Outcome, StepBase, drawn
from flows.words import Localized, Template


class Attached(BaseModel):
    """A file of a message."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["photo", "video", "audio", "document"] = Field(title="Kind")
    url: Template = Field(title="Address", description="Where the messenger can fetch the file.")
    name: str = Field(default="", max_length=200, title="File name")


class MessageButton(BaseModel):
    """A button under a message: it opens an address, or starts a flow that has a trigger for it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=40, title="Id")
    label: Localized = Field(title="Label")
    url: Template | None = Field(default=None, title="Opens", description="An address; empty for a flow's trigger.")


class Message(StepBase):
    """Say something to the customer."""

    fresh: ClassVar = {"variants": [{}]}
    kind: Literal["message"]
    variants: tuple[Localized, ...] = Field(title="Texts", description="One of these is said, by chance.")
    media: tuple[Attached, ...] = Field(default=(), title="Files")
    buttons: tuple[MessageButton, ...] = Field(default=(), title="Buttons")

    def shows(self, *languages: str) -> Iterator[tuple[str, Say]]:
        media = tuple(Media(kind=each.kind, url=each.url, name=each.name) for each in self.media)
        buttons = tuple(drawn(each.id, each.label, languages, each.url) for each in self.buttons)
        for place, text in enumerate(self.variants):
            yield f"variants.{place}", Say(text=text.within(*languages), media=media, buttons=buttons)

    def gaps(self) -> Iterator[Gap]:
        if not self.media and not any(text.within().strip() for text in self.variants):
            yield Gap("variants", "The message says nothing.", "Write a text or add a file.")

    def run(self, here: Here) -> Outcome:
        chosen = int(here.chance(here.run, here.moves) * len(self.variants))
        return Go(
            effects=(
                Say(
                    text=here.text(self.variants[chosen]) if self.variants else "",
                    media=tuple(Media(kind=each.kind, url=here.text(each.url), name=each.name) for each in self.media),
                    buttons=tuple(
                        here.button(each.id, each.label, here.text(each.url) if each.url else None)
                        for each in self.buttons
                    ),
                ),
            )
        )
