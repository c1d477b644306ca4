"""Drafts: the list, a new one, saving over the version that one began with, merging, putting away, and files."""

from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Response
from pydantic import ValidationError

from flows.console.errors import refusal, refusals_at
from flows.console.ports import Author, Clock, Company, Doors, InProgress
from flows.console.reading import draft_of, file_of, flow_of, new, same
from flows.console.schemas import (
    Base,
    ConflictView,
    FlowEdit,
    FlowRow,
    FlowView,
    ImportForm,
    MergeForm,
    MergeView,
    NewFlow,
    Saved,
    written,
)
from flows.errors import StaleDraft
from flows.files import dump
from flows.folder import file_name
from flows.merging import merge
from flows.model import Flow, Layout
from flows.words import FlowId


def router(company: Company, sessions: InProgress, doors: Doors, clock: Clock) -> APIRouter:
    api = APIRouter(
        prefix="/flows", tags=["flows"], responses=refusals_at(doors), route_class=doors.route,
        dependencies=[Depends(doors.reader)],
    )  # fmt: skip
    Editor = Annotated[Author, Depends(doors.editor)]
    flows = company.flows

    async def view(id: str) -> FlowView:
        around = await company.around()
        return FlowView.of(await draft_of(flows, id), await flows.library(), around.name)

    async def save(flow: Flow, layout: Layout, base: int, me: Author) -> Saved:
        at = clock()
        try:
            version = await flows.save(flow, layout, base=base, by=me.id, at=at)
        except StaleDraft as error:
            raise await stale(company, flow.id) from error
        return Saved(version=version, saved_at=at)

    @api.get("")
    async def list_flows() -> list[FlowRow]:
        library, around = await flows.library(), await company.around()
        return [
            FlowRow.of(each, library, around.name, sum((await sessions.by_revision(each.flow.id)).values()))
            for each in await flows.drafts()
        ]

    @api.post("", status_code=201)
    async def add_flow(form: NewFlow, me: Editor) -> FlowView:
        """An empty flow, or a copy of a template. Its id stays for ever."""
        if await flows.draft(FlowId(form.id)):
            raise _taken(form.id)
        await save(new(form), {}, 0, me)
        return await view(form.id)

    @api.post("/import")
    async def import_flow(form: ImportForm, me: Editor) -> FlowView:
        """A file as this makes it, as the draft of the flow that it names."""
        file = file_of(form.file)
        draft = await flows.draft(file.flow.id)
        if draft and not form.overwrite:
            raise _taken(file.flow.id)
        await save(file.flow, file.layout, draft.version if draft else 0, me)
        return await view(file.flow.id)

    @api.get("/{id}")
    async def get_flow(id: str) -> FlowView:
        return await view(id)

    @api.put("/{id}")
    async def save_flow(id: str, form: FlowEdit, me: Editor) -> Saved:
        """The draft, in whatever state. Nothing of it is in force before it is published."""
        await draft_of(flows, id)
        return await save(same(flow_of(form.flow), id), form.layout, form.base, me)

    @api.post("/{id}/merge", dependencies=[Depends(doors.editor)])
    async def merge_flow(id: str, form: MergeForm) -> MergeView:
        """Both changes in one, to be looked at and saved. Nothing is saved here."""
        theirs, base, ours = await draft_of(flows, id), flow_of(form.base), flow_of(form.ours)
        try:
            merged = merge(base=base, ours=same(ours, id), theirs=theirs.flow)
        except ValidationError as error:
            message = "Together they are too large for a flow. Move some of the steps into another one."
            raise refusal(422, "invalid", message, field="steps") from error
        conflicts = [ConflictView.model_validate(each) for each in merged.conflicts]
        return MergeView(flow=written(merged.flow), version=theirs.version, conflicts=conflicts)

    @api.post("/{id}/archive")
    async def archive_flow(id: str, form: Base, me: Editor) -> Saved:
        """It begins no more; who is in it goes on to its end."""
        return await put_away(id, form, me, archived=True)

    @api.post("/{id}/restore")
    async def restore_flow(id: str, form: Base, me: Editor) -> Saved:
        """Its latest revision is in force again."""
        return await put_away(id, form, me, archived=False)

    async def put_away(id: str, form: Base, me: Author, *, archived: bool) -> Saved:
        draft, at = await draft_of(flows, id), clock()
        change = flows.archive if archived else flows.restore
        try:
            version = await change(draft.flow.id, base=form.base, by=me.id, at=at)
        except StaleDraft as error:
            raise await stale(company, id) from error
        return Saved(version=version, saved_at=at)

    @api.get("/{id}/file", response_class=Response)
    async def export_flow(id: str) -> Response:
        """The draft as a file: for another installation, or for git."""
        draft = await draft_of(flows, id)
        name = file_name(draft.flow.id).encode("ascii", "replace").decode()
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(dump(draft.flow, draft.layout), media_type="application/json", headers=headers)

    return api


async def stale(company: Company, id: str) -> HTTPException:
    """Somebody saved meanwhile: what they saved comes along, to be merged or overwritten."""
    draft, around = await draft_of(company.flows, id), await company.around()
    by = around.name(draft.author)
    return refusal(
        409, "stale", f"{by} saved this flow meanwhile. Merge both, or save over theirs.", version=draft.version,
        author=by, saved_at=draft.saved_at, flow=written(draft.flow), layout=draft.layout,
    )  # fmt: skip


def _taken(id: str) -> HTTPException:
    return refusal(409, "exists", f"There already is a flow “{id}”. Choose another id.", field="id")
