"""The shapes of VK's events, as far as we read them. What is not named here may be anything."""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

CHATS = 2_000_000_000
"""Peers from here on are chats of many."""
UserId = Annotated[int, Field(gt=0, lt=CHATS)]
Cmid = Annotated[int, Field(ge=0, lt=2**53)]
"""The number of a message in its chat, the same for both sides."""


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class Coordinates(_Shape):
    latitude: Annotated[FiniteFloat, Field(ge=-90, le=90)]
    longitude: Annotated[FiniteFloat, Field(ge=-180, le=180)]


class Geo(_Shape):
    coordinates: Coordinates


class Forwarded(_Shape):
    """A message within a message: forwarded, or answered to."""

    from_id: int = 0
    text: str = ""
    conversation_message_id: Cmid | None = None
    attachments: tuple[Any, ...] = ()
    fwd_messages: tuple["Forwarded", ...] = ()


class Message(_Shape):
    """Attachments stay as they came: one of an unknown shape must not cost the words."""

    date: Annotated[int, Field(ge=0, lt=2**33)]
    from_id: int
    peer_id: int
    conversation_message_id: Cmid
    text: str = ""
    payload: str | None = None
    ref: str | None = None
    attachments: tuple[Any, ...] = ()
    geo: Geo | None = None
    reply_message: Forwarded | None = None
    fwd_messages: tuple[Forwarded, ...] = ()


class ClientInfo(_Shape):
    lang_id: int | None = None


class MessageNew(_Shape):
    message: Message
    client_info: ClientInfo = ClientInfo()


class Permission(_Shape):
    """To write, given or taken back."""

    user_id: UserId


class Press(_Shape):
    """Of a button that leaves no words in the chat."""

    user_id: UserId
    peer_id: int
    event_id: str
    payload: Any = None
    conversation_message_id: Cmid | None = None


class Reaction(_Shape):
    """To any message of the chat; without a number it was taken back."""

    reacted_id: int
    peer_id: int
    cmid: Cmid
    reaction_id: int | None = None


class Read(_Shape):
    """All up to this message."""

    from_id: int
    peer_id: int
    conversation_message_id: Cmid


class Event(_Shape):
    """Of the Callback API, or of a poll, which has no secret."""

    type: str
    group_id: int
    event_id: str = ""
    secret: str = ""
    object: Any = None
