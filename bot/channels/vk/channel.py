"""The channel itself: parse, answer, send, over the API."""

import asyncio
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import structlog

from bot.channels.base import (
    Accepted,
    Download,
    Intake,
    Malformed,
    Refused,
    Rejected,
    SendError,
    Take,
    Trouble,
    channel_name,
    untroubled,
)
from bot.channels.deep_links import DeepLinks
from bot.channels.hearing import as_json, hear
from bot.channels.vk.client import Client
from bot.channels.vk.listening import Pause, poll, register, unregister
from bot.channels.vk.outgoing import Outgoing
from bot.channels.vk.parse import CHANNEL, events_of, read
from bot.channels.vk.people import People
from bot.channels.vk.settings import VkSettings
from bot.events import FromCustomer, Pressed, Said
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Clock, Files

_DAY = timedelta(hours=24)
_DONE = b"ok"
CONFIRMATION = "confirmation"
log = structlog.get_logger(__name__)


class VkChannel:
    """One community. Fulfils `Channel`, `Corrects`, `Invites`, `Listens`, `Reads`, `Rereads`, `Tested` and `Welcomes`.
    `pause` waits between tries; tests hand in one that does not."""

    abilities = Abilities(quotes=True, corrects_within=_DAY, withdraws_within=_DAY, formats=True)

    def __init__(
        self, settings: VkSettings, clock: Clock, *, files: Files, deep_links: DeepLinks | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:  # fmt: skip
        self.name = channel_name(CHANNEL, settings.account)
        self._settings, self._clock, self._pause = settings, clock, pause
        self._client = Client(settings)
        self._deep_links = deep_links or DeepLinks(channel=self.name)
        self._people = People(client=self._client)
        self._outgoing = Outgoing(client=self._client, files=files, clock=clock)

    async def open(self) -> None:
        """Nothing to do: the first call connects."""

    async def close(self) -> None:
        await self._client.close()

    async def test(self) -> str:
        told = await self._client.call("groups.getById", group_id=self._settings.group_id)
        try:
            return str(told["groups"][0]["name"])
        except (KeyError, TypeError, IndexError):
            raise Rejected("VK does not know this community.") from None

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        """VK signs nothing: its sign is a secret within the body, so that this is read before it is believed."""
        event = read(body)
        if event is None or event.group_id != self._settings.group_id:
            raise Refused("It is no event of our community.")
        if event.type == CONFIRMATION:
            return ()  # it comes before VK knows a secret, and says nothing
        secret = self._settings.secret.encode()
        if not secret or not hmac.compare_digest(event.secret.encode(errors="replace"), secret):
            raise Refused("The secret is missing or wrong.")
        return self._deep_links.seen(events_of(event, self._settings.account, received_at))

    def reread(self, body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        if (event := read(body)) is None:
            raise Malformed("It is no event of VK's.")
        return self._deep_links.seen(events_of(event, self._settings.account, received_at))

    async def receive(self, body: bytes, events: Sequence[FromCustomer], intake: Intake) -> bytes:
        """VK takes an event for received when it is answered `ok`; and our address for ours, when it is answered what
        only the community's staff can know."""
        if (event := read(body)) is not None and event.type == CONFIRMATION:
            return await self._confirmation()
        await self._people.learn(events, self._clock())
        await intake(self._people.named(events))
        return _DONE

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        if self._settings.callback_url:
            await register(self._client, self._settings, trouble, self._pause)
            return

        async def store(updates: Sequence[Any]) -> None:
            now = self._clock()
            came = [hear(raw := as_json(each), partial(self.reread, raw.encode(), now)) for each in updates]
            await self._people.learn([event for each in came for event in each.events], now)
            await take([replace(each, items=[*self._people.named(each.events), *each.unread]) for each in came])

        await poll(self._client, self._settings, store, trouble, self._pause)

    async def unregister(self) -> None:
        if self._settings.callback_url:
            await unregister(self._client, self._settings)

    async def fetch(self, attachment: Attachment) -> Download:
        return await self._client.fetch(attachment)

    async def _confirmation(self) -> bytes:
        """Asked for each time: VK makes another whenever somebody changes its servers."""
        try:
            told = await self._client.call(
                "groups.getCallbackConfirmationCode", group_id=self._settings.group_id
            )  # fmt: skip
            return str(told["code"]).encode()
        except (SendError, KeyError, TypeError) as error:
            log.error("VK does not tell what to confirm with", action="unconfirmed", error=str(error))
            return b""

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        return await self._outgoing.send(_peer(address), message)

    async def correct(self, address: Address, ids: Sequence[str], before: Message, after: Message) -> None:
        await self._outgoing.correct(_peer(address), ids, before, after)

    async def withdraw(self, address: Address, ids: Sequence[str], message: Message) -> None:
        await self._outgoing.withdraw(_peer(address), ids)

    async def invitation(self, payload: str) -> str:
        return f"https://vk.me/club{self._settings.group_id}?ref={payload}"

    async def typing(self, address: Address) -> None:
        await self._outgoing.courtesy("messages.setActivity", peer_id=_peer(address), type="typing")

    async def read(self, said: Said) -> None:
        peer = _peer(said.address)
        await self._outgoing.courtesy("messages.markAsRead", peer_id=peer, mark_conversation_as_read=1)
        await self.typing(said.address)

    async def pressed(self, event: Pressed) -> None:
        """A press that leaves no words in the chat spins until it is answered."""
        if event.callback_id is not None:
            user = _peer(event.address)
            await self._outgoing.courtesy(
                "messages.sendMessageEventAnswer", event_id=event.callback_id, user_id=user, peer_id=user
            )


def _peer(address: Address) -> int:
    return int(address.external_id)
