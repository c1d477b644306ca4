"""Who uses the product meanwhile: customers in the messenger, operators at the console's API."""

import asyncio
import random
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

import httpx

from tests.chaos.rasa import PERSON
from tests.fakes.telegram import User

PASSWORD = "correct horse battery"
ANSWERS = 2
"""By operators, to each customer whom they have."""


@dataclass(slots=True, kw_only=True)
class Customer:
    """Writes now and then, sometimes twice at once; two of three ask for a person in the middle."""

    user: User
    number: int
    written: list[str] = field(default_factory=list)

    async def live(self, seconds: float, chance: random.Random) -> None:
        wants = [None, *PERSON][self.number % 3]
        step = seconds / 4
        await asyncio.sleep(chance.uniform(0, step))
        await self._write("hello")
        if chance.random() < 0.3:
            await self._write("quickly")
        await asyncio.sleep(chance.uniform(0, 2 * step))
        await self._write(wants or "and then")
        await asyncio.sleep(chance.uniform(0, step))
        await self._write("are you there")

    async def _write(self, words: str) -> None:
        text = f"{words} {self.number}.{len(self.written)}"
        self.written.append(text)
        await self.user.says(text)


@dataclass(slots=True, kw_only=True)
class Operator:
    """Takes what waits, answers what they have, closes half; what got no answer is asked again, by the same id."""

    base: str
    login: str
    answered: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Texts that the console acknowledged, by conversation."""
    taken: list[str] = field(default_factory=list)
    idle: bool = False
    """The last look found nothing to do."""
    errors: list[str] = field(default_factory=list)
    """What no operator should see: answers of 500, and others that nobody expects."""

    async def work(self) -> None:
        async with httpx.AsyncClient(base_url=self.base, trust_env=False, timeout=15) as self_client:
            csrf = ""
            while True:
                try:
                    csrf = csrf or await self._sign_in(self_client)
                    self.idle = not await self._look(self_client, {"X-CSRF-Token": csrf})
                except (httpx.HTTPError, _NotNow):
                    self.idle = False
                await asyncio.sleep(0.5)

    async def _sign_in(self, client: httpx.AsyncClient) -> str:
        answer = await self._ask(client, "POST", "/api/login", {}, {"login": self.login, "password": PASSWORD})
        csrf = str(answer.json()["csrf"])
        online = await self._ask(client, "PUT", "/api/me/presence", {"X-CSRF-Token": csrf}, {"presence": "online"})
        return csrf if online.is_success else ""

    async def _look(self, client: httpx.AsyncClient, headers: dict[str, str]) -> bool:
        """True when there was something to do."""
        waiting = await self._list(client, "waiting")
        for conversation in waiting[:8]:
            answer = await self._ask(client, "POST", f"/api/conversations/{conversation}/accept", headers)
            if answer.is_success:
                self.taken.append(conversation)
        did = bool(waiting)
        for conversation in await self._list(client, "mine"):
            done = self.answered[conversation]
            if len(done) < ANSWERS:
                text = f"answer {len(done)} of {self.login} to {conversation}"
                form = {"id": f"{self.login}-{conversation.rpartition(':')[2]}-{len(done)}-chaos", "text": text}
                answer = await self._ask(client, "POST", f"/api/conversations/{conversation}/reply", headers, form)
                if answer.is_success:
                    done.append(text)
                did = True
            elif int(conversation.rpartition(":")[2]) % 2:
                await self._ask(client, "POST", f"/api/conversations/{conversation}/close", headers, {})
                did = True
        return did

    async def _list(self, client: httpx.AsyncClient, view: str) -> list[str]:
        answer = await self._ask(client, "GET", f"/api/conversations?view={view}&limit=100", {})
        return [str(row["id"]) for row in answer.json()["items"]] if answer.is_success else []

    async def _ask(
        self, client: httpx.AsyncClient, method: str, path: str, headers: dict[str, str], body: Any = None
    ) -> httpx.Response:
        """Once. What was lost is asked again at the next look; the console away is nothing unexpected."""
        answer = await client.request(method, path, headers=headers, json=body)
        if not answer.is_success and answer.status_code not in (404, 409, 503):
            self.errors.append(f"{answer.status_code} to {method} {path}: {answer.text[:120]}")
        if answer.is_server_error:
            raise _NotNow
        return answer


class _NotNow(Exception):
    """The database is away; the console says so."""
