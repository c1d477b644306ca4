"""Publishing: freeze the draft as the revision in force, look at earlier ones, and go back to one."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends

from flows.console.drafts import stale
from flows.console.errors import missing, refusals, refusals_at
from flows.console.ports import Author, Clock, Company, Doors, InProgress
from flows.console.reading import draft_of, refuse_errors
from flows.console.schemas import PublishedView, PublishForm, RevisionRow, RevisionView, RollBackForm
from flows.errors import StaleDraft
from flows.model import Revision
from flows.words import FlowId


def router(company: Company, sessions: InProgress, doors: Doors, clock: Clock) -> APIRouter:
    api = APIRouter(
        prefix="/flows/{id}", tags=["flows"], responses=refusals_at(doors), route_class=doors.route,
        dependencies=[Depends(doors.reader)],
    )  # fmt: skip
    Editor = Annotated[Author, Depends(doors.editor)]
    flows = company.flows

    async def put_in_force(publish: Callable[[], Awaitable[Revision]], *, move_over: bool) -> PublishedView:
        with refusals():
            revision = await publish()
        moved = await sessions.move_over(revision.flow.id) if move_over else 0
        now = await sessions.by_revision(revision.flow.id)
        stayed = sum(count for number, count in now.items() if number != revision.number)
        return PublishedView(number=revision.number, moved=moved, stayed=stayed)

    @api.post("/publish")
    async def publish_flow(id: str, form: PublishForm, me: Editor) -> PublishedView:
        """In force within a second. Refused while the linter finds errors, and when somebody saved since `version`."""
        draft = await draft_of(flows, id)
        if draft.version != form.version:
            raise await stale(company, id)
        await refuse_errors(draft.flow, company)

        async def publish() -> Revision:
            return await flows.publish(
                draft.flow.id, version=form.version, by=me.id, at=clock(), comment=form.comment
            )  # fmt: skip

        try:
            return await put_in_force(publish, move_over=form.move_over)
        except StaleDraft as error:
            raise await stale(company, id) from error

    @api.post("/roll-back")
    async def roll_back_flow(id: str, form: RollBackForm, me: Editor) -> PublishedView:
        """An earlier revision is published anew, under the next number; the draft stays as it is."""
        old = await revision_of(id, form.number)
        await refuse_errors(old.flow, company)

        async def publish() -> Revision:
            return await flows.roll_back(FlowId(id), form.number, by=me.id, at=clock(), comment=form.comment)

        return await put_in_force(publish, move_over=form.move_over)

    @api.get("/revisions")
    async def list_revisions(id: str) -> list[RevisionRow]:
        """The newest first."""
        draft, around = await draft_of(flows, id), await company.around()
        current = (await flows.library()).published.get(draft.flow.id)
        counts = await sessions.by_revision(draft.flow.id)
        return [
            RevisionRow(
                number=each.number, published_at=each.published_at, author=around.name(each.author),
                comment=each.comment, in_force=each.number == current, sessions=counts.get(each.number, 0),
            )
            for each in await flows.revisions(draft.flow.id)
        ]  # fmt: skip

    @api.get("/revisions/{number}")
    async def get_revision(id: str, number: int) -> RevisionView:
        return RevisionView.of(await revision_of(id, number), (await company.around()).name)

    async def revision_of(id: str, number: int) -> Revision:
        found = await flows.revision(FlowId(id), number)
        if found is None:
            raise missing("revision")
        return found

    return api
