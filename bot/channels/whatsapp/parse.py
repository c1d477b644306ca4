"""A webhook as events. It may hold messages of many people: each is read by itself, so that one that cannot be read
harms no other."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

import orjson
import structlog
from pydantic import BaseModel, ValidationError

from bot.channels.base import Malformed, Unread
from bot.channels.whatsapp.items import Number, message_events, status_events
from bot.channels.whatsapp.payload import Failure, Incoming, Person, Status
from bot.events import FromCustomer, Said

_UNSUPPORTED = "unsupported"
"""What WhatsApp itself calls what it does not hand on: there is nothing to be seen in it."""

Item = FromCustomer | Unread
Shape = TypeVar("Shape", bound=BaseModel)
log = structlog.get_logger(__name__)


def read(body: bytes, number: Number, received_at: datetime) -> Sequence[Item]:
    """In the order in which things happened, as far as whole seconds tell. Raises Malformed."""
    raw = _json(body)
    if not isinstance(raw, dict) or raw.get("object") != "whatsapp_business_account":
        raise Malformed("The body is not about a WhatsApp Business account.")
    found = [item for entry in _list(raw, "entry") for item in _entry(entry, number, received_at)]
    events = [item for item in found if not isinstance(item, Unread)]
    return [*sorted(events, key=lambda event: event.sent_at), *(item for item in found if isinstance(item, Unread))]


def _json(body: bytes) -> Any:
    """Half a character, as where a text was cut, is replaced: else it would take all its neighbours with it."""
    try:
        return orjson.loads(body)
    except orjson.JSONDecodeError as error:
        try:
            return orjson.loads(json.dumps(json.loads(body), ensure_ascii=False).encode(errors="replace"))
        except (ValueError, RecursionError):
            raise Malformed("The body is not JSON.") from error


def template_news(body: bytes) -> bool:
    """Whether it may tell that a template was approved, paused or changed."""
    return b'"message_template' in body


def _entry(entry: Any, number: Number, received_at: datetime) -> Iterator[Item]:
    if not isinstance(entry, dict):
        yield _unread(entry, "An entry holds no changes.")
        return
    for change in _list(entry, "changes"):
        value = change.get("value") if isinstance(change, dict) else None
        if not isinstance(value, dict):
            yield _unread(change, "A change holds no value.")
        elif change.get("field") == "messages":
            yield from _value(value, number, received_at)


def _value(value: Mapping[str, Any], number: Number, received_at: datetime) -> Iterator[Item]:
    metadata = value.get("metadata")
    ours = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
    if ours != number.phone_number_id:
        # One webhook serves all numbers of an app. What others are written is not ours to keep.
        log.warning("A message for a number that is not ours", action="other_number", number=ours)
        return
    people = [person for raw in _list(value, "contacts") if (person := _shape(Person, raw)[0])]
    messages = _list(value, "messages")
    alone = people[0] if len(messages) == len(people) == 1 else None
    for raw in messages:
        yield from _read(Incoming, raw, lambda message: message_events(message, people, alone, number, received_at))
    for raw in _list(value, "statuses"):
        yield from _read(Status, raw, lambda status: status_events(status, number, received_at))
    for error in _list(value, "errors"):
        failure, _ = _shape(Failure, error)
        log.error("WhatsApp reports trouble", action="reported", code=failure.code if failure else None)


def _read(shape: type[Shape], raw: Any, events: Callable[[Shape], Iterator[FromCustomer]]) -> Iterator[Item]:
    """The events of one item; an item of an unknown kind is shown to people as it came, too."""
    item, problem = _shape(shape, raw)
    try:
        found = list(events(item)) if item else []
    except Malformed as error:
        found, problem = [], str(error)
    yield from found
    strange = next((each.unsupported for each in found if isinstance(each, Said) and each.unsupported), None)
    if problem or strange not in (None, _UNSUPPORTED):
        yield _unread(raw, problem or f"We do not know this kind of message: {strange}.")


def _shape(shape: type[Shape], raw: Any) -> tuple[Shape | None, str | None]:
    """The item, or what is wrong with it, without a word of the customer's."""
    try:
        return shape.model_validate(raw), None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False, include_context=False)[0]
        place = ".".join(map(str, first["loc"]))
        return None, f"{shape.__name__} is not of a known shape: {place or 'all of it'}: {first['type']}."


def _list(holder: Mapping[str, Any], name: str) -> Sequence[Any]:
    """What is no list is the only thing in it, to be found unreadable in its turn."""
    found = holder.get(name)
    if found is None:
        return ()
    return found if isinstance(found, list) else [found]


def _unread(raw: Any, reason: str) -> Unread:
    try:
        return Unread(raw=orjson.dumps(raw).decode(), reason=reason)
    except orjson.JSONEncodeError as error:
        raise Malformed("The body is nested too deeply.") from error
