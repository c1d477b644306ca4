"""The systems that flows speak with: processes they start, webhooks that start them, hosts they may call inside."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import Field, HttpUrl

from flows.console.errors import refusal, refusals, refusals_at
from flows.console.ports import Author, Clock, Doors
from flows.console.schemas import Schema
from flows.errors import StaleSystems
from flows.ports import Secrets, SystemsStore
from flows.systems import Systems

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
Secret = Annotated[str | None, Field(min_length=16, max_length=1_000, repr=False)]
"""Null keeps the one there is."""


class ProcessView(Schema):
    """Started by a signed request to `url`."""

    id: str
    url: str
    has_secret: bool


class HookView(Schema):
    """Other systems call it at `url`, signed."""

    id: str
    url: str
    has_secret: bool


class SystemsView(Schema):
    processes: list[ProcessView]
    hooks: list[HookView]
    private_hosts: list[str]
    version: int


class ProcessForm(Schema):
    id: Id
    url: HttpUrl
    secret: Secret = None


class HookForm(Schema):
    id: Id
    secret: Secret = None


class SystemsForm(Schema):
    """All of it as it is to be; refused as `stale` when somebody saved since version `base`."""

    processes: list[ProcessForm]
    hooks: list[HookForm]
    private_hosts: list[Annotated[str, Field(pattern=r"^[A-Za-z0-9.:\[\]_-]{1,253}$")]]
    base: Annotated[int, Field(ge=0)]


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemPorts:
    """The secrets that are signed with, by id. `hooks_at` is what the addresses of incoming webhooks begin with."""

    store: SystemsStore
    processes: Secrets
    hooks: Secrets
    hooks_at: str


def router(ports: SystemPorts, doors: Doors, clock: Clock) -> APIRouter:
    api = APIRouter(
        prefix="/flow-systems", tags=["flows"], responses=refusals_at(doors), route_class=doors.route,
        dependencies=[Depends(doors.reader)],
    )  # fmt: skip

    @api.get("")
    async def get_systems() -> SystemsView:
        return await view(await ports.store.current())

    @api.put("")
    async def save_systems(form: SystemsForm, me: Annotated[Author, Depends(doors.editor)]) -> SystemsView:
        refuse_twice("processes", [each.id for each in form.processes])
        refuse_twice("hooks", [each.id for each in form.hooks])
        before, at = await ports.store.current(), clock()
        systems = Systems(
            processes={each.id: str(each.url) for each in form.processes},
            hooks=frozenset(each.id for each in form.hooks),
            private_hosts=frozenset(each.lower() for each in form.private_hosts), version=form.base,
        )  # fmt: skip
        given = {each.id: each.secret for each in form.processes}, {each.id: each.secret for each in form.hooks}
        with refusals():
            if before.version != form.base:
                raise StaleSystems(before.version)
            # Before the systems themselves: without a key nothing at all is changed.
            for secrets, those in zip((ports.processes, ports.hooks), given, strict=True):
                for id, secret in those.items():
                    if secret is not None:
                        await secrets.put(id, secret, by=me.id, at=at)
            saved = await ports.store.save(systems, by=me.id, at=at)
        for id in before.processes.keys() - given[0].keys():
            await ports.processes.delete(id)
        for id in before.hooks - given[1].keys():
            await ports.hooks.delete(id)
        return await view(saved)

    async def view(systems: Systems) -> SystemsView:
        signed_out, signed_in = await names(ports.processes), await names(ports.hooks)
        return SystemsView(
            processes=[
                ProcessView(id=id, url=url, has_secret=id in signed_out) for id, url in systems.processes.items()
            ],
            hooks=[
                HookView(id=id, url=f"{ports.hooks_at}/{id}", has_secret=id in signed_in)
                for id in sorted(systems.hooks)
            ],
            private_hosts=sorted(systems.private_hosts), version=systems.version,
        )  # fmt: skip

    return api


async def names(secrets: Secrets) -> frozenset[str]:
    return frozenset(each.name for each in await secrets.kept())


def refuse_twice(field: str, ids: list[str]) -> None:
    for place, id in enumerate(ids):
        if id in ids[:place]:
            raise refusal(
                422, "invalid", f"“{id}” is there twice. Give one of them another id.", field=f"{field}.{place}.id"
            )
