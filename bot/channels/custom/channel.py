"""The channel itself. Its callers are a partner's developers, who are owed more than a bare "refused"."""

import contextlib
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from bot.calling.answers import LARGEST
from bot.calling.guard import Resolve, resolve
from bot.calling.signing import HEADER, BadSignature, verify
from bot.channels.base import Accepted, Download, Refused, SendError, Unreachable
from bot.channels.custom import document, errors
from bot.channels.custom.client import Client
from bot.channels.custom.compose import compose
from bot.channels.custom.parse import CHANNEL, event_of, read
from bot.channels.custom.payload import HelplineCorrection, HelplineTyping, HelplineWithdrawal, Stored
from bot.channels.custom.settings import CustomSettings
from bot.channels.deep_links import DeepLinks
from bot.channels.file_links import NO_LINKS, FileLinks
from bot.events import FromCustomer, Pressed
from handoff.abilities import AS_LONG_AS_IT_IS_THERE, Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Clock

TYPING_WITHIN = timedelta(seconds=2)


class CustomChannel:
    """One partner. Fulfils `Channel`, `Corrects`, `Explains` and `Tested`."""

    abilities = Abilities(
        quotes=True, corrects_within=AS_LONG_AS_IT_IS_THERE, withdraws_within=AS_LONG_AS_IT_IS_THERE, formats=True
    )
    largest = LARGEST

    def __init__(
        self, settings: CustomSettings, clock: Clock, *, links: FileLinks = NO_LINKS, resolve: Resolve = resolve,
        deep_links: DeepLinks | None = None,
    ) -> None:  # fmt: skip
        self.name = CHANNEL if settings.account == "main" else f"{CHANNEL}-{settings.account}"
        self._settings, self._clock, self._links = settings, clock, links
        self._client = Client(settings, clock, resolve)
        self._deep_links = deep_links or DeepLinks(channel=self.name)

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
        return self._deep_links.seen([event_of(read(body), self._settings.account, received_at)])

    def stored(self, events: Sequence[FromCustomer]) -> Mapping[str, Any]:
        [event] = events
        return Stored(event=event.id, conversation=event.conversation_id).model_dump(mode="json")

    def document(self) -> Mapping[str, Any]:
        return document.document(self.name)

    async def fetch(self, attachment: Attachment) -> Download:
        return await self._client.fetch(attachment)

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        told = compose(address, self._links.sendable(message))
        try:
            return await self._client.post(told, message.id, self._settings.patience)
        except Unreachable as error:
            raise errors.after(error, message.delivery) from None

    async def correct(self, address: Address, ids: Sequence[str], before: Message, after: Message) -> None:
        told = HelplineCorrection(message=ids[-1], to=address.external_id, text=after.content.text)
        await self._client.post(told, f"{after.id}~{len(after.edits)}", self._settings.patience)

    async def withdraw(self, address: Address, ids: Sequence[str], message: Message) -> None:
        told = HelplineWithdrawal(message=ids[-1], to=address.external_id)
        await self._client.post(told, f"{message.id}~withdrawn", self._settings.patience)

    async def test(self) -> str:
        """A signed request to the partner's webhook, which has to answer it as any other."""
        await self._client.post(HelplineTyping(to="test"), uuid4().hex, TYPING_WITHIN)
        return self._settings.webhook_url

    async def typing(self, address: Address) -> None:
        with contextlib.suppress(SendError):
            await self._client.post(HelplineTyping(to=address.external_id), uuid4().hex, TYPING_WITHIN)

    async def pressed(self, event: Pressed) -> None:
        """The partner has our answer to its event already."""
