"""Heat: where sessions went in a flow over a period, and where they stopped."""

import asyncio
from datetime import date, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from flows.console.errors import refusal, refusals_at
from flows.console.ports import Clock, Company, Doors
from flows.console.reading import draft_of
from flows.console.schemas import Schema
from flows.heat import heat, revisions_of
from flows.ports import FlowRecords

PERIOD = timedelta(days=30)
"""Where none is named, up to now."""
LIMIT = 50_000
"""Records that are counted; of more, the newest."""


class EdgeView(Schema):
    """By the port whose edge was taken: a port without one may have led by another's."""

    step: str
    port: str
    sessions: int


class StepView(Schema):
    """`waiting` are there now; `dropped` left from there, `person` asked for one there, `failed` met an error."""

    step: str
    sessions: int
    waiting: int
    dropped: int
    person: int
    failed: int


class RevisionCount(Schema):
    number: int
    began: int


class DayView(Schema):
    """What became of those that began on this day, in the company's time zone."""

    day: date
    began: int
    finished: int
    person: int
    dropped: int


class HeatView(Schema):
    """All counts are of sessions, each once. `cut`: there were more records than can be counted at once, and these
    are of the newest.
    """

    began: int
    finished: int
    person: int
    dropped: int
    failed: int
    edges: list[EdgeView]
    steps: list[StepView]
    revisions: list[RevisionCount]
    days: list[DayView]
    cut: bool


def router(company: Company, records: FlowRecords, doors: Doors, clock: Clock) -> APIRouter:
    api = APIRouter(
        tags=["flows"], responses=refusals_at(doors), route_class=doors.route, dependencies=[Depends(doors.reader)]
    )

    @api.get("/flows/{id}/heat")
    async def get_heat(
        id: str,
        since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
        to: AwareDatetime | None = None,
        revision: int | None = None,
    ) -> HeatView:
        """As it stood at the end of the period, which is a month up to now where none is named."""
        flow = (await draft_of(company.flows, id)).flow.id
        until = min(to or clock(), clock())
        since = since or until - PERIOD
        if since >= until:
            raise refusal(422, "invalid", "The period has to begin before it ends, and in the past.", field="from")
        rows = await records.rows(flow, since=since, until=until, limit=LIMIT)
        library = await company.flows.library([(flow, number) for number in revisions_of(flow, rows)])
        flows = {number: each.flow for number, each in library.revisions.get(flow, {}).items()}
        zone = ZoneInfo((await company.around()).zone)
        found = await asyncio.to_thread(heat, flow, rows, flows, until=until, zone=zone, revision=revision)
        view = {name: getattr(found, name) for name in HeatView.model_fields if name != "cut"}
        return HeatView.model_validate(view | {"cut": len(rows) == LIMIT})

    return api
