"""Who uses the product meanwhile: customers in the messenger, operators and an admin at the console's API."""

import asyncio
import random
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any, Protocol
from urllib.parse import quote

import httpx

from handoff.messages import Happening
from handoff.operator import Operator as Known
from tests.chaos.rasa import PERSON, POISON
from tests.fakes.telegram import User

PASSWORD = "correct horse battery"
ANSWERS = 2
"""By operators, to each customer whom they have."""
_POISONED = 50
"""Of so many customers, one says what breaks the bot."""


@dataclass(slots=True, kw_only=True)
class Customer:
    """Writes now and then, sometimes twice at once; two of three ask for a person in the middle."""

    user: User
    number: int
    written: list[str] = field(default_factory=list)

    @property
    def poisoned(self) -> bool:
        return self.number % _POISONED == 7

    async def live(self, seconds: float, chance: random.Random) -> None:
        wants = POISON if self.poisoned else [None, *PERSON][self.number % 3]
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


class Work(Protocol):
    async def __call__(self, screen: "Screen") -> bool:
        """One look at the console; True when there was something to do."""


@dataclass(slots=True, kw_only=True)
class Screen:
    """Somebody at the console, who looks once a second."""

    base: str
    known: Known
    idle: bool = False
    """The last look found nothing to do."""
    away: int = 0
    """How often the console said that it cannot work just now."""
    errors: list[str] = field(default_factory=list)
    """What nobody should see: answers of 500, and others that nobody expects."""
    _headers: dict[str, str] = field(default_factory=dict)
    _client: httpx.AsyncClient | None = None

    async def work(self, look: Work) -> None:
        async with httpx.AsyncClient(base_url=self.base, trust_env=False, timeout=15) as self._client:
            while True:
                try:
                    if not self._headers:
                        await self._sign_in()
                    self.idle = not await look(self)
                except (httpx.HTTPError, _NotNow):
                    self.idle = False
                await asyncio.sleep(1)

    async def ask(self, method: str, path: str, body: Any = None) -> httpx.Response:
        """Once: what was lost is asked again at the next look. That the console is away is nothing unexpected."""
        assert self._client is not None
        answer = await self._client.request(method, f"/api{path}", headers=self._headers, json=body)
        if answer.status_code == 503:
            self.away += 1
        elif not answer.is_success and answer.status_code not in (404, 409):
            self.errors.append(f"{self.known.name}: {answer.status_code} to {method} {path}: {answer.text[:120]}")
        if answer.is_server_error:
            raise _NotNow
        return answer

    async def _sign_in(self) -> None:
        answer = await self.ask("POST", "/login", {"login": self.known.login, "password": PASSWORD})
        headers = {"X-CSRF-Token": str(answer.json()["csrf"])}
        self._headers = headers
        try:
            await self.ask("PUT", "/me/presence", {"presence": "online"})
        except BaseException:
            self._headers = {}
            raise


@dataclass(slots=True, kw_only=True)
class Operator:
    """Takes what waits, puts some aside, answers, closes most; what got no answer is asked again, by the same id."""

    known: Known
    puts_aside: bool
    answered: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """Texts that the console acknowledged, by conversation."""
    done: dict[str, list[tuple[Happening, str]]] = field(default_factory=lambda: defaultdict(list))
    """What else it acknowledged."""
    _put_aside: set[str] = field(default_factory=set)

    async def look(self, screen: Screen) -> bool:
        waiting = await _list(screen, "waiting", 8)
        for row in waiting:
            await self._act(screen, row["id"], "accept", Happening.ASSIGNED)
        aside = await _list(screen, "hold", 100)  # they come back by themselves
        did = bool(waiting or aside)
        for row in await _list(screen, "mine", 100):
            did = await self._goes_on(screen, row["id"]) or did
        return did

    async def _goes_on(self, screen: Screen, conversation: str) -> bool:
        """False when all is said and done."""
        number, said = int(conversation.rpartition(":")[2]), self.answered[conversation]
        if self.puts_aside and number % 4 == 0 and len(said) == 1 and conversation not in self._put_aside:
            self._put_aside.add(conversation)
            form = {"until_reply": False, "reason": "Asks the warehouse."}
            await self._act(screen, conversation, "hold", Happening.HELD, form)
        elif len(said) < ANSWERS:
            text = f"answer {len(said)} of {self.known.login} to {conversation}"
            form = {"id": f"{self.known.login}-{number}-{len(said)}-chaos", "text": text}
            if (await screen.ask("POST", f"/conversations/{conversation}/reply", form)).is_success:
                said.append(text)
        elif number % 5:
            await self._act(screen, conversation, "close", Happening.CLOSED)
        else:
            return False
        return True

    async def _act(
        self, screen: Screen, conversation: str, act: str, happening: Happening, form: dict[str, Any] | None = None
    ) -> None:
        answer = await screen.ask("POST", f"/conversations/{conversation}/{act}", form or {})
        if answer.is_success:
            self.done[conversation].append((happening, self.known.name))


@dataclass(slots=True, kw_only=True)
class Admin:
    """Sees to what was set aside: has every other one handled again, and drops what is left."""

    seen: dict[str, dict[str, str]] = field(default_factory=dict)
    """What lay there, by id."""
    acts: Counter[str] = field(default_factory=Counter)

    async def look(self, screen: Screen) -> bool:
        letters = (await screen.ask("GET", "/dead-letters")).json()
        for letter in letters:
            known = {each["conversation_id"] for each in self.seen.values()}
            again = letter["conversation_id"] not in known and len(self.seen) % 2 == 0
            self.seen[letter["id"]] = letter
            path = f"/dead-letters/{quote(letter['id'], safe='')}"
            method, path, act = ("POST", f"{path}/retry", "retried") if again else ("DELETE", path, "dropped")
            self.acts[act] += (await screen.ask(method, path)).is_success
        return bool(letters)


async def _list(screen: Screen, view: str, limit: int) -> list[dict[str, Any]]:
    answer = await screen.ask("GET", f"/conversations?view={view}&limit={limit}")
    return list(answer.json()["items"]) if answer.is_success else []


class _NotNow(Exception):
    """The database is away; the console says so."""
