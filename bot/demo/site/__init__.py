"""The demo company's own site: a shop's home page with the chat on it, and the help pages that answers cite."""

from fastapi import FastAPI

from bot.app import App
from bot.demo.site.routes import router

__all__ = ["mount", "router"]


def mount(web: FastAPI, app: App) -> None:
    """Serve the site under `/demo/`."""
    web.include_router(router(app.articles, company=app.settings.company))
