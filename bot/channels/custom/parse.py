"""What a partner tells, as events of a conversation."""

from collections.abc import Mapping
from datetime import datetime
from mimetypes import guess_type
from typing import Any, assert_never
from urllib.parse import unquote, urlsplit

from pydantic import ValidationError

from bot.channels.base import Malformed
from bot.channels.custom.payload import (
    INCOMING,
    ButtonPressed,
    ChatStarted,
    CustomerLeft,
    CustomerMessage,
    CustomerReturned,
    GivenFile,
    Incoming,
    MessageEdited,
    MessageReceipt,
)
from bot.channels.file_names import safe_name
from bot.events import Edited, FromCustomer, Left, Pressed, Profile, Receipt, Returned, Said, Started
from handoff.customer import Address
from handoff.ids import EventId
from handoff.messages import Attachment, Content, FileKind, Place

CHANNEL = "custom"
_MOST_WRONG = 5
_KINDS = {"image": FileKind.PHOTO, "audio": FileKind.AUDIO, "video": FileKind.VIDEO}


def read(body: bytes) -> Incoming:
    """Raises Malformed, which says to the partner what is wrong and where, without repeating what came."""
    try:
        return INCOMING.validate_json(body)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)[:_MOST_WRONG]
        raise Malformed("; ".join(f"{_place(each['loc'])}: {each['msg']}" for each in wrong)) from None


def event_of(told: Incoming, account: str, received_at: datetime) -> FromCustomer:
    common = _common(told, account, received_at)
    match told:
        case CustomerMessage():
            return Said(**common, content=_content(told), provider_id=told.id, reply_to=told.reply_to)
        case ButtonPressed():
            return Pressed(**common, action=told.action, label=told.label)
        case ChatStarted():
            return Started(**common, payload=told.payload)
        case MessageEdited():
            return Edited(**common, provider_id=told.message, text=told.text)
        case CustomerLeft():
            return Left(**common)
        case CustomerReturned():
            return Returned(**common)
        case MessageReceipt():
            return Receipt(**common, provider_id=told.message, state=told.state, reason=told.reason)
        case _:
            assert_never(told)


def _common(told: Incoming, account: str, received_at: datetime) -> Mapping[str, Any]:
    person = told.customer
    address = Address(channel=CHANNEL, account=account, external_id=person.id)
    return {
        "id": EventId(f"{address.conversation_id}:{told.id}"),
        "address": address,
        "at": received_at,
        "sent_at": min(told.at or received_at, received_at),  # a clock that is ahead must not order the thread
        "profile": Profile(
            name=person.name, language=person.language, username=person.username, phone=person.phone
        ),
    }  # fmt: skip


def _content(told: CustomerMessage) -> Content:
    place = Place(latitude=told.place.latitude, longitude=told.place.longitude) if told.place else None
    return Content(text=told.text.strip(), attachments=tuple(map(_attachment, told.files)), place=place)


def _attachment(file: GivenFile) -> Attachment:
    url = str(file.url)
    name = safe_name(file.name or unquote(urlsplit(url).path), "file")
    mime = file.mime or guess_type(name)[0] or "application/octet-stream"
    kind = file.kind or _KINDS.get(mime.partition("/")[0], FileKind.DOCUMENT)
    return Attachment(kind=kind, name=name, mime=mime, size=file.size, provider_ref=url)


def _place(found: tuple[int | str, ...]) -> str:
    return ".".join(map(str, found)) or "body"
