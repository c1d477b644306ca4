"""`helpline flows ...`: what can be said to it. What it does is in `flow_files`."""

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from bot.commands import go, settings_with
from bot.commands import settings as known_settings


class Channels(StrEnum):
    USED = "used"
    ALL = "all"


cli = typer.Typer(
    no_args_is_help=True, help="Flows: as files for git, what is wrong with them, and what they would change."
)


@cli.command(name="list")
def show() -> None:
    """The flows that there are, and which of their revisions is in force. Needs MONGO_URL."""
    from bot import flow_files

    go(flow_files.show(settings_with("MONGO_URL")))


@cli.command()
def export(folder: Annotated[Path, typer.Argument(file_okay=False, help="Made, if it is not there.")]) -> None:
    """Write the drafts into a folder, a file of each. Needs MONGO_URL."""
    from bot import flow_files

    go(flow_files.export(settings_with("MONGO_URL"), folder))


@cli.command(name="import")
def import_(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False)],
    publish: Annotated[
        bool, typer.Option("--publish", help="Put them in force, if the linter finds no error.")
    ] = False,
    overwrite: Annotated[
        bool, typer.Option("--overwrite", help="Also drafts that were changed in the editor.")
    ] = False,
    comment: Annotated[str, typer.Option(help="What the revisions are for.")] = "",
) -> None:
    """Take the flows of a folder in as drafts: all, or none if one of them cannot be. Needs MONGO_URL."""
    from bot import flow_files

    settings = settings_with("MONGO_URL")
    go(flow_files.take_in(settings, folder, publish=publish, overwrite=overwrite, comment=comment))


@cli.command()
def lint(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files, and folders of files.")],
    channels: Annotated[
        Channels, typer.Option(help="Whose limits: the environment's and, with MONGO_URL, the console's; or all.")
    ] = Channels.USED,
) -> None:
    """Say what is wrong with flows in files; ends with 1 if there are errors. Needs no database."""
    from bot import flow_files

    go(flow_files.lint(known_settings(), paths, everywhere=channels is Channels.ALL))


@cli.command()
def replay(
    paths: Annotated[list[Path], typer.Argument(exists=True, help="Files, and folders of files.")],
    since: Annotated[str, typer.Option(help="How far back: 12h, 30d, 4w.")] = "30d",
    limit: Annotated[int, typer.Option(min=1, help="Dialogues of each flow at most, the latest.")] = 500,
    as_json: Annotated[bool, typer.Option("--json", help="With both dialogues, line by line.")] = False,
) -> None:
    """Play recorded dialogues with the flows of files; ends with 1 if one goes another way. Needs MONGO_URL."""
    from bot import flow_replay

    back = flow_replay.period(since)
    go(flow_replay.replay(settings_with("MONGO_URL"), paths, since=back, limit=limit, as_json=as_json))


@cli.command()
def schema() -> None:
    """Print the JSON Schema of a flow's file."""
    from flows.schema import document

    json.dump(document(), sys.stdout, indent=2, ensure_ascii=False, sort_keys=True)
    typer.echo()
