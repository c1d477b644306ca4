"""What people do in Telegram, and what they get to see: the hands and eyes of tests."""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.state import Bot, Dialog, Json, Person, Query

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

PATIENCE = 5.0
"""Seconds that a test waits for something to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A bot's message as the person sees it now. `at` is the Unix time at which it came."""

    id: int
    text: str
    buttons: list[list[str]]
    at: float
    raw: Json


@dataclass(slots=True)
class Press:
    """A press of a button; the button spins until it is answered."""

    _cloud: "TelegramCloud"
    query: Query

    async def answer(self, wait: float = PATIENCE) -> str:
        """The notice shown on the screen, maybe empty, once the bot has answered."""
        await self._cloud.until(lambda: self.query.answer is not None, wait, "The press was not answered")
        assert self.query.answer is not None
        return str(self.query.answer["text"])

    def grow_stale(self) -> None:
        """Let more than the time pass in which a press may be answered."""
        self.query.stale = True


class User:
    """One person in a private chat with one bot."""

    def __init__(self, cloud: "TelegramCloud", dialog: Dialog) -> None:
        self._cloud = cloud
        self._dialog = dialog

    @property
    def person(self) -> Person:
        return self._dialog.person

    @property
    def id(self) -> int:
        return self.person.id

    @property
    def bot(self) -> Bot:
        return self._dialog.bot

    # -- hands ---------------------------------------------------------------------------------------------------------

    async def says(self, text: str, *, reply_to: int | None = None, **fields: Any) -> int:
        """The message's id."""
        if re.match(r"/\w", text):
            length = len(text.split()[0])
            fields = {"entities": [{"offset": 0, "length": length, "type": "bot_command"}], **fields}
        if reply_to is not None:
            fields["reply_to_message"] = self._dialog.messages[reply_to]
        return await self.sends(text=text, **fields)

    async def starts(self, payload: str = "") -> int:
        """Press START, perhaps on a link that carries a payload."""
        self._dialog.started = True
        return await self.says(f"/start {payload}".rstrip())

    async def sends(self, **fields: Any) -> int:
        """Any message, its kind and content given as the Bot API shows them."""
        assert not self._dialog.blocked, "who blocks a bot has to unblock it before writing"
        self._dialog.started = True
        message = self._dialog.write(self._dialog.person.user(), fields, self._cloud.clock())
        self._notice("message", message)
        return int(message["message_id"])

    async def sends_photo(self, data: bytes = b"\xff\xd8\xff\xe0photo", *, caption: str = "", **fields: Any) -> int:
        small = self._cloud.files.add("photos", "small.jpg", data[:1], size=min(len(data), 900))
        large = self._cloud.files.add("photos", "large.jpg", data)
        sizes = [{**small.names(), "width": 90, "height": 60}, {**large.names(), "width": 1280, "height": 853}]
        return await self.sends(photo=sizes, **_caption(caption), **fields)

    async def sends_document(
        self,
        name: str,
        data: bytes = b"%PDF-1.7",
        *,
        mime: str = "application/pdf",
        size: int | None = None,
        caption: str = "",
        **fields: Any,
    ) -> int:
        file = self._cloud.files.add("documents", name, data, size)
        document = {**file.names(), "file_name": name, "mime_type": mime}
        return await self.sends(document=document, **_caption(caption), **fields)

    async def sends_album(self, *photos: bytes, caption: str = "") -> list[int]:
        """Several photos as one message: an update for each, which nothing but their group's id ties together."""
        group = {"media_group_id": str(secrets.randbits(53))}
        first = await self.sends_photo(photos[0], caption=caption, **group)
        return [first, *[await self.sends_photo(each, **group) for each in photos[1:]]]

    async def sends_pictures(self, *captions: str, order: Sequence[int] | None = None) -> list[int]:
        """Photos in one album, with these captions (an empty one is none): an update each, which may come in any
        `order`."""
        group, written = str(secrets.randbits(50)), list[Json]()
        for number, caption in enumerate(captions, 1):
            file = self._cloud.files.add("photos", f"photo{number}.jpg", b"\xff\xd8\xff\xe0%d" % number)
            photo = [{**file.names(), "width": 1280, "height": 853}]
            fields = {"photo": photo, "media_group_id": group, **_caption(caption)}
            written.append(self._dialog.write(self._dialog.person.user(), fields, self._cloud.clock()))
        for place in order or range(len(written)):
            self._notice("message", written[place])
        return [int(message["message_id"]) for message in written]

    async def reacts(self, message_id: int, *emoji: str) -> None:
        """Put these signs to a message, in the place of those that were there."""
        message = self._dialog.messages[message_id]
        old, new = message.get("reactions", []), [{"type": "emoji", "emoji": each} for each in emoji]
        self._dialog.messages[message_id] = {**message, "reactions": new}
        person = self._dialog.person
        content = {
            "chat": person.chat(), "message_id": message_id, "user": person.user(), "date": self._now(),
            "old_reaction": old, "new_reaction": new,
        }  # fmt: skip
        self.bot.notice("message_reaction", content, lane=f"chat {self.id}")

    async def sends_voice(self, data: bytes = b"OggS", seconds: int = 3) -> int:
        file = self._cloud.files.add("voice", "note.oga", data)
        return await self.sends(voice={**file.names(), "duration": seconds, "mime_type": "audio/ogg"})

    async def shares_location(self, latitude: float = 50.45, longitude: float = 30.523) -> int:
        return await self.sends(location={"latitude": latitude, "longitude": longitude})

    async def shares_contact(self, phone: str = "+380441234567", name: str | None = None) -> int:
        person = self._dialog.person
        card = {"phone_number": phone, "first_name": name or person.name}
        return await self.sends(contact=card if name else {**card, "user_id": person.id})

    async def edits(self, message_id: int, text: str) -> None:
        """Change the wording of one's own message."""
        old = self._dialog.messages[message_id]
        changed = {**old, "caption" if "caption" in old else "text": text, "edit_date": self._now()}
        self._dialog.messages[message_id] = changed
        self._notice("edited_message", changed)

    def forgets(self, message_id: int) -> None:
        """Delete a message of either side; bots are not told."""
        del self._dialog.messages[message_id]

    async def presses(self, button: str) -> Press:
        """Press the newest inline button with this label or callback data."""
        message, data = self._find(button)
        query = Query(id=str(secrets.randbits(62)))
        self.bot.queries[query.id] = query
        content = {
            "id": query.id, "from": self.person.user(), "message": message,
            "chat_instance": str(secrets.randbits(62)), "data": data,
        }  # fmt: skip
        self.bot.notice("callback_query", content, lane=f"presses of {self.id}")
        return Press(self._cloud, query)

    async def blocks(self) -> None:
        self._dialog.blocked = True
        self._membership("member", "kicked")

    async def unblocks(self) -> None:
        self._dialog.blocked = False
        self._membership("kicked", "member")

    def deactivates(self) -> None:
        """Delete the account; bots are not told."""
        self._dialog.deactivated = True

    def migrates(self, new_id: int) -> None:
        """Let the chat behave as a group that became a supergroup."""
        self._dialog.migrated_to = new_id

    # -- eyes ----------------------------------------------------------------------------------------------------------

    @property
    def inbox(self) -> list[Received]:
        """The bot's messages on the screen, oldest first."""
        return [self._received(m) for m in self._dialog.messages.values() if m["from"]["id"] == self.bot.id]

    async def hears(self, wanted: str | Callable[[Received], bool] | None = None, wait: float = PATIENCE) -> Received:
        """The oldest message, new or edited, that was not heard yet and contains the text or suits the predicate."""
        heard: list[Received] = []

        def find() -> bool:
            news = (self._dialog.messages[id] for id in sorted(self._dialog.news))
            unheard = (self._received(message) for message in news if self._hearable(message))
            heard.extend(message for message in unheard if _suits(message, wanted))
            return bool(heard)

        await self._cloud.until(find, wait, lambda: f"{wanted!r} was not heard; on the screen: {self._screen()}")
        self._dialog.news.discard(heard[0].id)
        return heard[0]

    async def sees_typing(self, wait: float = PATIENCE) -> None:
        """A sign of typing that was not seen yet."""
        await self._cloud.until(lambda: "typing" in self._dialog.actions, wait, "No typing was seen")
        self._dialog.actions.remove("typing")

    def _hearable(self, message: Json) -> bool:
        """Whether it is on the screen that this person looks at."""
        return True

    # -- inside --------------------------------------------------------------------------------------------------------

    def _notice(self, kind: str, message: Json) -> None:
        self.bot.notice(kind, message, lane=f"chat {self.id}")

    def _membership(self, before: str, after: str) -> None:
        person = self._dialog.person
        content = {
            "chat": person.chat(), "from": person.user(), "date": self._now(),
            "old_chat_member": _member(self.bot, before), "new_chat_member": _member(self.bot, after),
        }  # fmt: skip
        self.bot.notice("my_chat_member", content, lane=f"membership of {self.id}")

    def _find(self, button: str) -> tuple[Json, str]:
        for message in reversed(self._dialog.messages.values()):
            if not self._hearable(message):
                continue
            for row in message.get("reply_markup", {}).get("inline_keyboard", []):
                for one in row:
                    if "callback_data" in one and button in (one["text"], one["callback_data"]):
                        return message, one["callback_data"]
        raise AssertionError(f"There is no button {button!r}; on the screen: {self._screen()}")

    def _received(self, message: Json) -> Received:
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        return Received(
            id=message["message_id"],
            text=message.get("text") or message.get("caption") or "",
            buttons=[[button["text"] for button in row] for row in rows],
            at=self._dialog.arrived[message["message_id"]],
            raw=message,
        )

    def _screen(self) -> list[str]:
        return [f"{message.text} {message.buttons or ''}".strip() for message in self.inbox]

    def _now(self) -> int:
        return int(self._cloud.clock().timestamp())


def _suits(message: Received, wanted: str | Callable[[Received], bool] | None) -> bool:
    if wanted is None:
        return True
    return wanted in message.text if isinstance(wanted, str) else wanted(message)


def _caption(text: str) -> Json:
    return {"caption": text} if text else {}


def _member(bot: Bot, status: str) -> Json:
    return {"user": bot.user(), "status": status, **({"until_date": 0} if status == "kicked" else {})}
