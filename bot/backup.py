"""`helpline backup` and `helpline restore`: everything that is not made anew by itself, in one file.

Redis is not in it, since queues, mailboxes and presence are built from MongoDB at start; nor is SECRETS_KEY, without
which the secrets in it do not open, nor the bytes of files that are kept in an S3 store.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import typer

from bot.noted import noted
from bot.settings import Settings
from storage.mongo import client as mongo
from storage.mongo import migrations
from storage.mongo.dump import BadDump, Manifest, dump, read_manifest, restore
from storage.processes import StartError, running_mongo, start_mongo


async def back_up(settings: Settings, path: Path) -> None:
    """Copy the database, which may be in use, into a file. Raises StartError."""
    _may_be_written(path)
    async with database(settings) as db, noted(db, settings, "backup"):
        manifest = await dump(db, path, version=await migrations.version(db), now=datetime.now(UTC))
    _say("Saved", manifest)
    typer.echo("Keep SECRETS_KEY apart from it, in a safe place: it opens the secrets in the file.")


async def bring_back(settings: Settings, path: Path) -> None:
    """Fill an empty installation from a file. Raises StartError."""
    try:
        manifest = read_manifest(path)
        newest = len(migrations.MIGRATIONS)
        if manifest.version > newest:
            raise StartError(
                f"{path} was made by a newer release (version {manifest.version}; this one knows {newest}): "
                "restore it with that release."
            )
        async with database(settings) as db:
            full = [name for name in await db.list_collection_names() if await db[name].find_one({}, {"_id": 1})]
            if full:
                raise StartError(
                    f"The database is not empty ({', '.join(sorted(full)[:5])}...): restore into a new one, by "
                    "another MONGO_DATABASE or another HELPLINE_DATA_DIR."
                )
            await migrations.being_restored(db)
            await restore(db, path)
            await mongo.ensure_indexes(db)
            await migrations.restored(db, manifest.version)
            async with noted(db, settings, "restore"):
                pass
    except BadDump as error:
        raise StartError(str(error)) from error
    _say("Restored", manifest)


@asynccontextmanager
async def database(settings: Settings) -> AsyncIterator[mongo.Database]:
    """The one that is named, else the embedded one: as it runs, or started for as long as it is needed."""
    url, own = settings.mongo_url or running_mongo(settings.data_dir), None
    if not url:
        own = await start_mongo(settings.data_dir)
        url = own.url
    client, db = mongo.connect(url, settings.mongo_database)
    try:
        yield db
    finally:
        client.close()
        if own:
            await own.stop()


def _may_be_written(path: Path) -> None:
    if path.exists():
        raise StartError(f"{path} is there already: name another file.")
    if not path.parent.is_dir():
        raise StartError(f"There is no folder {path.parent}: make it, or name another file.")


def _say(what: str, manifest: Manifest) -> None:
    rows = sum(part.rows for part in manifest.parts.values())
    typer.echo(
        f"{what} {rows} rows of {len(manifest.parts)} collections, as they were at {manifest.made_at:%F %T} UTC."
    )
