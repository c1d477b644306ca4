"""One item of a webhook, a message or a status, as events."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.channels.base import Malformed
from bot.channels.whatsapp.content import content
from bot.channels.whatsapp.errors import UNDELIVERABLE, refusal
from bot.channels.whatsapp.payload import Incoming, Person, Status, System
from bot.events import (
    Arrived,
    Edited,
    FromCustomer,
    Left,
    Moved,
    Pressed,
    Profile,
    Reacted,
    Receipt,
    Said,
    Started,
    Withdrawn,
)
from handoff.customer import Address
from handoff.ids import EventId, MessageId
from handoff.messages import Content

WINDOW = timedelta(hours=24)
"""How long after a customer's message we may answer in our own words."""

_MOVED = frozenset({"user_changed_number", "user_changed_user_id"})
_STATES: Mapping[str, Any] = {"delivered": "delivered", "read": "read", "played": "read", "failed": "failed"}
_NO_NEWS = frozenset({"sent", "deleted", "warning"})
"""`sent` says what the answer to our call has said already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """Our end of it."""

    account: str
    phone_number_id: str

    def address(self, user: str) -> Address:
        return Address(channel="whatsapp", account=self.account, external_id=user)

    def event(self, *names: str) -> EventId:
        return EventId(":".join(("whatsapp", self.account, *names)))


def message_events(
    message: Incoming, people: Sequence[Person], alone: Person | None, number: Number, received_at: datetime
) -> Iterator[FromCustomer]:
    if message.type == "system":
        if message.system and message.system.type in _MOVED:
            yield from _moved(message, message.system, number, received_at)
        return
    person = _writer(message, people, alone)
    user = message.from_user_id or person.user_id or person.wa_id or message.sender
    if user is None:
        raise Malformed("The message does not say who wrote it.")
    common: dict[str, Any] = {
        "id": number.event(message.id), "address": number.address(user), "at": received_at,
        "sent_at": message.timestamp, "profile": _profile(person, message.sender),
    }  # fmt: skip
    if message.type == "reaction" and message.reaction:
        of, sign = message.reaction.message_id, message.reaction.emoji
        yield Reacted(**common, provider_id=of, reactions=(sign,) if sign else ())
        # Somebody who reacts to a message has read it.
        yield Receipt(**{**common, "id": number.event(message.id, "read")}, provider_id=of, state="read")
        return
    if message.type == "edit" and message.edit:
        yield Edited(**common, provider_id=message.edit.original_message_id, text=message.edit.message.words)
        return
    if message.type == "revoke" and message.revoke:
        yield Withdrawn(**common, provider_id=message.revoke.original_message_id)
        return
    if message.type == "request_welcome":
        yield Started(**common)
        return
    common["reply_until"] = message.timestamp + WINDOW
    pressed = message.interactive.reply if message.type == "interactive" and message.interactive else None
    if pressed:
        yield Pressed(**common, action=pressed.id, label=pressed.title)
        return
    held, context = content(message), message.context
    if held and message.referral:
        held = replace(held, folded=message.referral.words)
    yield Said(
        **common, content=held or Content(), provider_id=message.id, reply_to=context.id,
        forwarded_from="" if context.forwarded or context.frequently_forwarded else None,
        unsupported=None if held else message.type,
    )  # fmt: skip


def _moved(message: Incoming, system: System, number: Number, received_at: datetime) -> Iterator[FromCustomer]:
    """Their old number will be somebody else's: nothing may be sent there any more."""
    before, now = system.previous_user_id or message.from_user_id or message.sender, system.user_id or system.wa_id
    if before is None:
        raise Malformed("The message does not say who has a new number.")
    common: dict[str, Any] = {"at": received_at, "sent_at": message.timestamp}
    old = number.address(before)
    if now is None or now == before:
        yield Left(**common, id=number.event(message.id), address=old)
        return
    new = number.address(now)
    yield Moved(**common, id=number.event(message.id), address=old, to=new)
    yield Arrived(
        **common, id=number.event(message.id, "arrived"), address=new, was=old,
        profile=_profile(Person(wa_id=system.wa_id), None),
    )  # fmt: skip


def status_events(status: Status, number: Number, received_at: datetime) -> Iterator[FromCustomer]:
    if status.status in _NO_NEWS:
        return
    state = _STATES.get(status.status)
    told, ours = status.ours
    user = told or status.recipient_user_id or status.recipient_id
    if state is None or user is None:
        raise Malformed(f"A status {status.status!r} that we do not know." if user else "A status of nobody.")
    common: dict[str, Any] = {"address": number.address(user), "at": received_at, "sent_at": status.timestamp}
    failure = status.errors[0] if state == "failed" and status.errors else None
    reason = refusal(failure).reason if failure else None
    yield Receipt(
        **common, id=number.event(status.id, status.status), provider_id=status.id, state=state, reason=reason,
        message_id=MessageId(f"{number.address(user).conversation_id}/{ours}") if ours else None,
    )  # fmt: skip
    if failure and failure.code == UNDELIVERABLE:
        yield Left(**common, id=number.event(status.id, "left"))


def _writer(message: Incoming, people: Sequence[Person], alone: Person | None) -> Person:
    """Whose message it is. `alone` is who came with the only message: it must be theirs, even if it does not say so."""
    for person in people:
        if message.from_user_id and message.from_user_id == person.user_id:
            return person
        if message.sender and message.sender == person.wa_id:
            return person
    named = message.from_user_id or message.sender
    return Person(wa_id=message.sender) if named or alone is None else alone


def _profile(person: Person, sender: str | None) -> Profile:
    phone = person.wa_id or sender
    number = f"+{phone}" if phone and phone.isdigit() else None
    return Profile(
        name=person.profile.name or number,
        username=person.profile.username,
        phone=number,
        phone_is_theirs=number is not None,
    )
