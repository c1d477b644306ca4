"""The staff console: the routes of handoff and nlu behind one login, and the built pages."""

import secrets
from pathlib import Path

from fastapi import APIRouter, FastAPI
from fastapi.responses import FileResponse, HTMLResponse, PlainTextResponse, Response

from bot import staff_api
from bot.app import App
from bot.demo.people import DemoLogin, demo_logins
from handoff.console.audit import Auditing
from handoff.console.auth import Guard
from handoff.console.live import LiveConsole
from storage.mongo.audit import MongoAudit

PAGES = Path(__file__).parent.parent / "handoff" / "console" / "web" / "dist"
_CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data: blob:; "
    "media-src 'self' blob:; font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
"""The components write a few style sheets of their own: these carry a word that is another one for each answer."""
_NONCE = "__NONCE__"
"""Where the build wants that word."""


def mount(web: FastAPI, app: App) -> LiveConsole:
    """Add the console to the web application; gives back the live feed, to be run beside it."""
    settings = app.settings
    guard = Guard(app.logins, app.operators, app.clock, secure=settings.secure_cookies, idle=settings.idle)
    live = staff_api.live_console(app, guard)
    for router in (*staff_api.routers(app, guard), live.router()):
        web.include_router(router, prefix="/api")
    if app.settings.demo:

        @web.get("/api/demo-logins", tags=["login"])
        async def list_demo_logins() -> list[DemoLogin]:
            """Who can sign in to the demo, and how. Only there when HELPLINE_DEMO is on."""
            return demo_logins()

    web.include_router(_pages())
    web.add_middleware(Auditing, audit=MongoAudit(app.db, app.settings.secrets_key), clock=app.clock)
    return live


def _pages() -> APIRouter:
    api = APIRouter(include_in_schema=False)

    @api.get("/console/{path:path}")
    async def page(path: str) -> Response:
        """A file of the build; any other path is the application's, which routes by itself."""
        if not PAGES.exists():
            return PlainTextResponse("The console is not built: run `make setup`.", 503)
        file = (PAGES / path).resolve()
        if file.is_file() and file.is_relative_to(PAGES) and file.suffix != ".html":
            kept = "public, max-age=31536000, immutable" if path.startswith("assets/") else "no-cache"
            return FileResponse(file, headers={"Cache-Control": kept})
        if path.startswith("assets/"):
            return PlainTextResponse("There is no such file.", 404)
        nonce = secrets.token_urlsafe(16)
        index = (PAGES / "index.html").read_text("utf-8").replace(_NONCE, nonce)
        headers = {"Content-Security-Policy": _CSP.format(nonce=nonce), "Cache-Control": "no-store"}
        return HTMLResponse(index, headers=headers)

    return api
