"""Who is signed in: a random cookie, kept only as its hash, and a CSRF token for every change.

A login ends after a day at work, and earlier when nobody uses it. An open page is use: its live feed asks who is there,
so that who waits for a customer is not signed out, while a closed laptop soon is.
"""

import hashlib
import hmac
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta

from fastapi import Request, Response
from starlette.requests import HTTPConnection

from handoff.console.errors import problem
from handoff.ids import OperatorId
from handoff.operator import Operator, Role
from handoff.ports import Clock, Lack, Login, Logins, Operators

COOKIE = "helpline_session"
LIFETIME = timedelta(hours=12)
IDLE = timedelta(minutes=30)
TO_COME_IN = timedelta(minutes=10)
"""For what a password alone does not open."""
_SEEN_EVERY = timedelta(minutes=1)
_SAFE = {"GET", "HEAD", "OPTIONS"}
_LONGEST_DEVICE = 300


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def address_of(asking: HTTPConnection) -> str:
    return asking.client.host if asking.client else "?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who asks, for the audit log, and what stands in the places of the route's path."""

    operator: OperatorId | None
    on: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    operator: Operator
    login: Login


class Guard:
    """Turns the cookie into an operator; refuses changes without the CSRF token."""

    def __init__(
        self, logins: Logins, operators: Operators, clock: Clock, *, secure: bool, idle: timedelta = IDLE
    ) -> None:
        self._logins, self._operators, self._clock = logins, operators, clock
        self._secure, self._idle = secure, idle
        self.cookie = self.named(COOKIE)

    async def behind(self, asking: HTTPConnection) -> SignedIn | None:
        """Whose cookie it is, even if they still lack something."""
        token = asking.cookies.get(self.cookie)
        if not token:
            return None
        key, now = token_hash(token), self._clock()
        login = await self._logins.get(key)
        if login is None or login.is_over(now, self._idle):
            return None
        operator = await self._operators.get(login.operator_id)
        if operator is None or not operator.active:
            return None
        if now - login.seen_at >= _SEEN_EVERY and login.lacks is None:
            await self._logins.seen(key, now, address_of(asking))
        return SignedIn(operator=operator, login=login)

    async def who(self, asking: HTTPConnection) -> SignedIn | None:
        """Who is in, and lacks nothing."""
        found = await self.behind(asking)
        return found if found and found.login.lacks is None else None

    async def operator(self, request: Request) -> Operator:
        """Dependency: any signed-in person."""
        return (await self._admit(request)).operator

    async def signed_in(self, request: Request) -> SignedIn:
        """Dependency: any signed-in person, and by which login."""
        return await self._admit(request)

    async def enrolling(self, request: Request) -> SignedIn:
        """Dependency: somebody who is in, or lacks nothing but a second factor to have."""
        return await self._admit(request, (Lack.FACTOR,))

    async def leaving(self, request: Request) -> SignedIn:
        """Dependency: somebody who is in, or on the way in."""
        return await self._admit(request, tuple(Lack))

    def at_least(self, role: Role) -> "RoleNeeded":
        """Dependency: a signed-in person of this role or above."""
        return RoleNeeded(self, role)

    async def let_in(
        self, request: Request, response: Response, operator: Operator, lacks: Lack | None = None
    ) -> Login:
        """Give the browser a new cookie instead of any that it had."""
        token, now = secrets.token_urlsafe(32), self._clock()
        lifetime = LIFETIME if lacks is None else TO_COME_IN
        login = Login(
            id=secrets.token_hex(8), operator_id=operator.id, csrf=secrets.token_urlsafe(24), since=now, seen_at=now,
            expires_at=now + lifetime, address=address_of(request),
            device=request.headers.get("user-agent", "")[:_LONGEST_DEVICE], lacks=lacks,
        )  # fmt: skip
        await self._forget(request)
        await self._logins.add(token_hash(token), login)
        self.keep(response, self.cookie, token, lifetime)
        return login

    async def let_out(self, request: Request, response: Response) -> None:
        await self._forget(request)
        self.drop(response, self.cookie)

    def named(self, cookie: str) -> str:
        """Browsers take such a name over https only, and from no other host than the one that reads it."""
        return f"__Host-{cookie}" if self._secure else cookie

    def keep(self, response: Response, cookie: str, value: str, lifetime: timedelta) -> None:
        """In the browser, and out of its pages' reach."""
        seconds = int(lifetime.total_seconds())
        response.set_cookie(cookie, value, max_age=seconds, httponly=True, samesite="lax", secure=self._secure)

    def drop(self, response: Response, cookie: str) -> None:
        response.delete_cookie(cookie, httponly=True, samesite="lax", secure=self._secure)

    async def logins_of(self, operator_id: OperatorId) -> list[Login]:
        """A person's browsers that are in, the one that was seen last first."""
        now = self._clock()
        return [
            each
            for each in await self._logins.of(operator_id)
            if each.lacks is None and not each.is_over(now, self._idle)
        ]

    async def _admit(self, request: Request, may_lack: Collection[Lack] = ()) -> SignedIn:
        found = await self.behind(request)
        if found is None or (found.login.lacks is not None and found.login.lacks not in may_lack):
            raise problem(401, "signed_out", "Please sign in.")
        sent = request.headers.get("x-csrf-token", "")
        if request.method not in _SAFE and not hmac.compare_digest(sent.encode(), found.login.csrf.encode()):
            raise problem(403, "csrf", "The page is out of date: reload it and try again.")
        request.state.acting = Acting(operator=found.operator.id, on={**request.path_params})
        return found

    async def _forget(self, request: Request) -> None:
        if token := request.cookies.get(self.cookie):
            await self._logins.remove(token_hash(token))


class RoleNeeded:
    """A dependency that lets in a role and the ones above it."""

    def __init__(self, guard: Guard, role: Role) -> None:
        self._guard, self._role = guard, role

    async def __call__(self, request: Request) -> Operator:
        operator = await self._guard.operator(request)
        if not operator.role.at_least(self._role):
            raise problem(403, "role", f"This needs the role {self._role.value} or above.")
        return operator
