"""Secrets that flows name: their values come in here and never go out."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Response
from pydantic import Field

from flows import gallery
from flows.console.errors import refusal, refusals, refusals_at
from flows.console.ports import Author, Clock, Company, Doors
from flows.console.reading import in_force
from flows.console.schemas import Schema
from flows.model import Flow

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$")]


class SecretRow(Schema):
    """`used_by` are the flows whose drafts or revisions in force name it."""

    name: str
    saved_at: datetime
    by: str
    used_by: list[str]


class SecretForm(Schema):
    value: Annotated[str, Field(min_length=1, max_length=10_000, repr=False)]


def router(company: Company, doors: Doors, clock: Clock) -> APIRouter:
    api = APIRouter(
        prefix="/flow-secrets", tags=["flows"], responses=refusals_at(doors), route_class=doors.route,
        dependencies=[Depends(doors.reader)],
    )  # fmt: skip
    Editor = Annotated[Author, Depends(doors.editor)]

    @api.get("")
    async def list_secrets() -> list[SecretRow]:
        around, current = await company.around(), in_force(await company.flows.library())
        drafts = [each.flow for each in await company.flows.drafts() if not each.archived]
        return [
            SecretRow(
                name=each.name, saved_at=each.saved_at, by=around.name(each.by),
                used_by=sorted({flow.id for flow in (*drafts, *current.values()) if names(flow, each.name)}),
            )
            for each in await company.secrets.kept()
        ]  # fmt: skip

    @api.put("/{name}", status_code=204)
    async def save_secret(name: Name, form: SecretForm, me: Editor) -> Response:
        """In place of what it was: calls that begin from now on carry it."""
        with refusals():
            await company.secrets.put(name, form.value, by=me.id, at=clock())
        return Response(status_code=204)

    @api.delete("/{name}", status_code=204, dependencies=[Depends(doors.editor)])
    async def delete_secret(name: Name) -> Response:
        """Refused while a flow in force names it."""
        current = in_force(await company.flows.library())
        if users := sorted(flow.id for flow in current.values() if names(flow, name)):
            message = f"It is used by {', '.join(users)}: let them do without it, and publish them, first."
            raise refusal(409, "in_use", message)
        await company.secrets.delete(name)
        return Response(status_code=204)

    return api


def names(flow: Flow, secret: str) -> bool:
    return secret in gallery.needs(flow).secrets
