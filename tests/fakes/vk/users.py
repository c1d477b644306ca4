"""What people do in VK, and what they get to see: the hands and eyes of tests."""

import json
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.fakes.vk.cloud import VkCloud


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A message of the community's, by its number in the chat."""

    cmid: int
    at: datetime
    text: str = ""
    files: tuple[str, ...] = ()
    keyboard: dict[str, Any] = field(default_factory=dict)
    answers: int | None = None
    look: tuple[tuple[str, str], ...] = ()
    """Which words look how."""

    @property
    def buttons(self) -> list[str]:
        return [button["action"]["label"] for row in self.keyboard.get("buttons", ()) for button in row]

    def payload_of(self, label: str) -> str:
        actions = [button["action"] for row in self.keyboard["buttons"] for button in row]
        [payload] = [action["payload"] for action in actions if action["label"] == label]
        return str(payload)


class User:
    """One person in their chat with the community. Each thing they do waits until it is taken, where VK calls."""

    def __init__(self, cloud: "VkCloud", id: int, name: str) -> None:
        self._cloud = cloud
        self.id, self.name = id, name
        self.allows = False
        self.black_listed = False
        self.inbox: list[Received] = []
        self.signs: list[str] = []
        """`typing`, and `read`: what the community lets them see of itself."""
        self.spinning: set[str] = set()
        """Presses that are not answered yet."""
        self._cmid = 0

    # -- hands ---------------------------------------------------------------------------------------------------------

    async def says(self, text: str, **more: Any) -> int:
        return await self.sends(text=text, **more)

    async def sends(self, **message: Any) -> int:
        """Any message. Who writes lets the community answer. The message's number in the chat."""
        self.allows, cmid = True, self.next_cmid()
        await self._cloud.happens(
            "message_new",
            {"message": self._message(cmid, message), "client_info": {"keyboard": True, "lang_id": 3}},
        )
        return cmid

    async def starts(self, ref: str = "") -> int:
        return await self.says("Start", payload=json.dumps({"command": "start"}), **({"ref": ref} if ref else {}))

    async def presses(self, label: str) -> int:
        """A button of the latest message that has it."""
        received = next(each for each in reversed(self.inbox) if label in each.buttons)
        return await self.says(label, payload=received.payload_of(label))

    async def presses_silently(self, payload: Any) -> str:
        """A button that leaves no words in the chat."""
        id_ = f"{self.next_cmid():012x}"
        self.spinning.add(id_)
        pressed = {"user_id": self.id, "peer_id": self.id, "event_id": id_, "payload": payload}
        await self._cloud.happens("message_event", {**pressed, "conversation_message_id": 1})
        return id_

    async def edits(self, cmid: int, text: str) -> None:
        await self._cloud.happens("message_edit", self._message(cmid, {"text": text}))

    async def reacts(self, cmid: int, reaction: int | None) -> None:
        told = {"reacted_id": self.id, "peer_id": self.id, "cmid": cmid}
        await self._cloud.happens(
            "message_reaction_event", told | ({} if reaction is None else {"reaction_id": reaction})
        )

    async def reads(self) -> None:
        """All there is. VK tells of the latest only."""
        told = {"from_id": self.id, "peer_id": self.id, "read_message_id": 0}
        await self._cloud.happens("message_read", {**told, "conversation_message_id": self.inbox[-1].cmid})

    async def denies(self) -> None:
        self.allows = False
        await self._cloud.happens("message_deny", {"user_id": self.id})

    async def permits(self) -> None:
        self.allows = True
        await self._cloud.happens("message_allow", {"user_id": self.id, "key": ""})

    # -- eyes ----------------------------------------------------------------------------------------------------------

    @property
    def texts(self) -> list[str]:
        return [received.text for received in self.inbox]

    def next_cmid(self) -> int:
        self._cmid += 1
        return self._cmid

    def gets(self, received: Received) -> None:
        self.inbox.append(received)

    def sees_changed(self, cmid: int, **now: Any) -> None:
        self.inbox = [replace(each, **now) if each.cmid == cmid else each for each in self.inbox]

    def _message(self, cmid: int, message: dict[str, Any]) -> dict[str, Any]:
        return {
            "date": int(self._cloud.clock().timestamp()), "from_id": self.id, "id": 1000 + cmid, "version": 10002001,
            "out": 0, "fwd_messages": [], "important": False, "is_hidden": False, "attachments": [],
            "conversation_message_id": cmid, "text": "", "peer_id": self.id, "random_id": 0, **message,
        }  # fmt: skip
