"""The way in: the password, what it may leave to show, who one is, and the way out.

Who has shown a password gets a cookie at once. While it lacks something it opens the next step and nothing else, so the
way in survives a reload, and another system that says who somebody is leads to the same steps.
"""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from handoff.console.auth import Acting, Guard, SignedIn, address_of
from handoff.console.errors import StaffRoute, problem
from handoff.console.passwords import NOBODYS_HASH, password_fits
from handoff.console.schemas import LoginForm, MeView, Refused, Schema, me
from handoff.console.second_step import SecondStep
from handoff.operator import Operator
from handoff.ports import Lack, Operators, Throttle

TRIES, TRIES_SECONDS = 10, 300
TRIES_OF_ADDRESS = 50
"""An office shares one address, and everybody signs in at nine."""


class WayInView(Schema):
    """Where this browser stands on its way in. `csrf` is for the changes that the next step makes."""

    lacks: Lack | None = None
    name: str | None = None
    csrf: str = ""
    single_sign_on: str | None = None
    """The name of the other system through which one may come in."""


class CodeForm(Schema):
    code: Annotated[str, Field(min_length=1, max_length=40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Lets somebody in, as far as what they have shown goes."""

    guard: Guard
    second: SecondStep
    single_sign_on: str | None = None

    async def open(
        self, request: Request, response: Response, operator: Operator, *, trusted: bool = False
    ) -> MeView | WayInView:
        lacks = await self.second.lack(operator, trusted=trusted)
        login = await self.guard.let_in(request, response, operator, lacks)
        if lacks is None:
            return me(operator, login.csrf)
        response.status_code = 202
        return self.view(SignedIn(operator=operator, login=login))

    def view(self, found: SignedIn | None) -> WayInView:
        if found is None or found.login.lacks is None:
            return WayInView(single_sign_on=self.single_sign_on)
        return WayInView(
            lacks=found.login.lacks, name=found.operator.name, csrf=found.login.csrf, single_sign_on=self.single_sign_on
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningInPorts:
    operators: Operators
    throttle: Throttle
    door: Door


def router(ports: SigningInPorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses={422: {"model": Refused}}, tags=["login"], route_class=StaffRoute)
    door = ports.door

    @api.get("/login")
    async def get_way_in(request: Request) -> WayInView:
        return door.view(await guard.behind(request))

    @api.post("/login", responses={202: {"model": WayInView}, 401: {"model": Refused}, 429: {"model": Refused}})
    async def sign_in(form: LoginForm, request: Request, response: Response) -> MeView | WayInView:
        """202: the password is right, and something else is to be shown."""
        limits = {f"login:{form.login}": TRIES, f"login-from:{address_of(request)}": TRIES_OF_ADDRESS}
        for key, limit in limits.items():
            if not await ports.throttle.allow(key, limit=limit, seconds=TRIES_SECONDS):
                raise problem(429, "too_many_tries", "Too many tries: please wait five minutes.")
        operator = await ports.operators.by_login(form.login)
        request.state.acting = Acting(operator=operator.id if operator else None, on={})
        known = operator.password_hash if operator else NOBODYS_HASH
        fits = await run_in_threadpool(password_fits, known, form.password)
        if not fits or operator is None or not operator.active:
            raise problem(401, "wrong_login", "Login or password is wrong.", field="password")
        for key in limits:
            await ports.throttle.forget(key)
        return await door.open(request, response, operator)

    @api.post("/login/code", responses={401: {"model": Refused}, 409: {"model": Refused}, 429: {"model": Refused}})
    async def show_code(form: CodeForm, request: Request, response: Response) -> MeView:
        """The second factor: a code by the time, or one of those for recovery."""
        found = await guard.behind(request)
        if found is None or found.login.lacks is not Lack.CODE:
            raise problem(401, "signed_out", "Please sign in.")
        request.state.acting = Acting(operator=found.operator.id, on={})
        if not await door.second.passes(found.operator.id, form.code):
            raise problem(401, "wrong_code", "This code is wrong, or was used already.", field="code")
        return me(found.operator, (await guard.let_in(request, response, found.operator)).csrf)

    @api.get("/me", responses={401: {"model": Refused}})
    async def who_am_i(request: Request) -> MeView:
        found = await guard.who(request)
        if found is None:
            raise problem(401, "signed_out", "Please sign in.")
        return me(found.operator, found.login.csrf)

    @api.post(
        "/logout", status_code=204, dependencies=[Depends(guard.leaving)],
        responses={401: {"model": Refused}, 403: {"model": Refused}},
    )  # fmt: skip
    async def sign_out(request: Request, response: Response) -> None:
        """Also for who is on the way in only."""
        await guard.let_out(request, response)

    return api
