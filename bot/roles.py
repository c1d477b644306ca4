"""The four roles, each a coroutine that runs until it is cancelled. Any number of each may run beside the others."""

import asyncio
import contextlib
import signal
from functools import partial

import structlog

from bot import file_store, mail, web
from bot.app import App
from bot.connecting.aside import Aside
from bot.connecting.listening import Listeners
from bot.opening import opened
from bot.operator_bot.bot import run as run_operator_bot
from bot.settings import Settings
from storage.errors import TROUBLE
from storage.redis.leader import lead

log = structlog.get_logger()


async def gateway(app: App) -> None:
    """What a gateway does besides answering webhooks: one of all gateways fetches or registers for each channel."""
    await Listeners(
        channels=app.channels, intake=app.reception, ledger=app.ledger, redis=app.redis, clock=app.clock,
        aside=Aside(dead_letters=app.dead_letters, ledger=app.ledger, clock=app.clock),
    ).run()  # fmt: skip


async def worker(app: App) -> None:
    """Handle events; keep the knowledge base fresh meanwhile."""
    one = app.worker()
    await app.library.warm_up()
    await app.library.refresh()
    keeping = asyncio.create_task(_keep_fresh(app))
    running = asyncio.create_task(one.run())
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        one.stop()
        await running
        raise
    finally:
        keeping.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await keeping


async def scheduler(app: App) -> None:
    """Look after time; one of all schedulers gives out sessions, looks after operators and files, deletes what
    is old, and sends e-mail."""
    async with asyncio.TaskGroup() as work:
        work.create_task(app.scheduler().run())
        work.create_task(lead(app.redis, "dispatcher", app.dispatcher().run))
        work.create_task(lead(app.redis, "caretaker", app.caretaker().run))
        work.create_task(lead(app.redis, "files", partial(file_store.tidy, app.db, app.files)))
        work.create_task(lead(app.redis, "retention", app.retention().run))
        work.create_task(mail.run(app))


async def operators_bot(app: App) -> None:
    """The operators' Telegram bot, where it has a token; one of all processes polls."""
    if app.settings.operator_bot_token:
        await run_operator_bot(app)


async def run_role(name: str, settings: Settings) -> None:
    """One role as a process of its own, until SIGTERM or SIGINT; each serves `/healthz` and `/metrics`."""
    loop, this = asyncio.get_running_loop(), asyncio.current_task()
    assert this is not None  # noqa: S101 - a coroutine that runs has a task
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, this.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        async with opened(settings) as app:
            application, beside = web.build(app, with_gateway=name == "gateway", with_console=name == "console")
            work = [web.serve(application, settings.host, settings.port), *(each() for each in beside)]
            match name:
                case "gateway":
                    work.append(gateway(app))
                case "worker":
                    work.append(worker(app))
                case "scheduler":
                    work.append(scheduler(app))
                case _:
                    work += [operators_bot(app), _keep_fresh(app)]
            async with asyncio.TaskGroup() as group:
                for each in work:
                    group.create_task(each)


async def _keep_fresh(app: App) -> None:
    """A published article answers within a second: the library looks for news three times as often."""
    await app.library.warm_up()
    while True:
        try:
            await app.library.refresh()
        except TROUBLE as error:
            log.warning("Articles can't be read, keeping the old ones", action="library_stale", error=str(error))
        await asyncio.sleep(0.3)
