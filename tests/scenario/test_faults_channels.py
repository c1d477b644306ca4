"""Killed in the middle of their work for Viber, WhatsApp, VK, e-mail and a custom messenger: [3] of the adapters' list.

A real gateway and a real worker, each a process of its own, before stand-ins that repeat what was not acknowledged and
answer slowly. Customers of all messengers write at once, Anna answers, and both processes die by SIGKILL, again and
again. HELPLINE_KILLS says how often.
"""

import asyncio
import itertools
import json
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from unittest.mock import patch
from urllib.parse import quote

import httpx
from aiohttp import web

from bot.calling.signing import HEADER, sign
from bot.worker import IN_HAND
from handoff.customer import Address
from handoff.ids import ConversationId, EventId
from handoff.messages import DeliveryState, Side
from handoff.session import Waiting, WithOperator
from storage.mongo.conversations import MongoConversations
from storage.processes import Server, free_port
from tests.backstage import Backstage
from tests.fakes.imap import PASSWORD as IMAP_PASSWORD
from tests.fakes.imap import USER as IMAP_USER
from tests.fakes.imap import ImapBox
from tests.fakes.mail import MailServer
from tests.fakes.viber import ViberCloud
from tests.fakes.viber import cloud as viber_cloud
from tests.fakes.vk import VkCloud
from tests.fakes.vk.cloud import GROUP
from tests.fakes.vk.cloud import TOKEN as VK_TOKEN
from tests.fakes.whatsapp import WhatsAppCloud
from tests.parts import ANNA, texts_of, until
from tests.roles import Role
from tests.vibering import TOKEN as VIBER_TOKEN
from tests.vibering import address as viber_address

KILLS = int(os.environ.get("HELPLINE_KILLS", "2"))
CUSTOMERS, QUICK = 3, 2
SLOW = 0.15
"""Seconds of each send, so that the dead leave some without an answer."""
SECRET = "a secret of at least thirty-two signs"


class Messenger(Protocol):
    """One stand-in, and its customers by number."""

    def environment(self, gateway: str) -> Mapping[str, str]: ...

    async def ready(self) -> bool: ...

    def address(self, customer: int) -> Address: ...

    async def says(self, customer: int, text: str) -> None:
        """Returns once it is acknowledged."""

    def shown(self, customer: int) -> Sequence[str]: ...


async def insisting(post: httpx.AsyncClient, url: str, body: bytes, headers: Mapping[str, str]) -> int:
    """As messengers do: until it is answered with 200."""
    async with asyncio.timeout(60):
        while True:
            try:
                answer = await post.post(url, content=body, headers=dict(headers))
            except httpx.TransportError:
                await asyncio.sleep(0.1)
                continue
            if answer.status_code == 200:
                return 200
            await asyncio.sleep(0.1)


class Viber:
    def __init__(self, cloud: ViberCloud) -> None:
        self._cloud = cloud
        self._bot = cloud.bot(VIBER_TOKEN)
        cloud.delay(SLOW, times=10_000)

    def environment(self, gateway: str) -> Mapping[str, str]:
        url = f"{gateway}/channels/viber"
        return {"VIBER_TOKEN": VIBER_TOKEN, "VIBER_API_BASE": self._cloud.base, "VIBER_NAME": "Shop",
                "VIBER_WEBHOOK_URL": url}  # fmt: skip

    async def ready(self) -> bool:
        return any(call.status == 0 for call in self._cloud.called("set_webhook"))

    def address(self, customer: int) -> Address:
        return viber_address(self._cloud.user(customer))

    async def says(self, customer: int, text: str) -> None:
        await self._cloud.user(customer).says(text)

    def shown(self, customer: int) -> Sequence[str]:
        return [each.text for each in self._cloud.user(customer).inbox]


class WhatsApp:
    def __init__(self, cloud: WhatsAppCloud, client: httpx.AsyncClient) -> None:
        self._cloud, self._client = cloud, client
        cloud.delay(SLOW, times=10_000)

    def environment(self, gateway: str) -> Mapping[str, str]:
        url = f"{gateway}/channels/whatsapp"
        self._cloud.posts(lambda body, headers: insisting(self._client, url, body, headers))
        cloud = self._cloud
        return {
            "WHATSAPP_TOKEN": cloud.token, "WHATSAPP_APP_SECRET": cloud.secret, "WHATSAPP_API_BASE": cloud.base,
            "WHATSAPP_VERIFY_TOKEN": cloud.verify, "WHATSAPP_PHONE_NUMBER_ID": cloud.number_id,
        }  # fmt: skip

    async def ready(self) -> bool:
        return True

    def address(self, customer: int) -> Address:
        return Address(channel="whatsapp", account="main", external_id=self._number(customer))

    async def says(self, customer: int, text: str) -> None:
        await self._cloud.person(self._number(customer)).says(text)

    def shown(self, customer: int) -> Sequence[str]:
        return [each.text for each in self._cloud.person(self._number(customer)).inbox]

    def _number(self, customer: int) -> str:
        return f"4860010020{customer}"


class Vk:
    def __init__(self, cloud: VkCloud) -> None:
        self._cloud = cloud

    def environment(self, gateway: str) -> Mapping[str, str]:
        url = f"{gateway}/channels/vk"
        return {"VK_TOKEN": VK_TOKEN, "VK_GROUP_ID": str(GROUP), "VK_API_BASE": self._cloud.base,
                "VK_CALLBACK_URL": url, "VK_SECRET": "a-secret-that-vk-says"}  # fmt: skip

    async def ready(self) -> bool:
        return any(each.status == "ok" and "message_new" in each.events for each in self._cloud.webhooks)

    def address(self, customer: int) -> Address:
        return Address(channel="vk", account="main", external_id=str(customer))

    async def says(self, customer: int, text: str) -> None:
        await self._cloud.user(customer).says(text)

    def shown(self, customer: int) -> Sequence[str]:
        return self._cloud.user(customer).texts


class Custom:
    """A partner that shows what it is told, once for each id, as the interface asks."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client, self._ids, self._gateway = client, itertools.count(1), ""
        self._shown: dict[str, dict[str, str]] = {}

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[None]:
        app = web.Application()
        app.router.add_post("/hook", self._told)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        host, port = runner.addresses[0][:2]
        self._hook = f"http://{host}:{port}/hook"
        try:
            yield
        finally:
            await runner.cleanup()

    async def _told(self, request: web.Request) -> web.Response:
        told = json.loads(await request.read())
        if told["type"] == "message":
            self._shown.setdefault(told["to"], {})[told["id"]] = told["text"]
            await asyncio.sleep(SLOW)
        return web.json_response({})

    def environment(self, gateway: str) -> Mapping[str, str]:
        self._gateway = f"{gateway}/channels/custom"
        return {"CUSTOM_WEBHOOK_URL": self._hook, "CUSTOM_SECRET": SECRET}

    async def ready(self) -> bool:
        return True

    def address(self, customer: int) -> Address:
        return Address(channel="custom", account="main", external_id=str(customer))

    async def says(self, customer: int, text: str) -> None:
        event = {"id": f"m-{next(self._ids)}", "type": "message", "customer": {"id": str(customer)}, "text": text}
        body = json.dumps(event).encode()
        headers = {HEADER: sign(SECRET, body, datetime.now(UTC)), "Content-Type": "application/json"}
        await insisting(self._client, self._gateway, body, headers)

    def shown(self, customer: int) -> Sequence[str]:
        return list(self._shown.get(str(customer), {}).values())


class Mail:
    """A mailbox and a mail server: what is in the first is acknowledged."""

    def __init__(self, box: ImapBox, server: MailServer) -> None:
        self._box, self._server, self._numbers = box, server, itertools.count(1)
        server.slow = SLOW

    def environment(self, gateway: str) -> Mapping[str, str]:
        imap = f"imap://{IMAP_USER}:{quote(IMAP_PASSWORD, safe='')}@127.0.0.1:{self._box.port}?starttls=false"
        return {"EMAIL_IMAP_URL": imap, "MAIL_FROM": f"Shop <{IMAP_USER}>",
                "SMTP_URL": f"smtp://127.0.0.1:{self._server.port}"}  # fmt: skip

    async def ready(self) -> bool:
        return True

    def address(self, customer: int) -> Address:
        return Address(channel="email", account="main", external_id=f"ada{customer}@example.org")

    async def says(self, customer: int, text: str) -> None:
        mail = EmailMessage()
        mail["From"], mail["To"] = self.address(customer).external_id, IMAP_USER
        mail["Message-ID"] = f"<{next(self._numbers)}@example.org>"
        mail.set_content(text)
        await self._box.deliver(mail.as_bytes())

    def shown(self, customer: int) -> Sequence[str]:
        to = self.address(customer).external_id
        return [str(each.get_content()).strip() for each in self._server.letters if each["To"] == to]


@asynccontextmanager
async def messengers() -> AsyncIterator[Mapping[str, Messenger]]:
    async with AsyncExitStack() as stack:
        stack.enter_context(patch.object(viber_cloud, "TRIES", 3000))
        client = await stack.enter_async_context(httpx.AsyncClient(trust_env=False, timeout=30))
        custom = Custom(client)
        await stack.enter_async_context(custom.serving())
        box, server = ImapBox(), MailServer()
        await box.start()
        stack.callback(box.stop)
        await stack.enter_async_context(server.open())
        yield {
            "viber": Viber(await stack.enter_async_context(ViberCloud())),
            "whatsapp": WhatsApp(await stack.enter_async_context(WhatsAppCloud()), client),
            "vk": Vk(await stack.enter_async_context(VkCloud())),
            "email": Mail(box, server),
            "custom": custom,
        }


async def dies(role: Role, after: float) -> None:
    await asyncio.sleep(after)
    await role.dies()
    await role.start()


async def writes(messenger: Messenger, customer: int, wave: int) -> None:
    for quick in range(QUICK):
        await messenger.says(customer, f"message {wave}.{quick}")


async def answers(backstage: Backstage, conversation_id: ConversationId, wave: int) -> None:
    conversations = MongoConversations(backstage.db)

    async def waiting() -> bool:
        found = await conversations.load(conversation_id)
        return found is not None and isinstance(found.session, Waiting | WithOperator)

    await until(waiting, within=45)
    await backstage.desk.accept(conversation_id, ANNA)
    await backstage.desk.reply(conversation_id, ANNA, f"answer {wave}", EventId(f"console:{conversation_id}:{wave}"))


async def test_what_messengers_delivered_and_were_told_outlives_the_processes(
    backstage: Backstage, mongo_server: Server, redis_server: Server, tmp_path: Path
) -> None:
    """No acknowledged message is lost or doubled; what was answered is shown once, or known to be doubtful."""
    chance, backstage.clock.now = random.Random(20261122), datetime.now(UTC)
    port = free_port()
    async with messengers() as channels:
        environment = {
            "MONGO_URL": mongo_server.url, "MONGO_DATABASE": backstage.db.name, "REDIS_URL": redis_server.url,
            "RASA_URL": "http://127.0.0.1:9", "OMP_NUM_THREADS": "1", "HELPLINE_LOG_FORMAT": "json",
        }  # fmt: skip
        for each in channels.values():
            environment |= each.environment(f"http://127.0.0.1:{port}")
        gateway, worker = Role("gateway", environment, tmp_path, port), Role("worker", environment, tmp_path)
        beside = [asyncio.create_task(each) for each in (backstage.scheduler().run(), _goes(backstage))]
        everybody = [(messenger, customer) for messenger in channels.values() for customer in range(1, CUSTOMERS + 1)]
        try:
            await asyncio.gather(gateway.start(), worker.start())
            for each in channels.values():
                await until(each.ready, within=60)
            for wave in range(KILLS):
                work: list[Awaitable[None]] = [dies(role, chance.uniform(0, 1)) for role in (gateway, worker)]
                work += [writes(messenger, customer, wave) for messenger, customer in everybody]
                work += [answers(backstage, m.address(customer).conversation_id, wave) for m, customer in everybody]
                await asyncio.gather(*work)
            await until(lambda: settled(backstage, len(everybody)), within=60)
            fates = {name: await check(backstage, channels[name]) for name in channels}
        finally:
            for each in beside:
                each.cancel()
            await asyncio.gather(gateway.ends(), worker.ends())
    for name, found in fates.items():
        assert found[DeliveryState.UNKNOWN] <= KILLS * IN_HAND, f"{name}: no more than the dead had in hand"
        assert found[DeliveryState.FAILED] == 0, name
    assert await backstage.dead_letters.recent(10) == []


async def settled(backstage: Backstage, conversations: int) -> bool:
    found = [row async for row in backstage.db.conversations.find({}, {"journal.id": 1})]
    heard = await backstage.db.messages.count_documents({"side": "customer"})
    everything = len(found) == conversations and heard >= conversations * KILLS * QUICK
    return everything and not any(row["journal"] for row in found) and await backstage.idle()


async def check(backstage: Backstage, messenger: Messenger) -> Counter[DeliveryState]:
    fates: Counter[DeliveryState] = Counter()
    for customer in range(1, CUSTOMERS + 1):
        found = await MongoConversations(backstage.db).load(messenger.address(customer).conversation_id)
        assert found is not None
        thread = await backstage.history.page(found, before=None, limit=200)
        written = [f"message {wave}.{quick}" for wave in range(KILLS) for quick in range(QUICK)]
        assert texts_of(each for each in thread if each.side is Side.CUSTOMER) == written
        said = [each for each in thread if each.delivery is not None]
        assert texts_of(each for each in said if each.side is Side.OPERATOR) == [f"answer {n}" for n in range(KILLS)]
        shown = list(messenger.shown(customer))
        assert len(set(shown)) == len(shown), "shown twice"
        states = {each.content.text: each.delivery.state for each in said if each.delivery}
        missing = {text for text in states if text not in shown}
        assert all(states[text] is DeliveryState.UNKNOWN for text in missing), "what did not arrive is doubtful"
        fates += Counter(states.values())
    return fates


async def _goes(backstage: Backstage) -> None:
    """The scheduler's clock, as real as that of the processes."""
    while True:
        backstage.clock.now = datetime.now(UTC)
        await asyncio.sleep(0.05)
