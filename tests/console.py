"""The staff's API over real databases, and browsers at the level of HTTP that are signed in to it."""

import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import partial
from typing import Any, cast
from unittest.mock import patch

import httpx
from argon2 import PasswordHasher
from cryptography.fernet import Fernet
from fastapi import FastAPI

from bot import rules_changed, staff_api
from bot.app import App
from bot.calling.caller import HttpCaller, wire
from bot.calling.register import open_register
from bot.channels import KINDS
from bot.channels.surroundings import Surroundings
from bot.connecting.making import Maker
from bot.connecting.roster import Roster
from bot.settings import Settings
from handoff.console.audit import Auditing
from handoff.console.auth import LIFETIME, Guard
from handoff.console.live import LiveConsole
from handoff.operator import Role
from storage.mongo import chapters
from storage.mongo.articles import MongoArticles
from storage.mongo.audit import MongoAudit
from storage.mongo.canned import MongoCanned
from storage.mongo.connections import MongoConnections
from storage.mongo.files import MongoFiles
from storage.mongo.inbox import MongoInbox
from storage.mongo.logins import MongoLogins
from storage.mongo.secrets import MongoSecrets
from storage.redis.rate import RedisThrottle
from tests.backstage import Backstage
from tests.parts import STAFF, person

PASSWORD = "correct horse"
SECRETS_KEY = Fernet.generate_key().decode()
IN_FORCE = timedelta(milliseconds=20)
"""Sooner than in the product, where rules that were saved have to become known to all processes."""
NIKOS = person("Nikos", role=Role.ADMIN)
_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
"""Made, and so checked, in no time."""


@dataclass(slots=True)
class Browser:
    """Knows its CSRF token, once signed in."""

    client: httpx.AsyncClient
    csrf: str = ""

    async def get(self, path: str, **params: Any) -> httpx.Response:
        return await self.client.get(f"/api{path}", params=params)

    async def send(self, method: str, path: str, body: Any = None) -> httpx.Response:
        return await self.client.request(method, f"/api{path}", json=body, headers={"X-CSRF-Token": self.csrf})

    async def does(self, conversation: str, action: str, body: Any = None) -> httpx.Response:
        return await self.send("POST", f"/conversations/{conversation}/{action}", body)

    async def replies(self, conversation: str, text: str, id_: str | None = None) -> httpx.Response:
        return await self.does(conversation, "reply", {"id": id_ or uuid.uuid4().hex, "text": text})

    @property
    def cookie(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.client.cookies.items())


@dataclass(slots=True, kw_only=True)
class Console:
    backstage: Backstage
    app: FastAPI
    live: LiveConsole
    files: MongoFiles
    canned: MongoCanned
    roster: Roster
    _browsers: list[Browser] = field(default_factory=list)

    def browser(self) -> Browser:
        """Of somebody who is not signed in."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
        browser = Browser(httpx.AsyncClient(transport=transport, base_url="http://desk"))
        self._browsers.append(browser)
        return browser

    async def sign_in(self, login: str) -> Browser:
        browser = self.browser()
        answer = await browser.send("POST", "/login", {"login": login, "password": PASSWORD})
        assert answer.status_code == 200, answer.text
        browser.csrf = answer.json()["csrf"]
        return browser

    async def close(self) -> None:
        for browser in self._browsers:
            await browser.client.aclose()


class _Parts:
    """What the product's console takes from its App: the backstage's parts, and its own."""

    def __init__(self, backstage: Backstage, secrets_key: str, **settings: str) -> None:
        self._backstage = backstage
        self.inbox, self.logins = MongoInbox(backstage.db), MongoLogins(backstage.db)
        self.files, self.canned = MongoFiles(backstage.db), MongoCanned(backstage.db)
        self.articles = MongoArticles(backstage.db)
        self.throttle = RedisThrottle(backstage.redis)
        self.settings = Settings(SECRETS_KEY=secrets_key, TELEGRAM_API_BASE=backstage.cloud.base, **settings)
        self.register = open_register(backstage.db, secrets_key)
        self.caller = HttpCaller(
            register=self.register, wire=wire(), base=self.settings.address, clock=backstage.clock
        )  # fmt: skip
        self.connections = MongoConnections(backstage.db)
        given = Surroundings(
            settings=self.settings, db=backstage.db, redis=backstage.redis, conversations=backstage.conversations,
            history=backstage.history, throttle=self.throttle, files=self.files, clock=backstage.clock,
        )  # fmt: skip
        maker = Maker(given=given, secrets_of=partial(MongoSecrets, backstage.db, secrets_key), kinds=KINDS)
        self.channels = Roster(maker=maker, connections=self.connections)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backstage, name)


@asynccontextmanager
async def open_console(
    backstage: Backstage, *, secure: bool = False, idle: timedelta = LIFETIME, secrets_key: str = SECRETS_KEY,
    **settings: str
) -> AsyncIterator[Console]:  # fmt: skip
    """With everybody of the staff able to sign in; tests move the clock by hours, and nobody is idle meanwhile."""
    for each in (*STAFF, NIKOS):
        await backstage.operators.save(replace(each, password_hash=_HASH))
    parts = _Parts(backstage, secrets_key, **settings)
    guard = Guard(parts.logins, backstage.operators, backstage.clock, secure=secure, idle=idle)
    live = staff_api.live_console(cast(App, parts), guard)
    app = FastAPI()
    for router in (*staff_api.routers(cast(App, parts), guard), live.router()):
        app.include_router(router, prefix="/api")
    app.add_middleware(Auditing, audit=MongoAudit(backstage.db, secrets_key), clock=backstage.clock)
    at_once = patch.multiple(chapters, _KEPT_SECONDS=0.0), patch.object(rules_changed, "IN_FORCE", IN_FORCE)
    console = Console(
        backstage=backstage, app=app, live=live, files=parts.files, canned=parts.canned, roster=parts.channels
    )
    with at_once[0], at_once[1]:
        yield console
    await console.close()
    await parts.channels.close()
