"""One's own second factor: take it up, renew the codes for recovery, put it down; and an admin's reset of another's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import AwareDatetime

from handoff.console.auth import Guard, SignedIn
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, wrong_fields
from handoff.console.schemas import Refused, Schema
from handoff.console.second_step import SecondStep
from handoff.console.signing_in import CodeForm
from handoff.ids import OperatorId
from handoff.operator import Operator, Role
from handoff.ports import Logins, Operators

_NOT_RIGHT = "This code is wrong, or was used already. Look whether the phone's clock is right, and type the next one."


class FactorView(Schema):
    """`required`: it may be changed, and not put down for good."""

    since: AwareDatetime | None
    recovery_left: int
    required: bool


class OfferedFactor(Schema):
    """For the phone: the secret to type, and the same as a picture (a data URL of an SVG)."""

    secret: str
    picture: str


class RecoveryCodes(Schema):
    """Shown this once; each is good once."""

    codes: list[str]


def router(second: SecondStep, operators: Operators, logins: Logins, guard: Guard) -> APIRouter:
    responses = {**REFUSALS, 429: {"model": Refused}}
    api = APIRouter(responses=responses, tags=["login"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]
    Enrolling = Annotated[SignedIn, Depends(guard.enrolling)]
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    async def show(me: Operator, code: str) -> None:
        """Who changes it has to have it, or whoever comes by an open page would."""
        if not await second.passes(me.id, code):
            raise wrong_fields([at(["code"], _NOT_RIGHT)])

    @api.get("/me/second-factor")
    async def get_factor(me: Me) -> FactorView:
        factor = await second.factor(me.id)
        return FactorView(
            since=factor.since if factor else None,
            recovery_left=len(factor.recovery) if factor else 0,
            required=second.policy.asks(me.role),
        )

    @api.post("/me/second-factor")
    async def offer_factor(who: Enrolling) -> OfferedFactor:
        """Begin: nothing changes until a code is shown."""
        await none_yet(who.operator.id)
        secret, picture = await second.offer(who.operator)
        return OfferedFactor(secret=secret, picture=picture)

    @api.post("/me/second-factor/confirm")
    async def take_up_factor(who: Enrolling, form: CodeForm, request: Request, response: Response) -> RecoveryCodes:
        """The phone has it: from now on it is asked for. Who only lacked this is in."""
        await none_yet(who.operator.id)
        codes = await second.take_up(who.operator.id, form.code)
        if codes is None:
            raise wrong_fields([at(["code"], _NOT_RIGHT)])
        if who.login.lacks is not None:
            await guard.let_in(request, response, who.operator)
        return RecoveryCodes(codes=list(codes))

    @api.post("/me/second-factor/recovery-codes")
    async def renew_recovery(me: Me, form: CodeForm) -> RecoveryCodes:
        """The ones of before are good no more."""
        await show(me, form.code)
        return RecoveryCodes(codes=list(await second.renew_recovery(me.id)))

    @api.post("/me/second-factor/remove", status_code=204)
    async def put_down_factor(me: Me, form: CodeForm) -> None:
        """Where one is required, the next sign-in asks for another."""
        await show(me, form.code)
        await second.factors.remove(me.id)

    @api.get("/staff/second-factors")
    async def list_who_has_one(me: Admin) -> list[OperatorId]:
        return sorted(await second.factors.everybody())

    @api.delete("/staff/{operator_id}/second-factor", status_code=204)
    async def reset_factor(me: Admin, operator_id: OperatorId) -> None:
        """For who has lost phone and codes: signed out everywhere, they come in by the password alone."""
        if await operators.get(operator_id) is None:
            raise problem(404, "not_found", "There is no such person.")
        await second.factors.remove(operator_id)
        await logins.remove_all(operator_id)

    async def none_yet(operator_id: OperatorId) -> None:
        if await second.factors.has(operator_id):
            raise problem(409, "has_factor", "There is a second factor already: remove it first.")

    return api
