"""The channel itself: parse, send, and the small signs of life, over the Graph API."""

import asyncio
import hashlib
import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from urllib.parse import quote

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
    Throttled,
    Trouble,
    Unknown,
    Unread,
    untroubled,
)
from bot.channels.file_links import NO_LINKS, FileLinks
from bot.channels.whatsapp.arrivals import Arrivals
from bot.channels.whatsapp.compose import MEDIA, Call
from bot.channels.whatsapp.errors import NumberThrottled
from bot.channels.whatsapp.graph import Graph, Json
from bot.channels.whatsapp.items import Number
from bot.channels.whatsapp.media import fetch
from bot.channels.whatsapp.parse import read, template_news
from bot.channels.whatsapp.saying import Saying
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.channels.whatsapp.templates import Templates
from bot.channels.whatsapp.uploads import Uploads
from bot.events import FromCustomer, Pressed, Receipt, Said
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.messages import Attachment, Message
from handoff.ports import Clock, Files
from handoff.ports import Templates as KeptTemplates
from storage.redis.client import Redis

SIGNED_BY = "x-hub-signature-256"
BETWEEN_PARTS = timedelta(seconds=5)
"""The longest we hold up a worker to finish a message of which the customer has the beginning."""

TEMPLATES_EVERY = timedelta(minutes=5)
"""Templates are paused and approved without us; within this time, or with the webhook's news, we notice."""

Pause = Callable[[float], Awaitable[object]]
log = structlog.get_logger(__name__)


class WhatsAppChannel:
    """One number. Implements `Channel`, `Reads`, `Listens`, `Verifies` and `Welcomes`. `pause` waits between tries."""

    abilities = Abilities(quotes=True, formats=True, templates=True)

    def __init__(
        self,
        settings: WhatsAppSettings,
        clock: Clock,
        *,
        templates: KeptTemplates,
        files: Files,
        redis: Redis,
        links: FileLinks = NO_LINKS,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self.name = "whatsapp" if settings.account == "main" else f"whatsapp-{settings.account}"
        self._settings, self._clock, self._pause = settings, clock, pause
        self._number = Number(account=settings.account, phone_number_id=settings.phone_number_id)
        self._graph = Graph(settings)
        self._templates = Templates(self._graph, settings.business_account_id, templates, settings.account, clock)
        uploads = Uploads(self._graph, settings.phone_number_id, files, redis)
        self._saying = Saying(self._templates, uploads, links)
        self._arrivals = Arrivals(redis, settings.account)
        self._rests_until: datetime | None = None
        self._background: set[asyncio.Task[None]] = set()

    async def open(self) -> None:
        """Nothing to do: connections are made when they are needed."""

    async def close(self) -> None:
        for task in self._background:
            task.cancel()
        await self._graph.close()

    # -- in ------------------------------------------------------------------------------------------------------------

    def parse(self, headers: Mapping[str, str], body: bytes, received_at: datetime) -> Sequence[FromCustomer | Unread]:
        # Over the bytes as they came: Meta escapes what is not ASCII, and JSON written anew would not match.
        secret, given = self._settings.app_secret.encode(), headers.get(SIGNED_BY, "").encode(errors="replace")
        signed = f"sha256={hmac.new(secret, body, hashlib.sha256).hexdigest()}".encode()
        if not secret or not hmac.compare_digest(given, signed):
            raise Refused("The signature is missing or wrong.")
        return read(body, self._number, received_at)

    async def receive(self, body: bytes, events: Sequence[FromCustomer], intake: Intake) -> bytes:
        """Meta is answered at once; news of templates only says that there is something new to read."""
        await intake(events)
        await self._arrivals.heard([each for each in events if isinstance(each, Receipt)])
        if template_news(body):
            task = asyncio.create_task(self.read_templates())
            self._background.add(task)
            task.add_done_callback(self._background.discard)
        return b""

    async def listen(self, take: Take, trouble: Trouble = untroubled) -> None:
        """Nothing to fetch but the templates: news of them may be lost."""
        while True:
            await self.read_templates()
            await asyncio.sleep(TEMPLATES_EVERY.total_seconds())

    def verify(self, query: Mapping[str, str]) -> str:
        """What Meta asks once, when somebody enters the webhook in its dashboard."""
        token = query.get("hub.verify_token", "").encode(errors="replace")
        known = hmac.compare_digest(token, self._settings.verify_token.encode())
        if query.get("hub.mode") != "subscribe" or not known:
            raise Refused("The verify token is wrong.")
        return query.get("hub.challenge", "")

    async def fetch(self, attachment: Attachment) -> Download:
        return await fetch(self._graph, attachment, self._settings.phone_number_id)

    # -- out -----------------------------------------------------------------------------------------------------------

    async def send(self, address: Address, message: Message) -> Accepted:
        """Part after part, each when the one before is answered for. Once the customer has one, trouble with the rest
        makes the whole `Unknown`: to try it all again would repeat what they have read."""
        tries = message.delivery.tries if message.delivery else 0
        accepted = ""
        for number, call in enumerate(await self._saying.calls(address, message)):
            await self._in_turn(address, call)
            try:
                accepted = await (self._patiently(address, call) if number else self._call(address, call, tries))
            except SendError as error:
                if not number or isinstance(error, Gone):
                    raise
                raise Unknown(f"The message was sent up to part {number} only. {error.reason}") from None
            if call["type"] in MEDIA:
                await self._arrivals.expect(address.external_id, accepted)
        return Accepted(provider_id=accepted)

    async def invitation(self, payload: str) -> str:
        """WhatsApp's links bring a text, which the customer sends."""
        number = self._settings.phone_number_id
        answer = await self._graph.get(number, fields="display_phone_number")
        digits = "".join(filter(str.isdigit, str(answer.get("display_phone_number") or "")))
        if not digits:
            raise Rejected("WhatsApp does not say what our number is.")
        return f"https://wa.me/{digits}?text={quote(payload)}"

    async def test(self) -> str:
        number = await self._graph.get(self._settings.phone_number_id, fields="display_phone_number,verified_name")
        known = (number.get("display_phone_number"), number.get("verified_name"))
        return ", ".join(str(each) for each in known if each) or "WhatsApp"

    async def typing(self, address: Address) -> None:
        """Not without a message that is read: see `read`."""

    async def read(self, said: Said) -> None:
        if said.provider_id is None:
            return
        read = {"messaging_product": "whatsapp", "status": "read", "message_id": said.provider_id}
        try:
            await self._post({**read, "typing_indicator": {"type": "text"}})
        except SendError as error:
            log.debug("A sign of life was lost", action="sign_lost", method="read", reason=error.reason)

    async def pressed(self, event: Pressed) -> None:
        """A press needs no answer."""

    async def _in_turn(self, address: Address, call: Call) -> None:
        """Words wait for the file before them; files need not wait for each other."""
        if call["type"] not in MEDIA:
            await self._arrivals.wait(address.external_id)

    async def read_templates(self) -> None:
        """Those that there are now, as far as WhatsApp can be asked."""
        try:
            await self._templates.synchronise()
        except SendError as error:
            log.warning("Templates cannot be read", action="templates_unread", channel=self.name, reason=error.reason)

    async def _patiently(self, address: Address, call: Call) -> str:
        try:
            return await self._call(address, call)
        except Throttled as error:
            if error.retry_after > BETWEEN_PARTS:
                raise
            await self._pause(error.retry_after.total_seconds())
            return await self._call(address, call)

    async def _call(self, address: Address, call: Call, tries: int = 0) -> str:
        """The id of the message that WhatsApp took."""
        if self._rests_until is not None and (left := self._rests_until - self._clock()) > timedelta():
            raise NumberThrottled("WhatsApp asks our number to write more slowly.", left)
        user = address.external_id
        whom = {"to": user} if user.isdigit() else {"recipient": user}
        common = {"messaging_product": "whatsapp", "recipient_type": "individual", **whom}
        try:
            answer = await self._post({**common, "biz_opaque_callback_data": user, **call}, tries)
        except NumberThrottled as error:
            self._rests_until = self._clock() + error.retry_after
            raise
        try:
            return str(answer["messages"][0]["id"])
        except (KeyError, IndexError, TypeError):
            raise Unknown("WhatsApp took the message and gave no id for it.") from None

    async def _post(self, body: Json, tries: int = 0) -> Json:
        return await self._graph.post(f"{self._settings.phone_number_id}/messages", body, tries=tries)
