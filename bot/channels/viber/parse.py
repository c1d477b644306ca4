"""A callback of Viber's, as an event. What nobody has said or done is acknowledged and ignored."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import orjson
from pydantic import ValidationError

from bot.channels.base import Malformed
from bot.channels.viber.attachments import attachment
from bot.channels.viber.keyboard import read_press
from bot.channels.viber.payload import Callback, Message, User
from bot.channels.viber.people import external_id
from bot.events import FromCustomer, Left, Pressed, Profile, Receipt, Returned, Said, Started
from handoff.customer import Address
from handoff.ids import EventId
from handoff.messages import Card, Content, Place

EVENTS = ("delivered", "seen", "failed", "subscribed", "unsubscribed", "conversation_started")
"""What we ask Viber for; messages come unasked."""

T = TypeVar("T")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(body: bytes) -> Callback:
    """Raises Malformed, without a word of the customer's in it."""
    try:
        return Callback.model_validate(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise Malformed("The body is not JSON.") from error
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Malformed(f"The callback is not of a known shape: {place or 'callback'}: {first['type']}.") from None


def events_of(callback: Callback, account: str, received_at: datetime) -> tuple[FromCustomer, ...]:
    """At most one event. Raises Malformed."""
    event = _Reading(callback, account, received_at).event()
    return (event,) if event else ()


def is_newcomer(callback: Callback) -> bool:
    """Whether somebody opened the chat to whom we may say one thing only, in the answer to this request."""
    return callback.event == "conversation_started" and not callback.subscribed


class _Reading:
    """One callback on its way to an event; it knows what all events have in common."""

    def __init__(self, callback: Callback, account: str, received_at: datetime) -> None:
        self._callback = callback
        self._account = account
        self._at = received_at

    def event(self) -> FromCustomer | None:
        callback = self._callback
        match callback.event:
            case "message" if not callback.chat_id:
                return self._said(_needed(callback.message, "message"), _needed(callback.sender, "sender"))
            case "conversation_started":
                started = self._common(_needed(callback.user, "user"))
                return Started(**started, payload=callback.context or "")
            case "subscribed":
                return Returned(**self._common(_needed(callback.user, "user")))
            case "unsubscribed":
                return Left(**self._common(self._whose()))
            case "delivered" if not callback.chat_id:
                return self._receipt(state="delivered")
            case "seen" if not callback.chat_id:
                return self._receipt(state="read")
            case "failed":
                return self._receipt(state="failed", reason=f"Viber could not show it: {callback.desc or 'no cause'}.")
            case _:
                return None

    def _said(self, message: Message, sender: User) -> FromCustomer:
        common = self._common(sender)
        if message.type == "text" and (press := read_press(message.text or "")):
            return Pressed(**common, action=press.action, label=press.label)
        content = _content(message, sender)
        unsupported = message.type if content == Content() else None
        return Said(**common, content=content, provider_id=self._token(), unsupported=unsupported)

    def _receipt(self, **fields: Any) -> Receipt:
        return Receipt(**self._common(self._whose()), provider_id=self._token(), **fields)

    def _whose(self) -> User:
        return User(id=_needed(self._callback.user_id, "user_id"))

    def _common(self, user: User) -> Mapping[str, Any]:
        # A receipt repeats the token of its message, and each of a person's devices sends one.
        who, callback = external_id(user.id), self._callback
        token = callback.timestamp if callback.message_token is None else callback.message_token
        return {
            "id": EventId(f"viber:{self._account}:{token}:{callback.event}:{who}"),
            "address": Address(channel="viber", account=self._account, external_id=who),
            "at": self._at,
            "sent_at": _time(callback.timestamp),
            "profile": _profile(user),
        }

    def _token(self) -> str:
        return str(_needed(self._callback.message_token, "message_token"))


def _needed(value: T | None, name: str) -> T:
    if value is None:
        raise Malformed(f"The callback is not of a known shape: {name}: missing.")
    return value


def _profile(user: User) -> Profile:
    language = user.language.split("-")[0].lower() if user.language else None
    return Profile(name=(user.name or "").strip() or None, language=language or None)


def _content(message: Message, sender: User) -> Content:
    """Empty when the kind is unknown to us, or holds nothing."""
    text = (message.text or "").strip()
    match message.type:
        case "picture" | "video" | "file" | "sticker" if message.media:
            return Content(text=text, attachments=(attachment(message.type, message),))
        case "contact" if message.contact and message.contact.phone_number:
            name = message.contact.name or sender.name or ""
            return Content(text=text, cards=(Card(name=name, phone=message.contact.phone_number),))
        case "location" if message.location:
            return Content(text=text, place=Place(latitude=message.location.lat, longitude=message.location.lon))
        case "url":
            return Content(text="\n".join(filter(None, (text, message.media))))
        case "text" | "picture" | "video" | "file":
            return Content(text=text)
        case _:
            return Content()


def _time(milliseconds: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError as error:
        raise Malformed("The callback is dated outside of time.") from error
