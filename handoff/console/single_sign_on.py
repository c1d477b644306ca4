"""Signing in through another system. Who is not among the staff already stays outside: an admin adds people."""

import hmac
import secrets
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Annotated, Any

import structlog
from fastapi import APIRouter, HTTPException, Request, Response
from pydantic import Field

from handoff.console.auth import Acting, Guard, address_of
from handoff.console.errors import StaffRoute, problem
from handoff.console.schemas import MeView, Refused, Schema
from handoff.console.signing_in import TRIES_OF_ADDRESS, TRIES_SECONDS, Door, WayInView
from handoff.operator import Operator
from handoff.ports import Operators, Throttle
from handoff.ports.single_sign_on import Identity, Match, SignOn, SignOnFailed, Trip

log = structlog.get_logger()
COOKIE = "helpline_trip"
TRIP_LASTS = timedelta(minutes=10)
_FAILED = "Signing in through the other system did not work: try again, or sign in with your password."


class Elsewhere(Schema):
    address: str


class BackForm(Schema):
    """What the other system sent the browser back with."""

    code: Annotated[str, Field(min_length=1, max_length=4000)]
    state: Annotated[str, Field(min_length=1, max_length=200)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignOnPorts:
    system: SignOn | None
    match: Match
    operators: Operators
    throttle: Throttle
    door: Door


def known_as(identity: Identity, operators: Iterable[Operator], match: Match) -> Operator | None:
    """Whose identity it is; None as well where it could be two people's."""
    if match is Match.LOGIN:
        found = [each for each in operators if each.active and each.login == identity.login]
    else:
        email = (identity.email or "").strip().casefold()
        found = [each for each in operators if each.active and email and (each.email or "").strip().casefold() == email]
    return found[0] if len(found) == 1 else None


def router(ports: SignOnPorts, guard: Guard) -> APIRouter:
    refused: dict[int | str, dict[str, Any]] = {code: {"model": Refused} for code in (401, 403, 404, 409, 422, 429)}
    api = APIRouter(prefix="/login/single-sign-on", responses=refused, tags=["login"], route_class=StaffRoute)
    cookie = guard.named(COOKIE)

    async def system(request: Request) -> SignOn:
        if ports.system is None:
            raise problem(404, "not_found", "No other system is set up to sign in through.")
        key = f"single-sign-on:{address_of(request)}"
        if not await ports.throttle.allow(key, limit=TRIES_OF_ADDRESS, seconds=TRIES_SECONDS):
            raise problem(429, "too_many_tries", "Too many tries: please wait five minutes.")
        return ports.system

    @api.post("")
    async def go(request: Request, response: Response) -> Elsewhere:
        """Begin: where to go, with a cookie by which the browser is known when it is back."""
        there = await system(request)
        trip = Trip(
            state=secrets.token_urlsafe(24), nonce=secrets.token_urlsafe(24), verifier=secrets.token_urlsafe(48)
        )  # fmt: skip
        try:
            address = await there.address(trip)
        except SignOnFailed as error:
            raise failed(error) from error
        guard.keep(response, cookie, ".".join(astuple(trip)), TRIP_LASTS)
        return Elsewhere(address=address)

    @api.post("/back", responses={202: {"model": WayInView}})
    async def come_back(form: BackForm, request: Request, response: Response) -> MeView | WayInView:
        """202: who has a second factor here is asked for it, however they come."""
        there = await system(request)
        request.state.acting = Acting(operator=None, on={})
        trip = _trip(request.cookies.get(cookie))
        if trip is None or not hmac.compare_digest(trip.state.encode(), form.state.encode()):
            raise problem(401, "trip_over", "This took too long, or began in another browser: please sign in again.")
        guard.drop(response, cookie)
        try:
            identity = await there.who(form.code, trip)
        except SignOnFailed as error:
            raise failed(error) from error
        operator = known_as(identity, await ports.operators.all(), ports.match)
        if operator is None:
            shown = (identity.login if ports.match is Match.LOGIN else identity.email) or "?"
            raise problem(403, "unknown_person", f"Nobody here is known as “{shown}”: ask an admin to add you.")
        request.state.acting = Acting(operator=operator.id, on={})
        return await ports.door.open(request, response, operator, trusted=True)

    def failed(error: SignOnFailed) -> HTTPException:
        log.warning("Single sign-on failed", action="sign_on_failed", error=str(error))
        return problem(409, "sign_on_failed", _FAILED)

    return api


def _trip(kept: str | None) -> Trip | None:
    parts = (kept or "").split(".")
    return Trip(state=parts[0], nonce=parts[1], verifier=parts[2]) if len(parts) == 3 else None
