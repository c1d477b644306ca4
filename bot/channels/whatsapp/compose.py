"""A message of ours as calls. What does not fit under WhatsApp's limits is degraded by `flows.degrade`, as flows are:
up to three buttons, else a list of ten, else numbers in the text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog

from bot.channels.base import Rejected
from bot.channels.whatsapp.media import LIMITS
from bot.texts import FALLBACK, LANGUAGES
from flows import effects
from flows.cutting import shorten
from flows.degrade import fit
from flows.limits import CHANNELS
from flows.words import FlowId, StepId
from handoff.messages import Attachment, Button, FileKind, Message
from nlu.language import detect

Call = Mapping[str, Any]

DESCRIPTION = 72
"""Characters under a row's title, where a label that was too long for the title is read whole."""
log = structlog.get_logger(__name__)

_LIMITS = CHANNELS["whatsapp"]
_CHOOSE = {"en": "Choose", "pl": "Wybierz", "ru": "Выбрать", "el": "Επιλογή"}
"""What opens a list. A channel is not told the customer's language; the text's own is what they read."""
_MEDIA: Mapping[FileKind, Any] = {
    FileKind.PHOTO: "photo", FileKind.STICKER: "photo", FileKind.VIDEO: "video", FileKind.AUDIO: "audio",
    FileKind.VOICE: "audio", FileKind.DOCUMENT: "document",
}  # fmt: skip


def compose(message: Message) -> list[Call]:
    """The calls that say it, in order; each has only its kind and content. Raises Rejected when there is nothing."""
    say = effects.Say(
        text=message.content.text.strip(),
        media=tuple(_media(each) for each in message.content.attachments if each.url),
        buttons=tuple(map(_button, message.buttons)),
    )
    if not say.text and not say.media:
        raise Rejected("There is no text to send.")
    labels = {each.action: each.label for each in message.buttons}
    fitted = fit(say, _LIMITS)
    if fitted.degradations:
        lost = [each.loss.value for each in fitted.degradations]
        log.info("WhatsApp shows a message in another way", action="degraded", message=message.id, lost=lost)
    return [call for piece in fitted.effects if isinstance(piece, effects.Say) for call in _calls(piece, labels)]


def _media(attachment: Attachment) -> effects.Media:
    fits = attachment.file_id is None or _is_shown(attachment)
    return effects.Media(
        kind=_MEDIA[attachment.kind] if fits else "document", url=attachment.url or "", name=attachment.name
    )


def _is_shown(ours: Attachment) -> bool:
    """Whether WhatsApp takes a file of our store as what it is; a document may be of any kind."""
    small = (ours.size or 0) <= LIMITS[ours.kind]
    return small and (ours.kind is not FileKind.PHOTO or ours.mime in ("image/jpeg", "image/png"))


def _button(button: Button) -> effects.Button:
    """Only its label and address count for the fitting; what it does goes along as the choice."""
    return effects.Button(label=button.label, flow=FlowId(""), step=StepId(""), choice=button.action, url=button.url)


def _calls(say: effects.Say, labels: Mapping[str, str]) -> Iterator[Call]:
    """One medium to a message, the last of them with the text where it can be its caption."""
    captioned = bool(say.media) and not say.buttons and say.media[-1].kind != "audio"
    for medium in say.media:
        yield _medium(medium, say.text if captioned and medium is say.media[-1] else "")
    if captioned or not (say.text or say.buttons):
        return
    if not say.buttons:
        yield {"type": "text", "text": {"body": say.text, "preview_url": False}}
        return
    choose = _CHOOSE.get(detect(say.text, LANGUAGES, FALLBACK), _CHOOSE[FALLBACK])
    under = _list(say.buttons, labels, choose) if say.shape == "list" else _reply_buttons(say.buttons)
    yield {"type": "interactive", "interactive": {"body": {"text": say.text or choose}, **under}}


def _medium(medium: effects.Media, caption: str) -> Call:
    kind = "image" if medium.kind == "photo" else medium.kind
    shown = {"link": medium.url, "caption": caption, "filename": medium.name if kind == "document" else ""}
    return {"type": kind, kind: {name: value for name, value in shown.items() if value}}


def _reply_buttons(buttons: Sequence[effects.Button]) -> Call:
    replies = [{"type": "reply", "reply": {"id": each.choice, "title": each.label}} for each in buttons]
    return {"type": "button", "action": {"buttons": replies}}


def _list(buttons: Sequence[effects.Button], labels: Mapping[str, str], choose: str) -> Call:
    rows = []
    for each in buttons:
        row = {"id": each.choice, "title": each.label}
        if (whole := labels[each.choice]) != each.label:
            row["description"] = shorten(whole, DESCRIPTION)
        rows.append(row)
    return {"type": "list", "action": {"button": choose, "sections": [{"rows": rows}]}}
