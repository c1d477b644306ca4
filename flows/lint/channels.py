"""Channels: what each of the company's would show otherwise than it is drawn."""

from collections.abc import Iterator, Mapping

from flows.degrade import Degradation, Loss, fit
from flows.effects import Say
from flows.limits import CHANNELS
from flows.lint.company import Company
from flows.lint.problem import Problem, note, warning
from flows.model import Flow

_TOLD: Mapping[Loss, tuple[str, str]] = {
    Loss.TEXT_SPLIT: ("a text of {was} characters is split: {limit} fit", "Shorten it if it should stay whole."),
    Loss.BUTTONS_TO_LIST: ("{was} buttons become a list: {limit} fit", "Offer fewer, if they should be buttons."),
    Loss.BUTTONS_TO_NUMBERS: ("{was} buttons become a numbered text: {limit} fit", "Offer fewer."),
    Loss.LABEL_SHORTENED: ("the label “{what}” is cut to {limit} characters", "Shorten it."),
    Loss.LINK_TO_TEXT: ("the button “{what}” becomes an address in the text", "Nothing, if that will do."),
    Loss.MEDIA_TO_LINK: ("a file ({what}) is sent as its address", "Use another kind of file."),
    Loss.CAPTION_APART: ("a text of {was} characters comes after its file: {limit} fit", "Shorten it."),
}


def problems(flow: Flow, company: Company) -> Iterator[Problem]:
    for id, step in flow.steps.items():
        for language in flow.languages:
            for field, say in step.shows(language, *flow.languages):
                for channel in sorted(company.channels & CHANNELS.keys()):
                    for loss in fit(say, CHANNELS[channel]).degradations:
                        what, remedy = _told(loss)
                        if loss.loss is Loss.BUTTONS_TO_NUMBERS and _unanswerable(say, step.kind):
                            remedy = "Use a question: nobody hears a number typed after a message."
                        make = warning if loss.loss.startswith("buttons") else note
                        yield make("channel", id, field, f"On {channel} {what}.", remedy)


def _told(loss: Degradation) -> tuple[str, str]:
    message, remedy = _TOLD[loss.loss]
    return message.format(was=loss.was, limit=loss.limit, what=loss.what), remedy


def _unanswerable(say: Say, kind: str) -> bool:
    return kind == "message" and not all(each.url for each in say.buttons)
