"""A message of ours as calls. What does not fit under WhatsApp's limits is degraded by `flows.degrade`, as flows are:
up to three buttons, else a list of ten, else numbers in the text."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import structlog

from bot.channels.base import Rejected
from bot.channels.whatsapp.uploads import is_shown
from bot.channels.whatsapp.wording import worded
from bot.texts import FALLBACK, LANGUAGES
from flows import effects
from flows.cutting import shorten
from flows.degrade import fit
from flows.limits import CHANNELS
from flows.words import FlowId, StepId
from handoff.ids import FileId
from handoff.messages import Attachment, Button, FileKind, Message
from nlu.language import detect

Call = Mapping[str, Any]
MEDIA = frozenset({"image", "video", "audio", "document", "sticker"})

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


def compose(message: Message, uploaded: Mapping[FileId, str] | None = None) -> list[Call]:
    """The calls that say it, in order; each has only its kind and content. `uploaded` is what WhatsApp calls files of
    ours; others need an address. Raises Rejected when there is nothing."""
    ids = uploaded or {}
    files = [(each, ids.get(each.file_id) if each.file_id else None) for each in message.content.attachments]
    sent = [(each, id_) for each, id_ in files if id_ or each.url]
    sources = {id_ or each.url or "": _source(each, id_) for each, id_ in sent}
    say = effects.Say(
        text=worded(message.content.text.strip()),
        media=tuple(_media(each, id_) for each, id_ in sent),
        buttons=tuple(map(_button, message.buttons)),
    )
    if not say.text and not say.media:
        raise Rejected("There is no text to send.")
    labels = {each.action: each.label for each in message.buttons}
    fitted = fit(say, _LIMITS)
    if fitted.degradations:
        lost = [each.loss.value for each in fitted.degradations]
        log.info("WhatsApp shows a message in another way", action="degraded", message=message.id, lost=lost)
    pieces = [each for each in fitted.effects if isinstance(each, effects.Say)]
    return [call for piece in pieces for call in _calls(piece, labels, sources)]


def _media(attachment: Attachment, id_: str | None) -> effects.Media:
    fits = attachment.file_id is None or is_shown(attachment)
    kind: Any = _MEDIA[attachment.kind] if fits else "document"
    return effects.Media(kind=kind, url=id_ or attachment.url or "", name=attachment.name)


def _source(attachment: Attachment, id_: str | None) -> Call:
    """Where WhatsApp has it from; a voice note is one only in Ogg."""
    voice = {"voice": True} if attachment.kind is FileKind.VOICE and attachment.mime == "audio/ogg" else {}
    return {"id": id_, **voice} if id_ else {"link": attachment.url, **voice}


def _button(button: Button) -> effects.Button:
    """Only its label and address count for the fitting; what it does goes along as the choice."""
    return effects.Button(label=button.label, flow=FlowId(""), step=StepId(""), choice=button.action, url=button.url)


def _calls(say: effects.Say, labels: Mapping[str, str], sources: Mapping[str, Call]) -> Iterator[Call]:
    """One medium to a message, the last of them with the text where it can be its caption."""
    captioned = bool(say.media) and not say.buttons and say.media[-1].kind != "audio"
    for medium in say.media:
        yield _medium(medium, say.text if captioned and medium is say.media[-1] else "", sources[medium.url])
    if captioned or not (say.text or say.buttons):
        return
    if not say.buttons:
        yield {"type": "text", "text": {"body": say.text, "preview_url": False}}
        return
    choose = _CHOOSE.get(detect(say.text, LANGUAGES, FALLBACK), _CHOOSE[FALLBACK])
    under = _list(say.buttons, labels, choose) if say.shape == "list" else _reply_buttons(say.buttons)
    yield {"type": "interactive", "interactive": {"body": {"text": say.text or choose}, **under}}


def _medium(medium: effects.Media, caption: str, source: Call) -> Call:
    kind = "image" if medium.kind == "photo" else medium.kind
    shown = {**source, "caption": caption, "filename": medium.name if kind == "document" else ""}
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
