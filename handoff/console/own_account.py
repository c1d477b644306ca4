"""One's own account: where one is signed in, and one's password."""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field
from starlette.concurrency import run_in_threadpool

from handoff.console.auth import Guard, SignedIn
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refusals, refuse, wrong_fields
from handoff.console.passwords import LONGEST, hash_password, password_fits, password_problem
from handoff.console.schemas import Refused, Schema
from handoff.console.signing_in import TRIES, TRIES_SECONDS
from handoff.ports import Logins, Operators, Throttle


class LoginRow(Schema):
    """A browser that is signed in; `device` is as it calls itself, `here` the one that asks."""

    id: str
    device: str
    address: str
    since: AwareDatetime
    seen_at: AwareDatetime
    here: bool


class OwnPasswordForm(Schema):
    current: Annotated[str, Field(max_length=LONGEST)]
    password: Annotated[str, Field(max_length=LONGEST)]


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPorts:
    operators: Operators
    logins: Logins
    throttle: Throttle


def router(ports: AccountPorts, guard: Guard) -> APIRouter:
    responses = {**REFUSALS, 429: {"model": Refused}}
    api = APIRouter(prefix="/me", responses=responses, tags=["login"], route_class=StaffRoute)
    Who = Annotated[SignedIn, Depends(guard.signed_in)]

    @api.get("/logins")
    async def list_logins(who: Who) -> list[LoginRow]:
        """The one that was seen last first."""
        return [
            LoginRow(
                id=each.id, device=each.device, address=each.address, since=each.since, seen_at=each.seen_at,
                here=each.id == who.login.id,
            )
            for each in await guard.logins_of(who.operator.id)
        ]  # fmt: skip

    @api.delete("/logins/{login_id}", status_code=204)
    async def sign_out_there(who: Who, login_id: str) -> None:
        if not await ports.logins.remove_one(who.operator.id, login_id):
            raise problem(404, "not_found", "You are not signed in there any more.")

    @api.post("/logins/end-others", status_code=204)
    async def sign_out_elsewhere(who: Who) -> None:
        await ports.logins.remove_all(who.operator.id, but=who.login.id)

    @api.post("/password", status_code=204)
    async def change_password(who: Who, form: OwnPasswordForm) -> None:
        """Signs out everywhere else."""
        me, key = who.operator, f"login:{who.operator.login}"
        if not await ports.throttle.allow(key, limit=TRIES, seconds=TRIES_SECONDS):
            raise problem(429, "too_many_tries", "Too many tries: please wait five minutes.")
        if not await run_in_threadpool(password_fits, me.password_hash, form.current):
            raise wrong_fields([at(["current"], "This is not your password.")])
        await ports.throttle.forget(key)
        wrong = await run_in_threadpool(password_problem, form.password, (me.login, me.name))
        refuse([at(["password"], wrong)] if wrong else [])
        async with refusals():
            kept = await run_in_threadpool(hash_password, form.password)
            await ports.operators.change(replace(me, password_hash=kept), base=me.version)
        await ports.logins.remove_all(me.id, but=who.login.id)

    return api
