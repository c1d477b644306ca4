"""`helpline customer ...`: what a customer may ask for by law."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import go, settings_with
from bot.settings import Settings
from handoff.ids import ConversationId

if TYPE_CHECKING:
    from bot.privacy import Privacy

cli = typer.Typer(no_args_is_help=True, help="All that is kept of a customer: into one file, or erased.")
Conversation = Annotated[str, typer.Argument(help="One of their conversations, as its address in the console has it.")]


@cli.command()
def export(conversation: Conversation, to: Annotated[Path, typer.Argument(help="The zip to write.")]) -> None:
    """Write all that is kept of them, in all their channels, with their files. Needs MONGO_URL, REDIS_URL."""
    go(_export(settings_with("MONGO_URL", "REDIS_URL"), conversation, to))


@cli.command()
def erase(
    conversation: Conversation, sure: Annotated[bool, typer.Option("--sure", help="It can't be undone.")] = False
) -> None:
    """Erase it, in all their channels. Sessions that are open at the desk have to be closed before.

    Needs MONGO_URL, REDIS_URL; and RASA_URL, for Rasa to forget what it has in memory.
    """
    if not sure:
        typer.echo("This can't be undone: say --sure. `helpline customer export` keeps a copy.", err=True)
        raise typer.Exit(2)
    go(_erase(settings_with("MONGO_URL", "REDIS_URL"), conversation))


async def _export(settings: Settings, conversation: str, to: Path) -> None:
    async with _privacy(settings, "customer export", conversation) as privacy:
        with to.open("xb") as file:
            _tell("Written", await privacy.export(ConversationId(conversation), file))


async def _erase(settings: Settings, conversation: str) -> None:
    async with _privacy(settings, "customer erase", conversation) as privacy:
        _tell("Erased", await privacy.erase(ConversationId(conversation)))


@asynccontextmanager
async def _privacy(settings: Settings, command: str, conversation: str) -> "AsyncIterator[Privacy]":
    from bot.app import utc_now
    from bot.noted import noted
    from bot.privacy import open_privacy
    from handoff.ports.privacy import OnItsWay, StillServed, UnknownCustomer
    from nlu.rasa_client import RasaDialogue
    from storage.mongo import client as mongo
    from storage.redis import client as redis_client

    client, db = mongo.connect(settings.mongo_url, settings.mongo_database)
    redis = redis_client.connect(settings.redis_url)
    rasa = RasaDialogue(settings.rasa_url, settings.rasa_token or None)
    try:
        async with noted(db, settings, command, {"conversation_id": conversation}):
            try:
                yield open_privacy(settings, db, redis, rasa, utc_now)
            except (UnknownCustomer, StillServed, OnItsWay) as error:
                unknown = isinstance(error, UnknownCustomer)
                typer.echo(f"There is no conversation {error}." if unknown else str(error), err=True)
                raise typer.Exit(1) from error
    finally:
        await rasa.close()
        await redis.aclose()
        client.close()


def _tell(done: str, counts: Mapping[str, int]) -> None:
    typer.echo(f"{done}: {', '.join(f'{count} {name}' for name, count in counts.items() if count) or 'nothing'}.")
