"""The same flow on every channel: what a channel cannot show becomes what it can, and each loss is told as data.

Nothing is dropped silently. Too many buttons become a list or numbers in the text (a question understands a typed
number), long texts are cut where a sentence ends, and what a file cannot be is sent as its address.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from flows.cutting import shorten, split, width
from flows.effects import Button, Effect, Say
from flows.limits import Limits


class Loss(StrEnum):
    """What became of something that did not fit."""

    TEXT_SPLIT = "text_split"
    BUTTONS_TO_LIST = "buttons_to_list"
    BUTTONS_TO_NUMBERS = "buttons_to_numbers"
    LABEL_SHORTENED = "label_shortened"
    LINK_TO_TEXT = "link_to_text"
    MEDIA_TO_LINK = "media_to_link"
    CAPTION_APART = "caption_apart"


@dataclass(frozen=True, slots=True, kw_only=True)
class Degradation:
    """One loss: how much there was, how much the channel takes, and of what."""

    loss: Loss
    was: int
    limit: int
    what: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitted:
    """What can be sent, in order, and what was lost for it."""

    effects: tuple[Effect, ...]
    degradations: tuple[Degradation, ...] = ()


def fit(effect: Effect, limits: Limits) -> Fitted:
    """The effect as the channel can show it; only what is said can need that."""
    if not isinstance(effect, Say):
        return Fitted(effects=(effect,))
    losses: list[Degradation] = []
    say = _with_media(effect, limits, losses)
    say = _with_links(say, limits, losses)
    say = _with_buttons(say, limits, losses)
    return Fitted(effects=_pieces(say, limits, losses), degradations=tuple(losses))


def _with_media(say: Say, limits: Limits, losses: list[Degradation]) -> Say:
    links = [each for each in say.media if each.kind not in limits.media]
    if not links:
        return say
    losses += [Degradation(loss=Loss.MEDIA_TO_LINK, was=1, limit=0, what=each.kind) for each in links]
    text = "\n".join([say.text, *(each.url for each in links)]).strip("\n")
    return replace(say, text=text, media=tuple(each for each in say.media if each.kind in limits.media))


def _with_links(say: Say, limits: Limits, losses: list[Degradation]) -> Say:
    links = [each for each in say.buttons if each.url and not limits.link_buttons]
    if not links:
        return say
    losses += [Degradation(loss=Loss.LINK_TO_TEXT, was=1, limit=0, what=each.label) for each in links]
    text = "\n".join([say.text, *(f"{each.label}: {each.url}" for each in links)])
    return replace(say, text=text, buttons=tuple(each for each in say.buttons if each not in links))


def _with_buttons(say: Say, limits: Limits, losses: list[Degradation]) -> Say:
    count = len(say.buttons)
    if not count:
        return say
    if count <= limits.buttons and (kept := _labelled(say.buttons, limits.label, losses)):
        return replace(say, buttons=kept)
    listable = count <= limits.rows and not any(each.url for each in say.buttons)
    if listable and (kept := _labelled(say.buttons, limits.row_label, losses)):
        losses.append(Degradation(loss=Loss.BUTTONS_TO_LIST, was=count, limit=limits.buttons))
        return replace(say, buttons=kept, shape="list")
    losses.append(Degradation(loss=Loss.BUTTONS_TO_NUMBERS, was=count, limit=max(limits.buttons, limits.rows)))
    numbered = [
        f"{place}. {each.label}" + (f": {each.url}" if each.url else "") for place, each in enumerate(say.buttons, 1)
    ]
    return replace(say, text="\n".join([say.text, *numbered]), buttons=())


def _labelled(buttons: Sequence[Button], limit: int, losses: list[Degradation]) -> tuple[Button, ...]:
    """With labels that fit; none at all when that would make two of them look the same."""
    if all(width(each.label) <= limit for each in buttons):
        return tuple(buttons)
    fitting = tuple(replace(each, label=shorten(each.label, limit)) for each in buttons)
    if len({each.label for each in fitting}) < len({each.label for each in buttons}):
        return ()
    losses += [
        Degradation(loss=Loss.LABEL_SHORTENED, was=width(each.label), limit=limit, what=each.label)
        for each in buttons
        if width(each.label) > limit
    ]
    return fitting


def _pieces(say: Say, limits: Limits, losses: list[Degradation]) -> tuple[Say, ...]:
    """The media with the first piece or before it, the buttons and the question with the last."""
    room = limits.text_with_buttons if say.buttons else limits.text
    before: tuple[Say, ...] = ()
    if say.media and say.text and width(say.text) > limits.caption:
        losses.append(Degradation(loss=Loss.CAPTION_APART, was=width(say.text), limit=limits.caption))
        before, say = (replace(say, text="", buttons=(), expects=None),), replace(say, media=())
    if width(say.text) <= room:
        return (*before, say)
    losses.append(Degradation(loss=Loss.TEXT_SPLIT, was=width(say.text), limit=room))
    *first, last = split(say.text, room)
    told = tuple(Say(text=piece) for piece in first)
    return (*before, *told, replace(say, text=last))
