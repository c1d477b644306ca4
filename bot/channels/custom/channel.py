"""The channel itself: a route of its own, since a partner's developer is owed more than a bare "refused"."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from uuid import uuid4

from fastapi import APIRouter, HTTPException, Request

from bot.calling.answers import LARGEST
from bot.calling.guard import Resolve, resolve
from bot.calling.signing import HEADER, BadSignature, verify
from bot.channels.base import Accepted, Download, Intake, Malformed, Refused, SendError, Unreachable
from bot.channels.custom import document, errors
from bot.channels.custom.client import Client
from bot.channels.custom.compose import compose
from bot.channels.custom.parse import CHANNEL, event_of, read
from bot.channels.custom.payload import HelplineTyping, Stored
from bot.channels.custom.settings import CustomSettings
from bot.channels.file_links import NO_LINKS, FileLinks
from bot.events import FromCustomer, Pressed
from bot.metrics import REFUSED
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Clock

TYPING_WITHIN = timedelta(seconds=2)


class CustomChannel:
    """One partner. Fulfils `Channel` and `Routed`."""

    abilities = Abilities()

    def __init__(
        self, settings: CustomSettings, clock: Clock, *, links: FileLinks = NO_LINKS, resolve: Resolve = resolve
    ) -> None:
        self.name = CHANNEL if settings.account == "main" else f"{CHANNEL}-{settings.account}"
        self._settings, self._clock, self._links = settings, clock, links
        self._client = Client(settings, clock, resolve)

    async def open(self) -> None:
        """Nothing to do: the first call connects."""

    async def close(self) -> None:
        await self._client.close()

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer]:
        try:
            verify(self._settings.secret, body, headers.get(HEADER.lower(), ""), received_at)
        except BadSignature as error:
            raise Refused(str(error)) from error
        return [event_of(read(body), self._settings.account, received_at)]

    def router(self, intake: Intake) -> APIRouter:
        """In place of the gateway's own: what can't be read is answered, not kept, since its sender can mend it."""
        api = APIRouter(include_in_schema=False)  # it has a document of its own

        @api.post(f"/channels/{self.name}")
        async def told(request: Request) -> Stored:
            body = await _body(request)
            try:
                [event] = self.parse(dict(request.headers), body, self._clock())
            except Refused as error:
                REFUSED.labels(channel=self.name, why="signature").inc()
                raise HTTPException(401, str(error)) from error
            except Malformed as error:
                REFUSED.labels(channel=self.name, why="malformed").inc()
                raise HTTPException(422, str(error)) from error
            await intake([event])
            return Stored(event=event.id, conversation=event.conversation_id)

        @api.get(f"/channels/{self.name}/openapi.json")
        def openapi() -> dict[str, Any]:
            return _document()

        return api

    async def fetch(self, attachment: Attachment) -> Download:
        return await self._client.fetch(attachment)

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        told = compose(address, self._links.sendable(message))
        try:
            return await self._client.post(told, message.id, self._settings.patience)
        except Unreachable as error:
            raise errors.after(error, message.delivery) from None

    async def typing(self, address: Address) -> None:
        with contextlib.suppress(SendError):
            await self._client.post(HelplineTyping(to=address.external_id), uuid4().hex, TYPING_WITHIN)

    async def pressed(self, event: Pressed) -> None:
        """The partner has our answer to its event already."""


@cache
def _document() -> dict[str, Any]:
    return document.document()


async def _body(request: Request) -> bytes:
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise HTTPException(413, f"The body is over {LARGEST // 1024} kB.")
    return body
