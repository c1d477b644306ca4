"""The flows of an installation as files for git: what `helpline flows` does, and says of each file."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.channels import KINDS
from bot.noted import noted
from bot.settings import Settings
from flows import folder as folders
from flows import importing
from flows.folder import Told
from flows.limits import CHANNELS
from flows.lint import Company
from flows.model import Draft, Library
from storage.mongo import client as mongo
from storage.mongo.connections import MongoConnections
from storage.mongo.flows import MongoFlows
from storage.mongo.lines import MongoLines


async def show(settings: Settings) -> None:
    async with database(settings) as db:
        flows = MongoFlows(db)
        drafts, library = await flows.drafts(), await flows.library()
    for draft in drafts:
        name = draft.flow.name.within(*draft.flow.languages)
        typer.echo(f"{draft.flow.id}: {name}: draft {draft.version}, {_standing(draft, library)}")


async def export(settings: Settings, folder: Path) -> None:
    async with database(settings) as db:
        drafts = await MongoFlows(db).drafts()
    _tell(folders.write(folder, drafts))


async def take_in(settings: Settings, folder: Path, *, publish: bool, overwrite: bool, comment: str) -> None:
    found = folders.read([folder])
    _tell(found.bad)
    async with database(settings) as db, noted(db, settings, "flows import"):
        if publish:
            _tell([each for each in folders.check(found, await _company(db)) if each.bad])
        now = datetime.now(UTC)
        done = importing.take_in(found, MongoFlows(db), publish=publish, overwrite=overwrite, comment=comment, at=now)
        _tell(await done)


async def lint(settings: Settings, paths: Sequence[Path], *, everywhere: bool) -> None:
    """A single file is checked as one among those beside it, since flows lead to each other; and against the channels
    in use, or all that there can be."""
    found = folders.read(paths)
    beside = folders.read({path.parent for path in paths if path.is_file()}).flows
    channels = frozenset(CHANNELS) if everywhere else await _in_use(settings)
    told = [*found.bad, *folders.check(found, Company(flows=beside, channels=channels))]
    errors = sum(each.bad for each in told)
    typer.echo(f"{len(found.files)} flows read: {errors} errors, {len(told) - errors} other remarks.", err=True)
    _tell(told)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[mongo.Database]:
    client, db = mongo.connect(settings.mongo_url, settings.mongo_database)
    try:
        await mongo.ensure_indexes(db)
        yield db
    finally:
        client.close()


async def _in_use(settings: Settings) -> frozenset[str]:
    """Kinds of channels: those of the environment, and, where the database is known, those of the console."""
    used = {kind.name for kind in KINDS if kind.from_environment(settings)}
    if settings.mongo_url:
        async with database(settings) as db:
            used |= {each.kind for each in await MongoConnections(db).all() if each.on}
    return frozenset(used)


async def _company(db: mongo.Database) -> Company:
    """What flows that are to be published may refer to: the lines, and the flows in force."""
    library = await MongoFlows(db).library()
    current = [library.current(flow) for flow in library.published]
    lines = frozenset(str(line.id) for line in await MongoLines(db).all())
    return Company(lines=lines, flows={each.flow.id: each.flow for each in current if each})


def _standing(draft: Draft, library: Library) -> str:
    current = library.current(draft.flow.id)
    if draft.archived:
        return "archived"
    if current is None:
        return "never published"
    return f"revision {current.number} in force" + ("" if current.flow == draft.flow else ", changed since")


def _tell(told: Iterable[Told]) -> None:
    """All of it; if any is bad, that was it."""
    bad = False
    for each in told:
        typer.echo(f"{each.path}: {each.message}")
        bad |= each.bad
    if bad:
        raise typer.Exit(1)
