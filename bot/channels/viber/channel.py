"""The channel itself: parse, welcome, send, over the REST API."""

import asyncio
import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import quote

import orjson
import structlog

from bot.channels.base import (
    Accepted,
    Download,
    Gone,
    Intake,
    Refused,
    Rejected,
    SendError,
    Take,
    Trouble,
    Unknown,
    untroubled,
)
from bot.channels.deep_links import DeepLinks
from bot.channels.file_links import NO_LINKS, FileLinks
from bot.channels.viber.client import Client
from bot.channels.viber.compose import NAME, Part, compose
from bot.channels.viber.doorway import Doorway
from bot.channels.viber.errors import NotSubscribed
from bot.channels.viber.listening import Pause, listen, unregister
from bot.channels.viber.parse import events_of, is_newcomer, read
from bot.channels.viber.people import user_id
from bot.channels.viber.settings import ViberSettings
from bot.channels.viber.unanswered import Unanswered
from bot.events import FromCustomer, Pressed, Said
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Clock
from storage.redis.client import Redis

SIGNED_BY = "x-viber-content-signature"
log = structlog.get_logger(__name__)
NOT_YET = "Viber lets us write to this customer only after they have written."


class ViberChannel:
    """One bot. Fulfils `Channel`, `Listens` and `Welcomes`. `pause` waits between tries; tests hand in one that
    does not."""

    abilities = Abilities()

    def __init__(
        self,
        settings: ViberSettings,
        clock: Clock,
        *,
        redis: Redis,
        links: FileLinks = NO_LINKS,
        deep_links: DeepLinks | None = None,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.name = "viber" if settings.account == "main" else f"viber-{settings.account}"
        self._settings, self._clock = settings, clock
        self._pause, self._links = pause, links
        self._client = Client(settings)
        self._deep_links = deep_links or DeepLinks(channel=self.name)
        self._doorway = Doorway(redis, settings.welcome_within)
        self._unanswered = Unanswered(redis, settings.account)
        self._sender = {"name": settings.name[:NAME]} | ({"avatar": settings.avatar} if settings.avatar else {})

    async def open(self) -> None:
        """Nothing to do: the first call connects."""

    async def close(self) -> None:
        await self._client.close()

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        signature = hmac.new(self._settings.token.encode(), body, hashlib.sha256).hexdigest()
        given = headers.get(SIGNED_BY, "").encode(errors="replace")
        if not hmac.compare_digest(given, signature.encode()):
            raise Refused("The signature is missing or wrong.")
        return self.reread(body, received_at)

    def reread(self, body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        return self._deep_links.seen(events_of(read(body), self._settings.account, received_at))

    async def receive(self, body: bytes, events: Sequence[FromCustomer], intake: Intake) -> bytes:
        if not events or not is_newcomer(read(body)):
            await intake(events)
            for event in events:
                if isinstance(event, Said | Pressed):
                    await self._unanswered.answered(event.address.external_id)
            return b""
        [started] = events
        await self._doorway.open(started.conversation_id, started.id)
        await intake(events)
        return (await self._doorway.answer(started.conversation_id, started.id) or "").encode()

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        await listen(self._client, self._settings.webhook_url, self._pause, trouble)

    async def fetch(self, attachment: Attachment) -> Download:
        return await self._client.fetch(attachment)

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        """Once the customer has a part, trouble with the rest makes the whole `Unknown`: to try it all again would
        repeat what they have read."""
        parts = compose(self._links.sendable(message))
        if not parts:
            raise Rejected("There is nothing to send.")
        await self._unanswered.check(address.external_id, len(parts), self._clock())
        accepted = Accepted(provider_id="")
        for number, part in enumerate(parts):
            try:
                accepted = await self._send_part(address, {**part, "sender": self._sender})
            except SendError as error:
                if not number or isinstance(error, Gone):
                    raise
                raise Unknown(f"The message was sent up to part {number} only. {error.reason}") from None
        return accepted

    async def _send_part(self, address: Address, part: Part) -> Accepted:
        try:
            sent: Mapping[str, Any] = await self._client.call(
                "send_message", {"receiver": user_id(address.external_id), **part}
            )
        except NotSubscribed:
            answered = await self._doorway.hand_through(address.conversation_id, orjson.dumps(part).decode())
            if answered:
                return Accepted(provider_id=answered)  # Viber gives a welcome no token that we could know
            if await self._doorway.is_new(address.conversation_id):
                raise Rejected(NOT_YET) from None
            raise
        token = str(sent.get("message_token", ""))
        await self._unanswered.sent(address.external_id, token, self._clock())
        # What it means is in the contract with Viber; here it can be looked up for a bill.
        log.info("Viber took a message", action="viber_sent", billing_status=sent.get("billing_status"), token=token)
        return Accepted(provider_id=token)

    async def invitation(self, payload: str) -> str:
        account = await self._client.call("get_account_info", {})
        if not (uri := account.get("uri")):
            raise Rejected("Viber does not say what this bot is called.")
        return f"viber://pa?chatURI={quote(str(uri))}&context={quote(payload)}"

    async def test(self) -> str:
        account = await self._client.call("get_account_info", {})
        return str(account.get("name") or account.get("uri") or "Viber")

    async def unregister(self) -> None:
        await unregister(self._client, self._settings.webhook_url)

    async def typing(self, address: Address) -> None:
        """Viber has no sign for it."""

    async def pressed(self, event: Pressed) -> None:
        """Viber's buttons do not wait for an answer."""
