"""What people do in Viber, and what they get to see: the hands and eyes of tests."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.viber.checks import check_message

if TYPE_CHECKING:
    from tests.fakes.viber.cloud import Bot, ViberCloud

PATIENCE = 5.0
"""Seconds that a test waits for something to be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A bot's message; a welcome has no token that a bot could know."""

    token: int | None
    raw: dict[str, Any]

    @property
    def text(self) -> str:
        return str(self.raw.get("text", ""))

    @property
    def buttons(self) -> list[str]:
        return [button["Text"] for button in self._buttons]

    @property
    def _buttons(self) -> list[dict[str, Any]]:
        grid = self.raw.get("keyboard") or self.raw.get("rich_media") or {}
        return list(grid.get("Buttons", ()))

    def body_of(self, label: str) -> str:
        [body] = [button["ActionBody"] for button in self._buttons if button["Text"] == label]
        return str(body)


class User:
    """One person in a private chat with one bot. Each thing they do waits until the bot's webhook has taken it."""

    def __init__(self, cloud: "ViberCloud", bot: "Bot", id: str, name: str, api_version: int) -> None:
        self._cloud, self._bot = cloud, bot
        self.id, self.name, self.api_version = id, name, api_version
        self.subscribed = False
        self.inbox: list[Received] = []
        self.unanswered: list[datetime] = []
        """When the bot wrote since this person last did."""

    # -- hands ---------------------------------------------------------------------------------------------------------

    async def opens(self, context: str = "") -> None:
        """Open the chat, perhaps by a link, and see what the bot answers."""
        told = {"context": context} if context else {}
        answer = await self._cloud.call_back(
            self._bot, "conversation_started", message_token=self._cloud.token(), type="open", user=self._profile(),
            subscribed=self.subscribed, **told,
        )  # fmt: skip
        if answer:
            welcome = json.loads(answer)
            check_message(welcome, welcome=True)
            self.inbox.append(Received(token=None, raw=welcome))
            await self._cloud.tell()

    async def says(self, text: str) -> int:
        return await self.sends(type="text", text=text)

    async def presses(self, label: str) -> int:
        """A button of the latest message that has it."""
        received = next(each for each in reversed(self.inbox) if label in each.buttons)
        return await self.says(received.body_of(label))

    async def sends(self, **message: Any) -> int:
        """Any message. The first one subscribes. The message's token."""
        self.subscribed, self.unanswered, token = True, [], self._cloud.token()
        await self._cloud.call_back(
            self._bot, "message", message_token=token, sender=self._profile(), message=message, silent=False
        )
        return token

    async def sends_file(self, kind: str, name: str, data: bytes, *, status: int = 200, **fields: Any) -> int:
        return await self.sends(type=kind, media=self._cloud.link(name, data, status), size=len(data), **fields)

    async def leaves(self) -> None:
        self.subscribed = False
        await self._cloud.call_back(self._bot, "unsubscribed", message_token=self._cloud.token(), user_id=self.id)

    async def comes_back(self) -> None:
        self.subscribed = True
        await self._cloud.call_back(self._bot, "subscribed", message_token=self._cloud.token(), user=self._profile())

    async def device_gets(self, received: Received) -> None:
        """One of their devices has it; each says so."""
        await self._cloud.call_back(self._bot, "delivered", message_token=received.token, user_id=self.id)

    async def reads(self) -> None:
        """All there is. Viber tells of the latest only."""
        await self._cloud.call_back(self._bot, "seen", message_token=self.inbox[-1].token, user_id=self.id)

    async def cannot_show(self, received: Received, why: str) -> None:
        await self._cloud.call_back(self._bot, "failed", message_token=received.token, user_id=self.id, desc=why)

    # -- eyes ----------------------------------------------------------------------------------------------------------

    async def hears(self, number: int) -> Received:
        """Their `number`-th message, counted from 1."""
        await self._cloud.until(lambda: len(self.inbox) >= number)
        return self.inbox[number - 1]

    @property
    def texts(self) -> list[str]:
        return [received.text for received in self.inbox]

    def _profile(self) -> dict[str, Any]:
        named = {"name": self.name} if self._bot.with_name else {}
        return {"id": self.id, **named, "language": "en-GB", "country": "GB", "api_version": self.api_version}
