"""How customers write by each messenger: as its cloud would tell us, as light as can be.

Webhooks for most; a socket of the site's; a mailbox. Whoever writes waits each time until it is acknowledged.
"""

import base64
import hashlib
import hmac
import itertools
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import formatdate
from typing import Protocol

import aiohttp

from bot.calling.signing import HEADER, sign
from bot.channels.site.secret import address_of
from bot.channels.site.socket import EVENTS_A_MINUTE
from bot.channels.viber.people import external_id
from handoff.customer import Address
from tests.bench.cloud import SECRET
from tests.fakes.vk.cloud import GROUP

KEY = "a secret of at least thirty-two signs"
NUMBER = "106540352242922"
_numbers = itertools.count(1)
Request = tuple[Mapping[str, str], bytes]


class Way(Protocol):
    """One messenger's."""

    channel: str

    def addresses(self, customer: int, messages: int) -> Sequence[Address]:
        """Whom we hear, when this customer writes so many messages."""
        ...

    async def writes(self, client: aiohttp.ClientSession, base: str, customer: int, messages: int) -> list[float]:
        """One after another; the seconds until each was acknowledged."""
        ...


@dataclass(frozen=True, slots=True)
class ByWebhook:
    channel: str
    request: Callable[[int, str], Request]

    def addresses(self, customer: int, messages: int) -> Sequence[Address]:
        id_ = external_id(_viber_id(customer)) if self.channel == "viber" else str(customer)
        return [Address(channel=self.channel, account="main", external_id=id_)]

    async def writes(self, client: aiohttp.ClientSession, base: str, customer: int, messages: int) -> list[float]:
        return await posted(client, f"{base}/channels/{self.channel}", self.requests(customer, messages))

    def requests(self, customer: int, messages: int) -> Iterator[Request]:
        return (self.request(customer, f"message {number}") for number in range(messages))


async def posted(client: aiohttp.ClientSession, url: str, requests: Iterator[Request]) -> list[float]:
    taken = []
    for headers, body in requests:
        began = time.perf_counter()
        async with client.post(url, data=body, headers={"Content-Type": "application/json", **headers}) as answer:
            answer.raise_for_status()
        taken.append(time.perf_counter() - began)
    return taken


class OnSite:
    """A visitor may say only so much a minute, so a customer is several, one after another."""

    channel = "site"

    def addresses(self, customer: int, messages: int) -> Sequence[Address]:
        return [address_of(_visitor(customer, number), "main") for number in range(-(-messages // EVENTS_A_MINUTE))]

    async def writes(self, client: aiohttp.ClientSession, base: str, customer: int, messages: int) -> list[float]:
        taken = []
        for number, some in enumerate(_parts(messages, EVENTS_A_MINUTE)):
            async with client.ws_connect(f"{base}/channels/site/socket") as socket:
                await socket.send_json({"type": "hello", "visitor": _visitor(customer, number), "language": "en"})
                taken += [await _says(socket, f"message {each}") for each in range(some)]
        return taken


async def _says(socket: aiohttp.ClientWebSocketResponse, text: str) -> float:
    id_, began = str(uuid.uuid4()), time.perf_counter()
    await socket.send_json({"type": "say", "id": id_, "text": text})
    while True:
        frame = await socket.receive_json()
        if frame["type"] == "ack" and frame["id"] == id_:
            return time.perf_counter() - began
        assert frame["type"] != "refused", frame


def _visitor(customer: int, number: int) -> str:
    return f"{customer}-{number}".rjust(43, "x")


def _parts(count: int, most: int) -> list[int]:
    return [min(most, count - first) for first in range(0, count, most)]


def letter(customer: int, number: int) -> bytes:
    """A mail of this customer's."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Ada <customer{customer}@example.com>", "help@example.com"
    mail["Subject"], mail["Date"] = "Where is my parcel?", formatdate()
    mail["Message-ID"] = f"<{customer}.{number}@example.com>"
    mail.set_content(f"It should have come on Monday.\n\nThis is message {number}.\n")
    return mail.as_bytes()


def _telegram(customer: int, text: str) -> Request:
    person = {"id": customer, "is_bot": False, "first_name": "Ada", "language_code": "en"}
    message = {"message_id": next(_numbers), "from": person, "chat": {"id": customer, "type": "private"}}
    update = {"update_id": next(_numbers), "message": {**message, "date": int(time.time()), "text": text}}
    return {"X-Telegram-Bot-Api-Secret-Token": SECRET}, json.dumps(update).encode()


def _viber(customer: int, text: str) -> Request:
    sender = {"id": _viber_id(customer), "name": "Ada", "language": "en", "country": "PL", "api_version": 10}
    event = {"event": "message", "timestamp": int(time.time() * 1000), "message_token": next(_numbers) + 10**18}
    body = json.dumps({**event, "sender": sender, "message": {"type": "text", "text": text}, "silent": False}).encode()
    return {"X-Viber-Content-Signature": _hexed(body)}, body


def _viber_id(customer: int) -> str:
    return base64.b64encode(f"customer {customer:07}".encode()).decode()


def _whatsapp(customer: int, text: str) -> Request:
    message = {"from": str(customer), "id": f"wamid.{next(_numbers)}", "timestamp": str(int(time.time()))}
    value = {
        "messaging_product": "whatsapp", "metadata": {"display_phone_number": "1", "phone_number_id": NUMBER},
        "contacts": [{"profile": {"name": "Ada"}, "wa_id": str(customer)}],
        "messages": [{**message, "type": "text", "text": {"body": text}}],
    }  # fmt: skip
    entry = {"id": "1", "changes": [{"value": value, "field": "messages"}]}
    body = json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()
    return {"X-Hub-Signature-256": f"sha256={_hexed(body)}"}, body


def _vk(customer: int, text: str) -> Request:
    number = next(_numbers)
    message = {
        "date": int(time.time()), "from_id": customer, "peer_id": customer, "id": number, "out": 0, "version": 1,
        "conversation_message_id": number, "text": text, "random_id": 0, "fwd_messages": [], "attachments": [],
    }  # fmt: skip
    event = {"group_id": GROUP, "type": "message_new", "event_id": f"{number:040x}", "v": "5.199", "secret": SECRET}
    told = {"message": message, "client_info": {"keyboard": True, "lang_id": 3}}
    return {}, json.dumps({**event, "object": told}).encode()


def _custom(customer: int, text: str) -> Request:
    event = {"id": f"m-{next(_numbers)}", "type": "message", "customer": {"id": str(customer), "name": "Ada"}}
    body = json.dumps({**event, "text": text}).encode()
    return {HEADER: sign(KEY, body, datetime.now(UTC))}, body


def _hexed(body: bytes) -> str:
    return hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


TELEGRAM = ByWebhook("telegram", _telegram)
WAYS: Sequence[Way] = (
    TELEGRAM, ByWebhook("viber", _viber), ByWebhook("whatsapp", _whatsapp), ByWebhook("vk", _vk),
    ByWebhook("custom", _custom), OnSite(),
)  # fmt: skip
