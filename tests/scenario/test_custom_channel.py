"""A company's own messenger: the client of the README against a running gateway, and what is lost on the way."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from aiohttp import web as partners_web
from fastapi import FastAPI

from bot import gateway, web
from bot.app import utc_now
from bot.calling.signing import HEADER, sign, verify
from bot.channels import custom
from bot.channels.custom import CustomChannel, CustomSettings
from bot.channels.custom.errors import LOST
from bot.events import Wake
from handoff.customer import Address
from handoff.ids import EventId, MessageId
from handoff.messages import Delivery, DeliveryState, Message, Side
from storage.mongo.files import MongoFiles
from storage.processes import free_port
from tests.backstage import Backstage
from tests.other_system import Server, open_server, says, says_json
from tests.parts import SIOBHAN, texts_of, until

SECRET = "a secret of at least thirty-two signs"
ADA = Address(channel="custom", account="main", external_id="42")
README = Path(custom.__file__).parent / "README.md"


@asynccontextmanager
async def partnered(backstage: Backstage, webhook_url: str) -> AsyncIterator[FastAPI]:
    """A gateway with the channel, and a worker."""
    channel = CustomChannel(
        CustomSettings(webhook_url=webhook_url, secret=SECRET, patience=timedelta(seconds=1)), backstage.clock
    )
    backstage.channels["custom"] = channel
    app = FastAPI()
    app.include_router(
        gateway.router(
            backstage.channels, backstage.reception, backstage.dead_letters, backstage.ledger, backstage.clock
        )
    )  # fmt: skip
    async with backstage.working():
        yield app
    await channel.close()


@pytest.fixture
async def partner() -> AsyncIterator[Server]:
    async with open_server() as server:
        server.answers = [says(status=204)]
        yield server


@pytest.fixture
async def gate(backstage: Backstage, partner: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with partnered(backstage, partner.base) as app:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://gateway") as client:
            yield client


async def tells(gate: httpx.AsyncClient, backstage: Backstage, secret: str = SECRET, **event: Any) -> httpx.Response:
    body = json.dumps({"id": uuid4().hex, "customer": {"id": "42", "name": "Ada", "language": "en"}, **event}).encode()
    return await gate.post("/channels/custom", content=body, headers={HEADER: sign(secret, body, backstage.clock())})


def messages(partner: Server) -> list[dict[str, Any]]:
    """What the partner was told to show, each try."""
    return [told for each in partner.heard if (told := json.loads(each.body or b"{}")).get("type") == "message"]


async def thread(backstage: Backstage) -> list[Message]:
    found = await backstage.conversations.load(ADA.conversation_id)
    return list(await backstage.history.page(found, before=None, limit=50)) if found else []


async def fate(backstage: Backstage) -> Delivery:
    """Of what the bot said last."""
    said = [each.delivery for each in await thread(backstage) if each.side is Side.BOT]
    assert said[-1]
    return said[-1]


# -- the client of the README ------------------------------------------------------------------------------------------


async def test_the_example_client_speaks_both_ways(backstage: Backstage) -> None:
    [source] = re.findall(r"^```python\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    assert len(source.splitlines()) <= 60
    # It is another process, with a clock of its own, which signatures go by.
    backstage.clock.now = utc_now()
    port, its_port = free_port(), free_port()
    settings = {"HELPLINE": f"http://127.0.0.1:{port}", "CUSTOM_SECRET": SECRET, "PORT": str(its_port)}
    async with partnered(backstage, f"http://127.0.0.1:{its_port}/") as app:
        serving = asyncio.create_task(web.serve(app, "127.0.0.1", port))
        client = await asyncio.create_subprocess_exec(
            sys.executable, "-c", source, env={**os.environ, **settings},
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert client.stdin
        assert client.stdout
        try:
            for words in ("Hello there", "Where is my parcel?"):
                client.stdin.write(f"{words}\n".encode())
                async with asyncio.timeout(15):
                    while f"You said: {words}" not in (shown := (await client.stdout.readline()).decode()):
                        assert shown, "the client has ended"
                assert shown.startswith("bot: ")
        finally:
            client.kill()
            await client.wait()
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)

    assert [each for each in texts_of(await thread(backstage)) if not each.startswith("You said")] == [
        "Hello there", "Where is my parcel?",
    ]  # fmt: skip


# -- in ----------------------------------------------------------------------------------------------------------------


async def test_an_event_that_comes_twice_counts_once(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    answers = [await tells(gate, backstage, type="message", id="m-1", text=text) for text in ("first", "second")]
    await until(backstage.idle)

    assert [answer.json() for answer in answers] == 2 * [
        {"event": "custom:main:42:m-1", "conversation": "custom:main:42"}
    ]
    assert texts_of(await thread(backstage)) == ["first", "You said: first"]


async def test_a_stranger_and_a_slip_are_told_what_is_wrong(gate: httpx.AsyncClient, backstage: Backstage) -> None:
    forged = await tells(gate, backstage, "guessed", type="left")
    misspelt = await tells(gate, backstage, type="message", texd="hello")
    endless = await tells(gate, backstage, type="message", text="x" * 300_000)

    assert (forged.status_code, misspelt.status_code, endless.status_code) == (401, 422, 413)
    assert "does not fit the body" in forged.json()["detail"]
    assert "message.texd" in misspelt.json()["detail"]
    assert await backstage.db.intake.count_documents({}) == 0
    assert await backstage.dead_letters.recent(10) == []


async def test_the_document_is_served(gate: httpx.AsyncClient) -> None:
    served = await gate.get("/channels/custom/openapi.json")

    assert served.json() == json.loads((README.parent / "openapi.json").read_text())


async def test_files_come_from_the_messenger_and_from_nowhere_else_inside(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    async def file_or_yes(request: partners_web.Request) -> partners_web.StreamResponse:
        return partners_web.Response(body=b"a picture" if request.method == "GET" else b"")

    partner.answers = [file_or_yes]
    async with open_server() as inside:
        files = [{"url": f"{base}/cat.png"} for base in (partner.base, inside.base)]
        await tells(gate, backstage, type="message", text="look", files=files)
        await until(backstage.idle)

        copied, refused = (await thread(backstage))[0].content.attachments
        assert inside.heard == []
    assert copied.file_id is not None
    assert b"".join([part async for part in MongoFiles(backstage.db).read(copied.file_id)]) == b"a picture"
    assert refused.file_id is None
    assert "private network" in (refused.failure or "")


# -- out ---------------------------------------------------------------------------------------------------------------


async def test_what_we_say_is_signed_and_its_receipt_finds_it(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    partner.answers = [says_json({"id": "theirs-7"})]
    await tells(gate, backstage, type="message", text="hello")
    await until(backstage.idle)
    [told] = messages(partner)
    heard = next(each for each in partner.heard if b'"message"' in each.body)
    await tells(gate, backstage, type="receipt", message="theirs-7", state="read")
    await until(backstage.idle)

    verify(SECRET, heard.body, heard.headers[HEADER], backstage.clock())
    assert heard.headers["Idempotency-Key"] == told["id"]
    assert (told["to"], told["text"], told["author"]["side"]) == ("42", "You said: hello", "bot")
    assert (await fate(backstage)).state is DeliveryState.READ


async def wakes(backstage: Backstage) -> None:
    """The time of the next try."""
    backstage.clock.move_on(timedelta(minutes=1))
    event = Wake(id=EventId(uuid4().hex), conversation_id=ADA.conversation_id, at=backstage.clock())
    await backstage.mailbox().post(ADA.conversation_id, _as_json(event))
    await until(backstage.idle)


def _as_json(event: Wake) -> str:
    return json.dumps({"kind": "wake", "id": event.id, "conversation_id": event.conversation_id, "at": str(event.at)})


async def breaks_off(request: partners_web.Request) -> partners_web.StreamResponse:
    """Takes the message, and ends the connection before it says so."""
    assert request.transport
    request.transport.close()
    return partners_web.Response()


async def test_what_was_lost_is_sent_again_as_the_same_message(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    partner.answers = [breaks_off]
    await tells(gate, backstage, type="message", text="hello")
    await until(backstage.idle)
    partner.answers = [says(status=204)]
    await wakes(backstage)

    first, second = messages(partner)
    assert first == second
    sent = await fate(backstage)
    assert (sent.state, sent.provider_id) == (DeliveryState.ACCEPTED, first["id"])


async def test_what_was_lost_to_the_end_is_unknown(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    partner.answers = [breaks_off]
    await tells(gate, backstage, type="message", text="hello")
    await until(backstage.idle)
    partner.answers = [says(status=503)]  # but the very first may have got through
    for _ in range(5):
        await wakes(backstage)

    assert len(messages(partner)) == 6
    sent = await fate(backstage)
    assert (sent.state, sent.reason) == (DeliveryState.UNKNOWN, LOST)


async def test_who_is_gone_is_written_to_no_more_until_they_return(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    partner.answers = [says(status=410)]
    await tells(gate, backstage, type="message", text="hello")
    await until(backstage.idle)
    gone = await backstage.conversations.load(ADA.conversation_id)
    partner.answers = [says(status=204)]
    await tells(gate, backstage, type="returned")
    await tells(gate, backstage, type="message", text="hello again")
    await until(backstage.idle)

    assert gone
    assert gone.customer.left
    assert messages(partner)[-1]["text"] == "You said: hello again"


async def test_what_operators_mend_and_take_back_is_told_by_their_id(
    gate: httpx.AsyncClient, backstage: Backstage, partner: Server
) -> None:
    await tells(gate, backstage, type="message", text="hello")
    await until(backstage.idle)
    desk, conversation = backstage.desk, ADA.conversation_id
    await desk.accept(conversation, SIOBHAN)
    await until(backstage.idle)
    partner.answers = [says_json({"id": "theirs-9"}), says(status=204), says(status=422)]
    said = await desk.reply(conversation, SIOBHAN, "on **Monday**", EventId("console:1"))
    await until(backstage.idle)
    message = MessageId(f"{conversation}/{said.count}")

    await desk.correct(conversation, SIOBHAN, message, "on _Tuesday_", EventId("console:2"))
    await until(backstage.idle)
    await desk.withdraw(conversation, SIOBHAN, message, EventId("console:3"))
    await until(backstage.idle)

    told = [json.loads(each.body) for each in partner.heard]
    assert {"type": "corrected", "message": "theirs-9", "to": "42", "text": "on _Tuesday_"} in told
    assert {"type": "withdrawn", "message": "theirs-9", "to": "42"} in told
    found = next(each for each in await thread(backstage) if each.id == message)
    assert (found.content.text, found.withdrawn_at) == ("on _Tuesday_", None)
    assert "422" in (found.unchanged or "")
