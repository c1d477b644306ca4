"""The frames of the socket, in both directions. README.md says when each is sent."""

from collections.abc import Callable
from typing import Annotated, Any, Literal, Self

import orjson
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, TypeAdapter, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from bot.channels.base import Malformed
from handoff.files import MOST
from handoff.ids import FileId
from handoff.messages import Attachment, Message, Source

LONGEST_TEXT = 4_000
LONGEST_FRAME = 40_000
"""Characters: the longest text with each of its characters escaped, and room for the rest."""

_NOTHING_SAID = "nothing_said"
FrameId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
UploadedFile = Annotated[FileId, StringConstraints(pattern=r"^[0-9a-f]{40}$")]
Number = Annotated[int, Field(ge=0, lt=2**31)]
Reason = Literal["malformed", "text_length", "too_fast", "unavailable", "no_file"]


class _Frame(BaseModel):
    model_config = ConfigDict(frozen=True)


class Hello(_Frame):
    """The first frame of a socket; `after` is the last message that this window has."""

    type: Literal["hello"]
    visitor: str | None = None
    after: Number = 0
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}$")] | None = None
    page: Annotated[str, StringConstraints(max_length=2_000)] = ""


class Open(_Frame):
    """The visitor opened the chat for the first time."""

    type: Literal["open"]
    id: FrameId


class Say(_Frame):
    """Words, files that were uploaded before, or both."""

    type: Literal["say"]
    id: FrameId
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=LONGEST_TEXT)] = ""
    files: Annotated[tuple[UploadedFile, ...], Field(max_length=MOST)] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text and not self.files:
            raise PydanticCustomError(_NOTHING_SAID, "Nothing is said")
        return self


class Press(_Frame):
    type: Literal["press"]
    id: FrameId
    action: Annotated[str, StringConstraints(min_length=1, max_length=100)]
    label: Annotated[str, StringConstraints(max_length=200)] = ""


class Seen(_Frame):
    """Everything up to this number was before the visitor's eyes."""

    type: Literal["seen"]
    number: Number


class Ping(_Frame):
    type: Literal["ping"]


Doing = Open | Say | Press
"""Frames that become events of the conversation."""
ClientFrame = Hello | Doing | Seen | Ping
_CLIENT: TypeAdapter[ClientFrame] = TypeAdapter(Annotated[ClientFrame, Field(discriminator="type")])


class BadFrame(Malformed):
    """A frame that cannot be used; `id` is its own, where it has one, so that the widget can tell which it was."""

    def __init__(self, reason: Reason, frame_id: str | None = None) -> None:
        super().__init__(reason)
        self.reason: Reason = reason
        self.id = frame_id


def read(raw: str | bytes) -> ClientFrame:
    """Raises BadFrame, and nothing else, whatever comes."""
    if len(raw) > LONGEST_FRAME:
        raise BadFrame("malformed")
    try:
        return _CLIENT.validate_json(raw)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        about_text = any(each["loc"][-1:] == ("text",) or each["type"] == _NOTHING_SAID for each in wrong)
        raise BadFrame("text_length" if about_text else "malformed", _id_in(raw)) from None


def _id_in(raw: str | bytes) -> str | None:
    try:
        frame = orjson.loads(raw)
    except ValueError:
        return None
    found = frame.get("id") if isinstance(frame, dict) else None
    return found if isinstance(found, str) and len(found) <= 64 else None


def message(said: Message, page_of: Callable[[Source], str | None]) -> str:
    """A message; the visitor's own carry the id that their widget gave them."""
    return _text(type="message", **_fields(said, page_of))


def changed(said: Message, page_of: Callable[[Source], str | None]) -> str:
    """The same of one that the window has already, as it reads now."""
    return _text(type="changed", **_fields(said, page_of))


def _fields(said: Message, page_of: Callable[[Source], str | None]) -> dict[str, Any]:
    return {
        "number": said.number,
        "id": said.provider_id or said.id,
        "side": said.side,
        "author": said.author_name,
        "text": said.content.text,
        "buttons": [{"action": each.action, "label": each.label, "url": each.url} for each in said.buttons],
        "files": [_file(each) for each in said.content.attachments],
        "sources": [{"title": source.title, "page": page_of(source)} for source in said.sources],
        "at": said.sent_at or said.at,
        "quote": {"side": said.quote.side, "text": said.quote.text} if said.quote else None,
        "edited": bool(said.edits),
        "deleted": said.withdrawn_at is not None,
    }


def _file(file: Attachment) -> dict[str, Any]:
    """Without a `url` where files have no links; `width` and `height` where there is a preview."""
    return {
        "kind": file.kind, "name": file.name, "size": file.size, "url": file.url,
        "width": file.width, "height": file.height,
    }  # fmt: skip


def welcome(secret: str) -> str:
    return _text(type="welcome", visitor=secret)


def ack(frame_id: str) -> str:
    return _text(type="ack", id=frame_id)


def refused(frame_id: str | None, reason: Reason) -> str:
    return _text(type="refused", id=frame_id, reason=reason)


LIVE = '{"type":"live"}'
TYPING = '{"type":"typing"}'
PONG = '{"type":"pong"}'


def _text(**fields: Any) -> str:
    return orjson.dumps(fields, option=orjson.OPT_UTC_Z).decode()
