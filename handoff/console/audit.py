"""The audit log of the staff's API: each change that somebody asks for is noted before it is answered.

It is noted in one place, around all routes, so that no route can forget to. Who asks, the guard has found out.
"""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from handoff.console.auth import Acting, Guard
from handoff.console.errors import REFUSALS, StaffRoute
from handoff.console.schemas import Schema
from handoff.ids import OperatorId
from handoff.notary import Notary
from handoff.operator import Operator, Role
from handoff.ports import Clock
from handoff.ports.audit import Audit, Deed, DeedQuery, Source

_SAFE = {"GET", "HEAD", "OPTIONS"}
_CHANGE_NOTHING = ("/seen", "/notices/read", "/articles/try", "/flow-check", "/flow-try", "/replay", "/rules/test")
"""How the routes end that only look, and are asked by POST since they are asked much."""
VEILED = "veiled"
"""In a request's state: what it is about, by a route after which nobody can tell any more."""


class Auditing:
    """Plain ASGI, around the application."""

    def __init__(self, app: ASGIApp, *, audit: Audit, clock: Clock) -> None:
        self._app, self._notary, self._clock = app, Notary(audit), clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _SAFE or scope["path"].endswith(_CHANGE_NOTHING):
            await self._app(scope, receive, send)
            return
        scope.setdefault("state", {})

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                await self._note(scope, message["status"])
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception:
            await self._note(scope, 500)
            raise

    async def _note(self, scope: Scope, status: int) -> None:
        acting: Acting | None = scope["state"].pop("acting", None)
        if acting is None:  # none of the staff
            return
        path = scope["path"]
        for name, value in acting.on.items():
            path = path.replace(f"/{value}", f"/{{{name}}}", 1)
        client, veiled = scope.get("client"), scope["state"].pop(VEILED, None)
        deed = Deed(
            at=self._clock(), operator=acting.operator, did=f"{scope['method']} {path}", status=status,
            on=acting.on if veiled is None else veiled, address=client[0] if client else "", source=Source.CONSOLE,
        )  # fmt: skip
        await self._notary.note(deed, veiled=veiled is not None)


class DeedView(Schema):
    """What somebody asked for, and the status of the answer: from 400 on it was refused.

    A place in `on` that begins with `~` is a customer who is not there any more.
    """

    number: int
    at: AwareDatetime
    operator: OperatorId | None
    did: str
    on: Mapping[str, str]
    status: int
    address: str
    source: Source


def router(audit: Audit, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["audit"], route_class=StaffRoute)
    Word = Annotated[str | None, Query(max_length=300)]

    @api.get("/audit")
    async def list_deeds(
        me: Annotated[Operator, Depends(guard.at_least(Role.ADMIN))],
        operator: Word = None,
        did: Word = None,
        source: Source | None = None,
        about: Word = None,
        since: AwareDatetime | None = None,
        until: AwareDatetime | None = None,
        refused: bool | None = None,
        before: Annotated[int | None, Query(ge=1, le=2**53)] = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> list[DeedView]:
        """Who changed what, the latest first; `before` is the number of the last one of the page before."""
        query = DeedQuery(
            operator=OperatorId(operator) if operator else None, did=did, source=source, about=about, since=since,
            until=until, refused=refused, before=before, limit=limit,
        )  # fmt: skip
        return [
            DeedView(
                number=each.number, at=each.deed.at, operator=each.deed.operator, did=each.deed.did, on=each.deed.on,
                status=each.deed.status, address=each.deed.address, source=each.deed.source,
            )
            for each in await audit.page(query)
        ]  # fmt: skip

    return api
