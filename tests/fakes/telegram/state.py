"""What the cloud knows: people, bots, and the dialogs between them."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.fakes.telegram.errors import bad_request, forbidden
from tests.fakes.telegram.updates import UpdateQueue
from tests.fakes.telegram.webhook import Delivery

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    id: int
    name: str
    language_code: str | None = None
    username: str | None = None

    def user(self) -> Json:
        known = {"username": self.username, "language_code": self.language_code}
        return {"id": self.id, "is_bot": False, "first_name": self.name, **_only(known)}

    def chat(self) -> Json:
        return {"id": self.id, "first_name": self.name, "type": "private", **_only({"username": self.username})}


@dataclass(slots=True, kw_only=True)
class Query:
    """A press of a button, waiting for `answerCallbackQuery`."""

    id: str
    answer: Json | None = None
    stale: bool = False


@dataclass(slots=True, kw_only=True)
class Dialog:
    """One person's chat with one bot. `messages` are as the bot sees them, oldest first."""

    bot: "Bot"
    person: Person
    started: bool = False
    blocked: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: dict[int, Json] = field(default_factory=dict)
    arrived: dict[int, float] = field(default_factory=dict)
    """Unix times at which the bot's messages came in."""
    news: set[int] = field(default_factory=set)
    """The bot's messages, new or edited, that no test has heard yet."""
    actions: list[str] = field(default_factory=list)
    """Chat actions that no test has seen yet."""
    reactions: dict[int, list[str]] = field(default_factory=dict)
    """The bot's, by message."""
    keyboard: Json | None = None
    """The reply keyboard on the person's screen."""

    def check_writable(self) -> None:
        """Raise what the real server says to a bot that may not write here."""
        if self.migrated_to is not None:
            refusal = bad_request("group chat was upgraded to a supergroup chat")
            refusal.parameters["migrate_to_chat_id"] = self.migrated_to
            raise refusal
        if self.deactivated:
            raise forbidden("user is deactivated")
        if self.blocked:
            raise forbidden("bot was blocked by the user")
        if not self.started:
            raise forbidden("bot can't initiate conversation with a user")

    def check_thread(self, thread: int) -> None:
        """Raise what the real server says to a bot that names a topic which is not there."""
        if thread:
            raise bad_request("message thread not found")

    def write(self, author: Json, content: Json, at: datetime) -> Json:
        """A new message of either side, numbered as the bot's account numbers them."""
        message = {
            "message_id": self.bot.next_message_id(),
            "from": author,
            "chat": self.person.chat(),
            "date": int(at.timestamp()),
            **content,
        }
        self.messages[message["message_id"]] = message
        return message


@dataclass(slots=True, kw_only=True)
class Bot:
    token: str
    name: str
    username: str
    updates: UpdateQueue = field(default_factory=UpdateQueue)
    delivery: Delivery | None = None
    dialogs: dict[int, Dialog] = field(default_factory=dict)
    queries: dict[str, Query] = field(default_factory=dict)
    commands: list[Json] = field(default_factory=list)
    copies: list[int] = field(default_factory=list)
    """How often each of the next updates will be shown."""
    _last_message: int = 0

    @property
    def id(self) -> int:
        return int(self.token.split(":")[0])

    def user(self) -> Json:
        return {"id": self.id, "is_bot": True, "first_name": self.name, "username": self.username}

    def next_message_id(self) -> int:
        self._last_message += 1
        return self._last_message

    def dialog(self, chat_id: int) -> Dialog:
        if chat_id not in self.dialogs:
            raise bad_request("chat not found")
        return self.dialogs[chat_id]

    def notice(self, kind: str, content: Json, *, lane: str) -> int | None:
        """Queue an update; its id, or None when the bot did not ask for this kind."""
        copies = self.copies.pop(0) if self.copies else 1
        update = self.updates.put(kind, content, lane=lane, copies=copies)
        if update and self.delivery:
            self.delivery.offer(update)
        return update.id if update else None


Clock = Callable[[], datetime]


def _only(values: Json) -> Json:
    return {name: value for name, value in values.items() if value is not None}
