"""Taking the flows of files in, as drafts.

It is decided for all files before anything is kept. What somebody drew in the editor and has not published is not lost
to a file without a word.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from flows.errors import FlowArchived, StaleDraft
from flows.files import FlowFile
from flows.folder import Folder, Told
from flows.model import Draft, Library
from flows.ports import Flows
from flows.words import FlowId

BY = "helpline flows"
"""The author of what came from files."""


async def take_in(
    folder: Folder, flows: Flows, *, publish: bool, overwrite: bool, comment: str, at: datetime
) -> Sequence[Told]:
    """Keep each file as its flow's draft, and publish it where that is wished. Nothing is kept where one is refused."""
    drafts = {each.flow.id: each for each in await flows.drafts()}
    if refused := list(_refused(folder, drafts, await flows.library(), overwrite=overwrite)):
        return refused
    told = []
    for path, file in folder.files.items():
        try:
            done = await _keep(file, drafts.get(file.flow.id), flows, publish=publish, comment=comment, at=at)
            told.append(Told(path=path, message=done))
        except (StaleDraft, FlowArchived):
            message = "somebody changed the draft at this moment; see what they did, and import again"
            told.append(Told(path=path, message=message, bad=True))
    return told


def _refused(folder: Folder, drafts: Mapping[FlowId, Draft], library: Library, *, overwrite: bool) -> Iterator[Told]:
    for path, file in folder.files.items():
        draft, current = drafts.get(file.flow.id), library.current(file.flow.id)
        if draft is None:
            continue
        if draft.archived:
            yield Told(path=path, message="the flow is archived; restore it first", bad=True)
        elif draft.flow not in (file.flow, current and current.flow) and draft.author != BY and not overwrite:
            message = f"{draft.author} changed the draft and did not publish it; export it first, or --overwrite it"
            yield Told(path=path, message=message, bad=True)


async def _keep(file: FlowFile, draft: Draft | None, flows: Flows, *, publish: bool, comment: str, at: datetime) -> str:
    flow, version = file.flow, draft.version if draft else 0
    if draft and (draft.flow, draft.layout) == (flow, file.layout):
        done = "as it was"
    else:
        version = await flows.save(flow, file.layout, base=version, by=BY, at=at)
        done = f"draft {version}"
    if publish:
        revision = await flows.publish(flow.id, version=version, by=BY, at=at, comment=comment)
        done += f", revision {revision.number} in force"
    return done
