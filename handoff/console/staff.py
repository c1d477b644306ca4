"""Who works here: an admin adds and edits people, supervisors read. Who has left can't sign in; their name stays."""

import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from handoff.checks import operator_problems
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, at, problem, refusals, refuse, wrong_fields
from handoff.console.passwords import LONGEST, hash_password, password_problem
from handoff.console.schemas import Schema
from handoff.desk import Desk
from handoff.hours import BusinessHours
from handoff.ids import LineId, OperatorId
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.ports import Lines, Logins, LoginTaken, Operators, Team

Password = Annotated[str, Field(max_length=LONGEST)]
"""What else it must be is said in `passwords`."""


class StaffCard(Schema):
    """What an admin edits of a person. `skills` have levels from 1 to 5; no `shift`: whenever their lines are open."""

    login: Annotated[str, Field(min_length=1, max_length=100)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    role: Role = Role.OPERATOR
    lines: frozenset[LineId] = frozenset()
    languages: tuple[str, ...] = ("en",)
    skills: Mapping[str, int] = Field(default_factory=dict)
    regions: tuple[str, ...] = ()
    shift: BusinessHours | None = None
    capacity: int | None = None
    """In units of effort; empty: as the line says."""
    supervises: frozenset[LineId] = frozenset()
    email: Annotated[str | None, Field(max_length=200)] = None


class StaffView(Schema):
    """All of a person but their secrets. `version` is the base of the next change."""

    id: OperatorId
    value: StaffCard
    active: bool
    presence: Presence
    away_reason: AwayReason | None
    presence_since: datetime | None
    telegram_linked: bool
    version: int


class StaffForm(Schema):
    """A person as they are to be; refused as `stale` when somebody has changed them since version `base`."""

    base: Annotated[int, Field(ge=0)]
    value: StaffCard


class NewStaffForm(Schema):
    """Without a password one is made."""

    value: StaffCard
    password: Password | None = None


class PasswordForm(Schema):
    """Without a password one is made."""

    password: Password | None = None


class NewPassword(Schema):
    """`password` is the one that was made, shown this once; None where it was given."""

    staff: StaffView
    password: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffPorts:
    operators: Operators
    lines: Lines
    logins: Logins
    team: Team
    desk: Desk
    freed: Callable[[], Awaitable[None]]
    """Somebody can take more, or others can: the queues are looked at again."""


def router(ports: StaffPorts, guard: Guard) -> APIRouter:
    api = APIRouter(prefix="/staff", responses=REFUSALS, tags=["staff"], route_class=StaffRoute)
    Reader = Annotated[Operator, Depends(guard.at_least(Role.SUPERVISOR))]
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]

    async def known(operator_id: OperatorId) -> Operator:
        found = await ports.operators.get(operator_id)
        if found is None:
            raise problem(404, "not_found", "There is no such person.")
        return found

    async def store(operator: Operator, base: int) -> Operator:
        refuse([at(path, said) for path, said in operator_problems(operator, [x.id for x in await ports.lines.all()])])
        try:
            async with refusals():
                return await ports.operators.change(operator, base=base)
        except LoginTaken as error:
            raise wrong_fields([at(("login",), "Somebody else has this login.")]) from error

    @api.get("")
    async def list_staff(me: Reader) -> list[StaffView]:
        return [view(each) for each in await ports.operators.all()]

    @api.post("", status_code=201)
    async def add_person(me: Admin, form: NewStaffForm) -> NewPassword:
        password, made = await _password(form.password, form.value.login, form.value.name)
        taken = await ports.operators.get(OperatorId(form.value.login)) is not None
        # An id stays in the history, so it is never given again, even where a login is.
        operator_id = OperatorId(f"{form.value.login}-{secrets.token_hex(3)}" if taken else form.value.login)
        person = replace(
            _edited(Operator(id=operator_id, login="", name=""), form.value), password_hash=await _hashed(password)
        )  # fmt: skip
        return NewPassword(staff=view(await store(person, 0)), password=made)

    @api.put("/{operator_id}")
    async def change_person(me: Admin, operator_id: OperatorId, form: StaffForm) -> StaffView:
        before = await known(operator_id)
        after = await store(_edited(before, form.value), form.base)
        if before.role is Role.ADMIN and after.role is not Role.ADMIN:
            await keep_an_admin(before, after)
        await ports.freed()
        return view(after)

    @api.post("/{operator_id}/password")
    async def set_password(me: Admin, operator_id: OperatorId, form: PasswordForm) -> NewPassword:
        """Signs the person out everywhere."""
        person = await known(operator_id)
        password, made = await _password(form.password, person.login, person.name)
        changed = await store(replace(person, password_hash=await _hashed(password)), person.version)
        await ports.logins.remove_all(operator_id)
        return NewPassword(staff=view(changed), password=made)

    @api.post("/{operator_id}/deactivate")
    async def deactivate(me: Admin, operator_id: OperatorId) -> StaffView:
        """They have left: signed out everywhere, and what they hold goes back to the queues."""
        before = await known(operator_id)
        after = await store(replace(before, active=False), before.version)
        await keep_an_admin(before, after)
        await ports.logins.remove_all(operator_id)
        await ports.operators.set_presence(operator_id, Presence.OFFLINE, None, ports.desk.clock())
        held = [each.id for each in await ports.team.held() if each.operator == operator_id]
        await ports.desk.reassign(held, me)
        return view(await known(operator_id))

    @api.post("/{operator_id}/activate")
    async def activate(me: Admin, operator_id: OperatorId) -> StaffView:
        """They are back."""
        person = await known(operator_id)
        return view(await store(replace(person, active=True), person.version))

    async def keep_an_admin(before: Operator, after: Operator) -> None:
        """Undoes the change that left nobody who could undo it.

        Looking afterwards, since two admins may take each other's role away at the same moment.
        """
        if any(each.active and each.role is Role.ADMIN for each in await ports.operators.all()):
            return
        await ports.operators.change(before, base=after.version)
        raise problem(409, "last_admin", "This is the last admin: make somebody else one first.")

    return api


def view(operator: Operator) -> StaffView:
    return StaffView(
        id=operator.id,
        value=StaffCard.model_validate(operator, extra="ignore"),
        active=operator.active,
        presence=operator.presence,
        away_reason=operator.away_reason,
        presence_since=operator.presence_since,
        telegram_linked=operator.telegram_id is not None,
        version=operator.version,
    )


def _edited(operator: Operator, card: StaffCard) -> Operator:
    return replace(operator, **dict(card))


async def _password(given: str | None, *about: str) -> tuple[str, str | None]:
    """The one to set, and the one to show."""
    if given is None:
        made = secrets.token_urlsafe(12)
        return made, made
    if wrong := await run_in_threadpool(password_problem, given, about):
        raise wrong_fields([at(["password"], wrong)])
    return given, None


async def _hashed(password: str) -> str:
    return await run_in_threadpool(hash_password, password)
