"""Everything on one machine: the embedded servers, Rasa, and the four roles in one process, until Ctrl-C."""

import asyncio
import signal
import socket
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from functools import partial
from typing import Any

from bot import roles, web
from bot.app import App, open_app
from bot.demo.flows import seed_flows
from bot.demo.people import PASSWORD
from bot.demo.seed import seed
from bot.rasa_process import RasaProcess, train
from bot.secrets_key import own_key
from bot.settings import Settings
from storage.processes import StartError, kept_running, start_mongo, start_redis


@asynccontextmanager
async def servers(settings: Settings) -> AsyncIterator[tuple[Settings, RasaProcess | None]]:
    """The settings with the URL of everything filled in: what has none is started here and ends with this."""
    async with AsyncExitStack() as stack:
        rasa = None
        urls: dict[str, str] = {}
        if not settings.rasa_url:
            with _timed("Rasa's model"):
                await train()
            rasa = RasaProcess(settings.data_dir / "logs", settings.rasa_token)
            await rasa.start()
            stack.push_async_callback(rasa.stop)
            urls["rasa_url"] = rasa.url
        if not settings.mongo_url:
            with _timed("embedded MongoDB"):
                mongo = kept_running(partial(start_mongo, settings.data_dir))
                urls["mongo_url"] = await stack.enter_async_context(mongo)
            urls["secrets_key"] = settings.secrets_key or own_key(settings.data_dir)
        if not settings.redis_url:
            with _timed("embedded Redis"):
                redis = kept_running(partial(start_redis, settings.data_dir))
                urls["redis_url"] = await stack.enter_async_context(redis)
        yield settings.model_copy(update=urls), rasa


async def run(settings: Settings) -> None:
    """Until SIGINT or SIGTERM. Raises StartError."""
    check_port(settings.host, settings.port)
    began = time.monotonic()
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with servers(settings) as (complete, rasa), open_app(complete) as app:
        if settings.demo:
            with _timed("demo data"):
                added = await seed(app)
                await seed_flows(app)
            if added:
                print(f"            {added} articles added", flush=True)  # noqa: T201
        tasks = _start(app)
        if rasa is not None:
            with _timed("Rasa, since it was started"):
                await rasa.ready()
        _say_where(settings, time.monotonic() - began)
        stopping = asyncio.create_task(stop.wait())
        await _until(stopping, tasks)
        print("\nStopping: finishing what is in hand.", flush=True)  # noqa: T201
        for task in (*tasks, stopping):
            task.cancel()
        for ended in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(ended, Exception):
                raise ended


async def _until(stopping: asyncio.Task[bool], tasks: Sequence[asyncio.Task[None]]) -> None:
    """Until somebody stops us or a role breaks; a role that has nothing to do may end."""
    running: set[asyncio.Task[Any]] = {stopping, *tasks}
    while running:
        done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        if stopping in done or any(task.exception() for task in done):
            return


def check_port(host: str, port: int) -> None:
    """Raises StartError, with the remedy, when somebody else listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StartError(
                f"Port {port} is in use: stop what listens there, or choose another, "
                f"for example `HELPLINE_PORT={port + 1} make run`."
            ) from error


def _start(app: App) -> list[asyncio.Task[None]]:
    application, beside = web.build(app, with_gateway=True, with_console=True)
    work = [roles.gateway(app), roles.worker(app), roles.scheduler(app), *(each() for each in beside)]
    work.append(roles.operators_bot(app))
    work.append(web.serve(application, app.settings.host, app.settings.port))
    return [asyncio.create_task(each) for each in work]


class _timed:
    """Says how long a part of the start took."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        self._began = time.monotonic()

    def __exit__(self, *_: object) -> None:
        print(f"  {time.monotonic() - self._began:6.1f} s  {self._what}", flush=True)  # noqa: T201


def _say_where(settings: Settings, seconds: float) -> None:
    base = f"http://{'localhost' if settings.host in ('127.0.0.1', '0.0.0.0') else settings.host}:{settings.port}"  # noqa: S104
    lines = [f"  {seconds:6.1f} s  in all", "", "Helpline is ready."]
    if settings.demo:
        lines += [f"  The customer's demo site   {base}/demo/"]
    lines += [f"  The staff console          {base}/console/"]
    if settings.demo:
        lines += [f"      sign in as anna, boris, eleni, siobhan (supervisor) or admin; password {PASSWORD}"]
    lines += [f"  The API's documentation    {base}/docs", "Ctrl-C stops it.", ""]
    print("\n".join(lines), flush=True)  # noqa: T201
