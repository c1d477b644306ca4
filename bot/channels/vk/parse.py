"""VK's events as ours. Chats of many, and what the community itself says there, are left out."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from bot.channels.base import Malformed
from bot.channels.vk.content import content_of, forwarded_from
from bot.channels.vk.keyboard import action_of, is_start
from bot.channels.vk.payload import (
    CHATS,
    ClientInfo,
    Event,
    Message,
    MessageNew,
    Permission,
    Press,
    Reaction,
    Read,
)
from bot.events import Edited, FromCustomer, Left, Pressed, Profile, Reacted, Receipt, Returned, Said, Started
from handoff.customer import Address
from handoff.ids import EventId

CHANNEL = "vk"
EVENTS = (
    "message_new", "message_edit", "message_allow", "message_deny", "message_event", "message_reaction_event",
    "message_read",
)  # fmt: skip
"""What we ask VK for."""
_REACTIONS = dict(enumerate("❤🔥😂👍💩❓😭😡👎👌😃🤔🙏😘😍🎉", 1))
_LANGUAGES = {0: "ru", 1: "uk", 2: "be", 3: "en", 4: "es", 5: "fi", 6: "de", 7: "it"}
S = TypeVar("S", bound=BaseModel)


def read(body: bytes) -> Event | None:
    """None: nothing that VK sends looks like that."""
    try:
        return Event.model_validate(orjson.loads(body))
    except (orjson.JSONDecodeError, ValidationError):
        return None


def events_of(event: Event, account: str, received_at: datetime) -> Sequence[FromCustomer]:
    """None for what we do not follow. Raises Malformed, without a word of the customer's in it."""
    return tuple(_Reading(event, account, received_at).events())


class _Reading:
    """One event of VK's on its way to ours; it knows what all of them have in common."""

    def __init__(self, event: Event, account: str, received_at: datetime) -> None:
        self._event, self._account, self._at = event, account, received_at

    def events(self) -> Iterator[FromCustomer]:
        match self._event.type:
            case "message_new":
                new = self._shaped(MessageNew)
                if _is_theirs(new.message):
                    yield from self._new(new.message, new.client_info)
            case "message_edit":
                message = self._shaped(Message)
                if _is_theirs(message):
                    yield Edited(
                        **self._common(message.from_id), provider_id=_id(message), text=content_of(message)[0].text
                    )
            case "message_allow":
                yield Returned(**self._common(self._shaped(Permission).user_id))
            case "message_deny":
                yield Left(**self._common(self._shaped(Permission).user_id))
            case "message_event":
                press = self._shaped(Press)
                if press.peer_id == press.user_id:
                    action = action_of(press.payload) or ""
                    yield Pressed(**self._common(press.user_id), action=action, callback_id=press.event_id)
            case "message_reaction_event":
                reaction = self._shaped(Reaction)
                if reaction.reacted_id == reaction.peer_id and 0 < reaction.peer_id < CHATS:
                    signs = () if reaction.reaction_id is None else (_sign(reaction.reaction_id),)
                    yield Reacted(
                        **self._common(reaction.peer_id), provider_id=str(reaction.cmid), reactions=signs
                    )  # fmt: skip
            case "message_read":
                seen = self._shaped(Read)
                if seen.from_id == seen.peer_id and 0 < seen.peer_id < CHATS:
                    seen_id = str(seen.conversation_message_id)
                    yield Receipt(**self._common(seen.peer_id), provider_id=seen_id, state="read")

    def _new(self, message: Message, client: ClientInfo) -> Iterator[FromCustomer]:
        # By its number in the chat, not by the event's id: Callback API and Long Poll may both be on.
        name = f"{message.peer_id}:{message.conversation_message_id}"
        common = {
            **self._common(message.from_id, name),
            "sent_at": datetime.fromtimestamp(message.date, UTC),
            "profile": Profile(language=_LANGUAGES.get(client.lang_id if client.lang_id is not None else -1)),
        }
        started = is_start(message.payload)
        if started or message.ref:
            id_ = EventId(f"{CHANNEL}:{self._account}:{name}:start")
            yield Started(**{**common, "id": id_}, payload=message.ref or "")
        if started:
            return
        if (action := action_of(message.payload)) is not None:
            yield Pressed(**common, action=action, label=message.text)
            return
        content, unsupported = content_of(message)
        yield Said(
            **common, content=content, provider_id=_id(message), reply_to=_answered(message),
            forwarded_from=forwarded_from(message), unsupported=unsupported,
        )  # fmt: skip

    def _shaped(self, shape: type[S]) -> S:
        try:
            return shape.model_validate(self._event.object)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"])) or "object"
            raise Malformed(
                f"The event {self._event.type[:40]!r} is not of a known shape: {place}: {first['type']}."
            ) from None

    def _common(self, user: int, name: str = "") -> Mapping[str, Any]:
        return {
            "id": EventId(f"{CHANNEL}:{self._account}:{name or self._name()}"),
            "address": Address(channel=CHANNEL, account=self._account, external_id=str(user)),
            "at": self._at,
            "sent_at": self._at,
        }

    def _name(self) -> str:
        """VK's own for the event; older versions of its API give none."""
        if self._event.event_id:
            return self._event.event_id[:100]
        body = orjson.dumps([self._event.type, self._event.object], option=orjson.OPT_SORT_KEYS)
        return hashlib.blake2b(body, digest_size=16).hexdigest()


def _is_theirs(message: Message) -> bool:
    return message.from_id == message.peer_id and 0 < message.from_id < CHATS


def _id(message: Message) -> str:
    return str(message.conversation_message_id)


def _sign(reaction: int) -> str:
    """VK's signs have numbers, and grow in number."""
    return _REACTIONS.get(reaction, f"#{reaction}")


def _answered(message: Message) -> str | None:
    answered = message.reply_message
    return str(answered.conversation_message_id) if answered and answered.conversation_message_id else None
