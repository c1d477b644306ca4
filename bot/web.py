"""One ASGI application for whichever roles face the web, with health and metrics for all."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

import structlog
import uvicorn
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse, RedirectResponse
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from bot import api_docs, console, gateway, hooks
from bot.app import App
from bot.channels import file_links, form
from bot.inside import OnlyInside
from bot.metrics import SCHEDULED
from bot.shield import Shield
from storage.errors import TROUBLE, UNAVAILABLE

log = structlog.get_logger()
_TIME_OF_DAY = r"^\d\d:\d\d(:\d\d(\.\d+)?)?$"


class Web(FastAPI):
    """The document says what the answers are: a duration is a number of seconds, a time of day has no zone.

    The answers get the first from the models' configuration, which pydantic's schema does not hand on to what is
    nested; and JSON schema's own word for a time asks for a zone.
    """

    def openapi(self) -> dict[str, Any]:
        if not self.openapi_schema:
            _as_answered(super().openapi())
        return super().openapi()


def _as_answered(document: Any) -> None:
    if isinstance(document, dict):
        if document.get("format") == "duration":
            document.update(type="number")
            del document["format"]
        elif document.get("format") == "time":
            document.update(pattern=_TIME_OF_DAY)
            del document["format"]
        document = list(document.values())
    if isinstance(document, list):
        for part in document:
            _as_answered(part)


def build(
    app: App, *, with_gateway: bool, with_console: bool
) -> tuple[FastAPI, list[Callable[[], Coroutine[Any, Any, None]]]]:
    """The application, and what must run beside it while it serves."""
    web = Web(
        title="Helpline", version="0.1.0", description="A support desk: channels in, people and a bot out.",
        docs_url=None, redoc_url=None,
    )  # fmt: skip
    beside: list[Callable[[], Coroutine[Any, Any, None]]] = []
    _health(web, app)
    if with_gateway:
        web.include_router(gateway.router(app.channels, app.reception, app.dead_letters, app.ledger, app.clock))
        links = file_links.make_links(app.settings.secrets_key, app.clock)
        web.include_router(file_links.router(links, app.files))
        web.include_router(hooks.router(app.register, app.conversations, app.reception, app.throttle, app.clock))
        web.include_router(_form(app))
    if with_console:
        beside.append(console.mount(web, app).run)
    if app.settings.demo and with_gateway:
        from bot.demo import orders_api
        from bot.demo import site as demo_site

        demo_site.mount(web, app)
        web.include_router(orders_api.router(app.clock))

    web.include_router(api_docs.router())
    if not app.settings.public_operation:
        web.add_middleware(OnlyInside)
    web.add_middleware(Shield, https=app.settings.secure_cookies)

    @web.exception_handler(Exception)
    async def failed(request: Request, error: Exception) -> JSONResponse:
        return JSONResponse({"detail": {"code": "internal", "message": "Something went wrong on our side."}}, 500)

    for trouble in TROUBLE:
        web.add_exception_handler(trouble, _refused_by_storage)

    @web.get("/", include_in_schema=False)
    async def home() -> RedirectResponse:
        return RedirectResponse("/console/" if with_console else "/docs")

    return web, beside


async def serve(web: FastAPI, host: str, port: int) -> None:
    """Serve until cancelled; open requests are finished first."""
    config = uvicorn.Config(
        web, host=host, port=port, log_level="warning", access_log=False, timeout_graceful_shutdown=5, loop="none",
        ws_max_size=256 * 1024, proxy_headers=True,
    )  # fmt: skip
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]
    serving = asyncio.create_task(server._serve())
    try:
        await asyncio.shield(serving)
    except asyncio.CancelledError:
        server.should_exit = True
        await serving
        raise


def _form(app: App) -> APIRouter:
    origins = [each.strip() for each in app.settings.site_origins.split(",") if each.strip()]
    return form.router(
        app.reception, app.books, app.redis, app.throttle, app.clock, company=app.settings.company, origins=origins
    )


async def _refused_by_storage(request: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, UNAVAILABLE):
        log.error("A database refused", action="storage_refused", path=request.url.path, exc_info=error)
    return away()


def away() -> JSONResponse:
    """Nothing can be stored just now: messengers send again, pages wait."""
    message = "The database is away for the moment: please try again."
    return JSONResponse({"detail": {"code": "unavailable", "message": message}}, 503, {"Retry-After": "5"})


def _health(web: FastAPI, app: App) -> None:
    async def check(works: Awaitable[object]) -> str:
        try:
            return "down" if await asyncio.wait_for(works, 2) is False else "ok"  # empty mailboxes are well
        except TimeoutError:
            return "down"
        except UNAVAILABLE:
            return "down"

    @web.get("/healthz", tags=["operation"], responses={503: {"description": "Nothing can be stored"}})
    async def health() -> JSONResponse:
        """Each part's state. 503 when nothing can be stored; a bot that is away is "degraded", since people answer."""
        # Of a cluster, any server would answer a ping; what is received must reach the one that has the mailboxes.
        mongo, redis, rasa = await asyncio.gather(
            check(app.db.command("ping")), check(app.mailbox.depth()), check(app.dialogue.healthy())
        )
        parts = {"mongo": mongo, "redis": redis, "rasa": rasa}
        stored = mongo == redis == "ok"
        status = "down" if not stored else "ok" if rasa == "ok" else "degraded"
        return JSONResponse({"status": status, "parts": parts}, 200 if stored else 503)

    @web.get("/metrics", tags=["operation"], response_class=PlainTextResponse)
    async def metrics() -> Response:
        """For Prometheus."""
        SCHEDULED.set(await app.mailbox.depth())
        return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
