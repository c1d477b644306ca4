"""Replay: which of the recorded dialogues a draft would lead another way."""

import asyncio
import time
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import AwareDatetime, Field

from flows.console.errors import refusals_at
from flows.console.ports import Company, Doors
from flows.console.reading import draft_of, flow_of, same
from flows.console.schemas import FlowDocument, PassageView, Schema
from flows.model import Flow, Library
from flows.ports import FlowRecords
from flows.replay import Replayed
from flows.replay.many import Dialogues, Found
from flows.replay.sentence import Code
from flows.replay.transcript import Who

LIMIT = 500
BUDGET = 20.0
"""Seconds. What could not be played by then is left out, and said."""


class ReplayForm(Schema):
    """The draft as it is on the canvas, and the period that the dialogues are from; the latest ones first."""

    flow: FlowDocument
    since: Annotated[AwareDatetime, Field(alias="from")]
    to: AwareDatetime
    limit: Annotated[int, Field(ge=1, le=LIMIT)] = 100


class SentenceView(Schema):
    """`text` is English, with the values put in; `code` and `values` are for whoever has own words."""

    code: Code
    text: str
    values: dict[str, "str | SentenceView"]


class ReplayLine(Schema):
    """`sentence`, if it is not in somebody's own words. `differs`: the other dialogue has no such line there."""

    at: datetime
    who: Who
    text: str
    sentence: SentenceView | None
    step: str | None
    differs: bool


class DifferentView(Schema):
    """A dialogue that goes another way, as it was and as it would be; `at_move` counts what happened in it, from 0."""

    conversation: str
    session: str
    run: str
    began_at: datetime
    channel: str
    language: str
    at_move: int
    reasons: list[SentenceView]
    recorded: list[ReplayLine]
    draft: list[ReplayLine]
    recorded_way: list[PassageView]
    draft_way: list[PassageView]

    @classmethod
    def of(cls, replayed: Replayed) -> "DifferentView":
        dialogue, first = replayed.dialogue, replayed.dialogue.records[0]
        facts = first.moves[0].facts
        return cls(
            conversation=dialogue.conversation, session=dialogue.session, run=dialogue.run, began_at=first.at,
            channel=facts.channel, language=facts.language, at_move=replayed.at_move or 0,
            reasons=[SentenceView.model_validate(each) for each in replayed.reasons],
            recorded=[ReplayLine.model_validate(line) for line in replayed.recorded],
            draft=[ReplayLine.model_validate(line) for line in replayed.draft],
            recorded_way=[PassageView.model_validate(each) for each in replayed.recorded_way],
            draft_way=[PassageView.model_validate(each) for each in replayed.draft_way],
        )  # fmt: skip


class ReplayView(Schema):
    """`dialogues` were played. Others could not be read, or the time was over before their turn."""

    dialogues: int
    same: int
    different: list[DifferentView]
    unreadable: int
    left_out: int

    @classmethod
    def of(cls, found: Found) -> "ReplayView":
        return cls(
            dialogues=found.same + len(found.different), same=found.same,
            different=[DifferentView.of(each) for each in found.different], unreadable=found.unreadable,
            left_out=found.left_out,
        )  # fmt: skip


def router(company: Company, records: FlowRecords, doors: Doors) -> APIRouter:
    api = APIRouter(
        tags=["flows"], responses=refusals_at(doors), route_class=doors.route, dependencies=[Depends(doors.reader)]
    )

    @api.post("/flows/{id}/replay")
    async def replay_dialogues(id: str, form: ReplayForm) -> ReplayView:
        """Play what was recorded with the draft in place of the flow. Nothing is said, called or kept."""
        await draft_of(company.flows, id)
        draft = same(flow_of(form.flow), id)
        kept = await records.runs(draft.id, since=form.since, until=form.to, limit=form.limit)
        dialogues = await asyncio.to_thread(Dialogues.of, kept)
        library = await company.flows.library(dialogues.revisions())
        # In a thread, since the live feed of everybody else goes on meanwhile.
        return await asyncio.to_thread(lambda: ReplayView.of(_played(draft, dialogues, library)))

    return api


def _played(draft: Flow, dialogues: Dialogues, library: Library) -> Found:
    end = time.monotonic() + BUDGET
    return dialogues.replayed(draft, library, in_time=lambda: time.monotonic() < end)
