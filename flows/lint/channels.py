"""Channels: what each of the company's would show otherwise than it is drawn."""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from flows.degrade import Degradation, Loss, fit
from flows.effects import Say
from flows.limits import CHANNELS
from flows.lint.company import Company
from flows.lint.problem import Code, Problem, note, warning
from flows.model import Flow
from flows.words import StepId

_TOLD: Mapping[Loss, tuple[Code, str, str]] = {
    Loss.TEXT_SPLIT: (
        "text_split", "a text of {was} characters is split: {limit} fit", "Shorten it if it should stay whole."
    ),
    Loss.BUTTONS_TO_LIST: (
        "buttons_to_list", "{was} buttons become a list: {limit} fit", "Offer fewer, if they should be buttons."
    ),
    Loss.BUTTONS_TO_NUMBERS: (
        "buttons_to_numbers", "{was} buttons become a numbered text: {limit} fit", "Offer fewer."
    ),
    Loss.LABEL_SHORTENED: ("label_shortened", "the label “{what}” is cut to {limit} characters", "Shorten it."),
    Loss.LINK_TO_TEXT: (
        "link_to_text", "the button “{what}” becomes an address in the text", "Nothing, if that will do."
    ),
    Loss.MEDIA_TO_LINK: ("media_to_link", "a file ({what}) is sent as its address", "Use another kind of file."),
    Loss.CAPTION_APART: (
        "caption_apart", "a text of {was} characters comes after its file: {limit} fit", "Shorten it."
    ),
}  # fmt: skip


class Shown(NamedTuple):
    """One loss, where and on which channel, and how the linter says it."""

    field: str
    channel: str
    loss: Degradation
    problem: Problem


def problems(flow: Flow, company: Company) -> Iterator[Problem]:
    return (each.problem for each in losses(flow, company.channels))


def losses(flow: Flow, channels: Collection[str]) -> Iterator[Shown]:
    """What these channels show otherwise than it is drawn, in any of the flow's languages."""
    known = {channel: CHANNELS[channel] for channel in sorted(channels) if channel in CHANNELS}
    for id, step in flow.steps.items():
        for language in flow.languages:
            for field, say in step.shows(language, *flow.languages):
                for channel, limits in known.items():
                    for loss in fit(say, limits).degradations:
                        yield Shown(field, channel, loss, _problem(id, field, channel, loss, say, step.kind))


def _problem(step: StepId, field: str, channel: str, loss: Degradation, say: Say, kind: str) -> Problem:
    code, what, remedy = _TOLD[loss.loss]
    if loss.loss is Loss.BUTTONS_TO_NUMBERS and _unanswerable(say, kind):
        code, remedy = "numbers_unheard", "Use a question: nobody hears a number typed after a message."
    make = warning if loss.loss.startswith("buttons") else note
    return make(
        code, step, field, f"On {{channel}} {what}.", remedy,
        channel=channel, was=str(loss.was), limit=str(loss.limit), what=loss.what,
    )  # fmt: skip


def _unanswerable(say: Say, kind: str) -> bool:
    return kind == "message" and not all(each.url for each in say.buttons)
