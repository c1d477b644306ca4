"""Who is signed in: Argon2 passwords, a random cookie kept only as its hash, and a CSRF token for every change."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Cookie, Depends, Request, Response
from starlette.concurrency import run_in_threadpool

from handoff.console.errors import StaffRoute, problem
from handoff.console.passwords import NOBODYS_HASH, password_fits
from handoff.console.schemas import LoginForm, MeView, Refused, me
from handoff.ids import OperatorId
from handoff.operator import Operator, Role
from handoff.ports import Clock, Login, Logins, Operators, Throttle

COOKIE = "helpline_session"
LIFETIME = timedelta(hours=12)
TRIES, TRIES_SECONDS = 10, 300
TRIES_OF_ADDRESS = 50
"""An office shares one address, and everybody signs in at nine."""
_SAFE = {"GET", "HEAD", "OPTIONS"}


def token_hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Acting:
    """Who asks, for the audit log, and what stands in the places of the route's path."""

    operator: OperatorId | None
    on: Mapping[str, str]


class Guard:
    """Turns the cookie into an operator; refuses changes without the CSRF token."""

    def __init__(self, logins: Logins, operators: Operators, throttle: Throttle, clock: Clock, *, secure: bool) -> None:
        self._logins, self._operators, self._throttle = logins, operators, throttle
        self._clock, self._secure = clock, secure

    async def who(self, token: str | None) -> tuple[Operator, Login] | None:
        """The person behind a cookie, or None."""
        if not token:
            return None
        login = await self._logins.get(token_hash(token), self._clock())
        operator = await self._operators.get(login.operator_id) if login else None
        return (operator, login) if operator and operator.active and login else None

    async def operator(
        self, request: Request, helpline_session: Annotated[str | None, Cookie(include_in_schema=False)] = None
    ) -> Operator:
        """Dependency: any signed-in person."""
        found = await self.who(helpline_session)
        if found is None:
            raise problem(401, "signed_out", "Please sign in.")
        operator, login = found
        sent = request.headers.get("x-csrf-token", "")
        if request.method not in _SAFE and not hmac.compare_digest(sent.encode(), login.csrf.encode()):
            raise problem(403, "csrf", "The page is out of date: reload it and try again.")
        request.state.acting = Acting(operator=operator.id, on={**request.path_params})
        return operator

    def at_least(self, role: Role) -> "RoleNeeded":
        """Dependency: a signed-in person of this role or above."""
        return RoleNeeded(self, role)

    def router(self) -> APIRouter:
        """Sign in, who am I, sign out."""
        api = APIRouter(responses={422: {"model": Refused}}, tags=["login"], route_class=StaffRoute)

        @api.post("/login", responses={401: {"model": Refused}, 429: {"model": Refused}})
        async def sign_in(form: LoginForm, request: Request, response: Response) -> MeView:
            client = request.client.host if request.client else "?"
            limits = {f"login:{form.login}": TRIES, f"login-from:{client}": TRIES_OF_ADDRESS}
            for key, limit in limits.items():
                if not await self._throttle.allow(key, limit=limit, seconds=TRIES_SECONDS):
                    raise problem(429, "too_many_tries", "Too many tries: please wait five minutes.")
            operator = await self._operators.by_login(form.login)
            request.state.acting = Acting(operator=operator.id if operator else None, on={})
            known = operator.password_hash if operator else NOBODYS_HASH
            fits = await run_in_threadpool(password_fits, known, form.password)
            if not fits or operator is None or not operator.active:
                raise problem(401, "wrong_login", "Login or password is wrong.", field="password")
            for key in limits:
                await self._throttle.forget(key)
            token, csrf = secrets.token_urlsafe(32), secrets.token_urlsafe(24)
            expires = self._clock() + LIFETIME
            await self._logins.add(token_hash(token), Login(operator_id=operator.id, csrf=csrf, expires_at=expires))
            response.set_cookie(
                COOKIE,
                token,
                max_age=int(LIFETIME.total_seconds()),
                httponly=True,
                samesite="lax",
                secure=self._secure,
            )
            return me(operator, csrf)

        @api.get("/me", responses={401: {"model": Refused}})
        async def who_am_i(helpline_session: Annotated[str | None, Cookie(include_in_schema=False)] = None) -> MeView:
            found = await self.who(helpline_session)
            if found is None:
                raise problem(401, "signed_out", "Please sign in.")
            return me(found[0], found[1].csrf)

        @api.post(
            "/logout", status_code=204, dependencies=[Depends(self.operator)],
            responses={401: {"model": Refused}, 403: {"model": Refused}},
        )  # fmt: skip
        async def sign_out(
            response: Response, helpline_session: Annotated[str | None, Cookie(include_in_schema=False)] = None
        ) -> None:
            if helpline_session:
                await self._logins.remove(token_hash(helpline_session))
            response.delete_cookie(COOKIE)

        return api


class RoleNeeded:
    """A dependency that lets in a role and the ones above it."""

    def __init__(self, guard: Guard, role: Role) -> None:
        self._guard, self._role = guard, role

    async def __call__(
        self, request: Request, helpline_session: Annotated[str | None, Cookie(include_in_schema=False)] = None
    ) -> Operator:
        operator = await self._guard.operator(request, helpline_session)
        if not operator.role.at_least(self._role):
            raise problem(403, "role", f"This needs the role {self._role.value} or above.")
        return operator
