"""`helpline audit ...`: whether the audit log is as it was written."""

from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import go, settings
from bot.settings import Settings

if TYPE_CHECKING:
    from storage.mongo.audit_chain import Verdict

cli = typer.Typer(no_args_is_help=True, help="What staff did: whether anybody has changed what is noted of it.")


@cli.callback()
def audit() -> None:
    """Makes `verify` a command of its own, not the only thing that `audit` can do."""


@cli.command()
def verify(
    knows: Annotated[
        str, typer.Option(help="A row and its seal, as an earlier run said them, NUMBER:SEAL. It must still be there.")
    ] = "",
) -> None:
    """Follow the chain; ends with 1 and says the first row that was changed. Of MONGO_URL, or the embedded database.

    That its end was cut off, no chain can show: keep the last line somewhere else, and give it to the next run.
    """
    go(_verify(settings(), knows))


async def _verify(settings: Settings, knows: str) -> None:
    from bot.backup import database
    from bot.noted import audit_key
    from storage.mongo.audit_chain import MongoAuditChain

    async with database(settings) as db:
        chain = MongoAuditChain(db, audit_key(settings))
        verdict = await chain.verify()
        number, _, seal = knows.partition(":")
        lost = bool(knows) and (not number.isdigit() or await chain.seal_of(int(number)) != seal)
    typer.echo(_said(verdict))
    if lost:
        typer.echo(f"Row {number} is not there with the seal that was given: the end was cut off, or written anew.")
    if lost or verdict.broken is not None:
        raise typer.Exit(1)


def _said(verdict: "Verdict") -> str:
    from storage.mongo.audit_chain import Fault

    match verdict.fault:
        case None:
            return f"{verdict.rows} rows, all as they were written. The last one:\n{verdict.number}:{verdict.seal}"
        case Fault.ANCHOR:
            return f"Where the log begins, after row {verdict.broken}, was changed by another hand."
        case Fault.MISSING:
            return f"Row {verdict.broken} is missing; {verdict.rows} rows before it are as they were written."
        case Fault.KEY:
            return f"Row {verdict.broken} was sealed with a key that is not in SECRETS_KEY."
        case Fault.CHANGED:
            return f"Row {verdict.broken} was changed; {verdict.rows} rows before it are as they were written."
