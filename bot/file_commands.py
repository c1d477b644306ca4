"""`helpline files ...`: whether what was kept is still what it was."""

import hashlib
from collections.abc import AsyncIterator

import typer

from bot.commands import go, settings_with
from bot.settings import Settings
from handoff.ports import NoFile, StoredFile
from storage.mongo.files import MongoFiles

cli = typer.Typer(no_args_is_help=True, help="Files of conversations: whether all are there, and as they were.")


@cli.callback()
def files() -> None:
    """Makes `check` a command of its own, not the only thing that `files` can do."""


@cli.command()
def check() -> None:
    """Read every file, and compare it with its checksum; ends with 1 if one is lost or damaged. Needs MONGO_URL."""
    go(_check(settings_with("MONGO_URL")))


async def _check(settings: Settings) -> None:
    from bot.app import utc_now
    from bot.file_store import open_files
    from storage.mongo import client as mongo

    client, db = mongo.connect(settings.mongo_url, settings.mongo_database)
    wrong = 0
    try:
        async for file, trouble in troubles(open_files(db, utc_now, settings.files_s3_url)):
            wrong += 1
            typer.echo(f"{trouble}: {file.name} ({file.id}) of {file.conversation_id}")
    finally:
        client.close()
    typer.echo(f"Lost or damaged: {wrong}." if wrong else "All files are as they were.")
    if wrong:
        raise typer.Exit(1)


async def troubles(store: MongoFiles) -> AsyncIterator[tuple[StoredFile, str]]:
    """The files that are lost or damaged, and which of the two."""
    async for file in store.all():
        checksum = hashlib.sha256()
        try:
            async for chunk in store.read(file.id):
                checksum.update(chunk)
        except NoFile:
            yield file, "lost"
            continue
        if checksum.hexdigest() != file.sha256:
            yield file, "damaged"
