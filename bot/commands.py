"""What every command begins and ends with: its settings, and an error as a sentence instead of a traceback."""

import asyncio
from collections.abc import Coroutine

import typer
import uvloop
from redis.exceptions import ResponseError

from bot import logs
from bot.settings import Settings, SettingsError, read_settings
from storage.errors import UNAVAILABLE
from storage.processes import StartError
from storage.redis.address import remedy


def settings() -> Settings:
    try:
        settings = read_settings()
    except SettingsError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(2) from error
    logs.set_up(settings.log_format, settings.secrets())
    return settings


def settings_with(*needed: str) -> Settings:
    """For a part of a larger installation, which must be told where the others are."""
    found = settings()
    missing = [name for name in needed if not getattr(found, name.lower())]
    if missing:
        typer.echo(
            f"{', '.join(missing)} must be set: only `helpline run` starts servers of its own. See .env.example.",
            err=True,
        )
        raise typer.Exit(2)
    return found


def go(work: Coroutine[object, object, None]) -> None:
    """Run it to its end."""
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(work)
    except StartError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    except UNAVAILABLE as error:
        typer.echo(f"A database does not answer; check MONGO_URL and REDIS_URL. It said: {error}", err=True)
        raise typer.Exit(1) from error
    except ResponseError as error:
        if (instead := remedy(error)) is None:
            raise
        typer.echo(instead, err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
