"""The shapes of Viber's callbacks, as far as we read them. What is not named here may be anything."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9+/]+=*$", max_length=128)]
Token = Annotated[int | str, Field(union_mode="left_to_right")]


class _Shape(BaseModel):
    model_config = ConfigDict(frozen=True)


class User(_Shape):
    id: UserId
    name: str | None = None
    language: str | None = None


class Contact(_Shape):
    name: str | None = None
    phone_number: str | None = None


class Location(_Shape):
    lat: Annotated[FiniteFloat, Field(ge=-90, le=90)]
    lon: Annotated[FiniteFloat, Field(ge=-180, le=180)]


class Message(_Shape):
    type: str
    text: str | None = None
    media: str | None = None
    file_name: str | None = None
    size: int | None = None
    contact: Contact | None = None
    location: Location | None = None


class Callback(_Shape):
    """Any event. `timestamp` is in milliseconds; a token is a whole number of 64 bits."""

    event: str
    timestamp: int
    message_token: Token | None = None
    user: User | None = None
    sender: User | None = None
    user_id: UserId | None = None
    message: Message | None = None
    chat_id: str | None = None
    """Of a group or a channel. We speak with one person at a time."""
    context: str | None = None
    """What the link that led here carries."""
    subscribed: bool = False
    desc: str | None = None
