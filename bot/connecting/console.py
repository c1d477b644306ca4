"""`/api/channels`: messengers' accounts, for admins; others know their names. Secrets come in here and never go out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from bot.channels.base import channel_name
from bot.connecting.making import Unfit
from bot.connecting.saving import Connecting, Environments, NotThere, Wanted
from bot.connecting.schemas import (
    AccountName,
    ChangedConnection,
    ConnectionForm,
    Connections,
    ConnectionView,
    Kinds,
    KindView,
    NewConnection,
    Payloads,
    PayloadView,
    RawLetter,
    RemovedView,
    TestedView,
    TestForm,
)
from bot.connecting.showing import Showing
from bot.connecting.trying import Trying
from flows.errors import SecretsLocked
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute, problem, refusals, wrong_fields
from handoff.console.schemas import FieldProblem
from handoff.operator import Operator, Role
from handoff.ports import Books
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.payloads import MongoPayloads

_LATEST = 50
_NOT_THERE = "There is no such connection."


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionPorts:
    connecting: Connecting
    showing: Showing
    trying: Trying
    books: Books
    payloads: MongoPayloads
    dead_letters: MongoDeadLetters


def router(ports: ConnectionPorts, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["channels"], route_class=StaffRoute)
    Me = Annotated[Operator, Depends(guard.operator)]
    Admin = Annotated[Operator, Depends(guard.at_least(Role.ADMIN))]
    connecting, roster = ports.connecting, ports.connecting.roster

    async def view(name: str) -> ConnectionView:
        entry = roster.entry(name)
        if entry is None:
            raise problem(404, "not_found", _NOT_THERE)
        return await ports.showing.one(entry, await ports.books.now())

    @api.get("/channels")
    async def list_connections(me: Admin) -> Connections:
        """Those of the environment first."""
        await roster.refresh()
        return await ports.showing.all(await ports.books.now())

    @api.get("/channels/kinds")
    async def list_kinds(me: Admin) -> Kinds:
        """What can be connected, and what is entered for it."""
        maker = connecting.maker
        return Kinds(
            items=[
                KindView(
                    name=kind.name, title=kind.title, several=kind.several, fields=kind.schema,
                    needs_public_url=kind.needs_public_url,
                    guide={language: list(steps) for language, steps in kind.guide.items()},
                )
                for kind in maker.kinds
            ],
            public_url=maker.webhook_url("") is not None,
        )  # fmt: skip

    @api.get("/channels/names")
    async def list_names(me: Me) -> list[AccountName]:
        """What staff call the accounts that customers write to."""
        connections = [each.connection for each in roster.entries()]
        return [AccountName(channel=each.kind, account=each.account, title=each.title) for each in connections]

    @api.post("/channels/test")
    async def test_connection(me: Admin, form: TestForm) -> TestedView:
        """Ask the messenger who we are; nothing is stored."""
        async with _refusals():
            tried = await ports.trying.attempt(form.kind, form.name, form.settings, form.secrets)
        return TestedView(ok=tried.ok, who=tried.who, reason=tried.reason)

    @api.post("/channels", status_code=201)
    async def add_connection(me: Admin, form: NewConnection) -> ConnectionView:
        """Works within a second. The account stays for ever: conversations are named by it."""
        async with _refusals():
            added = await connecting.add(form.kind, form.account, _wanted(form), by=me.id)
        return await view(channel_name(added.kind, added.account))

    @api.put("/channels/{name}")
    async def change_connection(me: Admin, name: str, form: ChangedConnection) -> ConnectionView:
        async with _refusals():
            await connecting.change(name, _wanted(form), base=form.version, by=me.id)
        return await view(name)

    @api.delete("/channels/{name}")
    async def remove_connection(me: Admin, name: str, version: Annotated[int, Query(ge=1)]) -> RemovedView:
        """Its conversations stay; what was still to be sent there fails with that reason."""
        async with _refusals():
            return RemovedView(warning=await connecting.remove(name, base=version))

    @api.get("/channels/{name}/payloads")
    async def list_payloads(me: Admin, name: str) -> Payloads:
        """The last requests of the messenger, the newest first."""
        found = await ports.payloads.latest(name, _LATEST)
        return Payloads(items=[PayloadView(at=each.at, headers=dict(each.headers), body=each.body) for each in found])

    @api.get("/dead-letters/raw")
    async def show_dead_letter(me: Admin, id: str) -> RawLetter:
        """An event that was set aside, as it came."""
        raw = await ports.dead_letters.raw(id)
        if raw is None:
            raise problem(404, "not_found", "There is no such event.")
        return RawLetter(id=id, raw=raw)

    return api


def _wanted(form: ConnectionForm) -> Wanted:
    return Wanted(
        title=form.title.strip(), settings=form.settings, secrets=form.secrets, line=form.line or None,
        flows=tuple(dict.fromkeys(form.flows)), on=form.on,
    )  # fmt: skip


@asynccontextmanager
async def _refusals() -> AsyncIterator[None]:
    try:
        async with refusals():
            yield
    except Unfit as error:
        raise wrong_fields([FieldProblem(field=each.field, message=each.message) for each in error.wrong]) from error
    except SecretsLocked as error:
        raise problem(409, "secrets_locked", str(error)) from error
    except Environments as error:
        raise problem(409, "from_environment", str(error)) from error
    except NotThere as error:
        raise problem(404, "not_found", _NOT_THERE) from error
