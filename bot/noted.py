"""What is done by the command line is noted in the audit log, too: by whom at which machine, and what came of it."""

import getpass
import os
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import typer

from bot.secrets_key import own_key
from bot.settings import Settings
from handoff.ports.audit import Deed, Source
from storage.mongo.audit import MongoAudit
from storage.mongo.client import Database

OTHER_KEY = (
    "SECRETS_KEY is not the one that this installation's audit log is sealed with: set the one that its servers have."
)


def audit_key(settings: Settings) -> str:
    """The installation's; on one machine, the file beside its data."""
    return settings.secrets_key or ("" if settings.mongo_url else own_key(settings.data_dir))


@asynccontextmanager
async def noted(
    db: Database, settings: Settings, command: str, on: Mapping[str, str] | None = None
) -> AsyncIterator[None]:
    """Around what a command does. Nothing is done with a key under which its row would break the chain."""
    audit = MongoAudit(db, audit_key(settings))
    if not await audit.goes_on():
        typer.echo(OTHER_KEY, err=True)
        raise typer.Exit(2)
    veiled, status = await audit.veil(on or {}), 500
    try:
        yield
        status = 200
    except typer.Exit as refused:
        status = 409 if refused.exit_code else 200
        raise
    finally:
        now = datetime.now(UTC)
        await audit.append(
            Deed(
                at=now.replace(microsecond=now.microsecond // 1000 * 1000), operator=None, did=f"helpline {command}",
                on=veiled, status=status, address=_who(), source=Source.COMMAND_LINE,
            )
        )  # fmt: skip


def _who() -> str:
    try:
        return f"{getpass.getuser()}@{socket.gethostname()}"
    except (KeyError, OSError):  # a container may run as a number that has no name
        return f"{os.getuid()}@{socket.gethostname()}"
