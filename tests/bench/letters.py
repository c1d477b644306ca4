"""How fast letters are taken out of a mailbox: each opens a session on a line, and is acknowledged by a letter.

They lie there before the product starts, since the mailbox's server, pymap, is no faster than what reads it. The floor
reads the same letters, one by one as whoever must lose none does, keeps each, and marks it as read.
"""

import asyncio
import tempfile
import time
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import quote

from imap_tools import MailBoxUnencrypted

from bot.app import open_app
from bot.demo.seed import seed
from bot.settings import read_settings
from storage.mongo.client import Database
from storage.processes import start_mongo, start_redis
from tests.bench.product import a_port, python_path, started
from tests.bench.writing import letter
from tests.fakes.imap import PASSWORD, USER, ImapBox
from tests.fakes.mail import MailServer

CUSTOMERS = 32


async def measure(letters: int) -> tuple[float, float]:
    """Letters a second into threads, and of the floor."""
    async with AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        mongo, redis = await start_mongo(data), await start_redis(data)
        stack.push_async_callback(mongo.stop)
        stack.push_async_callback(redis.stop)
        box, out = ImapBox(), MailServer()
        await box.start()
        stack.callback(box.stop)
        await stack.enter_async_context(out.open())
        settings = read_settings().model_copy(
            update={"mongo_url": mongo.url, "redis_url": redis.url, "rasa_url": "http://127.0.0.1:9", "demo": False}
        )
        app = await stack.enter_async_context(open_app(settings))
        await seed(app)
        for number in range(letters):
            await box.deliver(letter(number % CUSTOMERS, number))
        floor = await _floor(app.db, box)
        await box.mark_unread()

        port = a_port()
        environment = {
            "MONGO_URL": mongo.url, "REDIS_URL": redis.url, "RASA_URL": "http://127.0.0.1:9",
            "HELPLINE_PORT": str(port), "HELPLINE_DATA_DIR": str(data), "HELPLINE_DEMO": "false",
            "EMAIL_IMAP_URL": f"imap://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:{box.port}?starttls=false",
            "SMTP_URL": f"smtp://127.0.0.1:{out.port}", "MAIL_FROM": USER, **python_path(),
        }  # fmt: skip
        await stack.enter_async_context(
            started("product", ["-m", "bot", "run"], port, data / "product.log", **environment)
        )
        return await _rate(app.db, letters), floor


async def _floor(db: Database, box: ImapBox) -> float:
    mailbox = await asyncio.to_thread(MailBoxUnencrypted("127.0.0.1", box.port, timeout=10).login, USER, PASSWORD)
    began, uids = time.perf_counter(), await asyncio.to_thread(mailbox.uids, "UNSEEN")
    for uid in uids:
        [mail] = await asyncio.to_thread(lambda each=uid: list(mailbox.fetch(f"UID {each}", mark_seen=False)))
        await db.inbound.insert_one({"_id": uid, "raw": mail.obj.as_bytes()})
        await asyncio.to_thread(mailbox.flag, uid, "\\Seen", True)
    rate = len(uids) / (time.perf_counter() - began)
    await asyncio.to_thread(mailbox.logout)
    return rate


async def _rate(db: Database, letters: int) -> float:
    """From the first that is in its thread: what starts meanwhile is not measured."""
    while not (first := await _heard(db)):
        await asyncio.sleep(0.02)
    began = time.perf_counter()
    async with asyncio.timeout(300):
        while await _heard(db) < letters:
            await asyncio.sleep(0.02)
    return (letters - first) / (time.perf_counter() - began)


async def _heard(db: Database) -> int:
    return await db.messages.count_documents({"side": "customer"})
