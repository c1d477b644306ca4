"""`/docs`: the API's document to read and to try, from files of our own.

The framework's page loads its scripts from somebody else's server; here they would run beside the console, and could do
there whatever the person may who reads.
"""

from pathlib import Path

import fastapi_offline
from fastapi import APIRouter, HTTPException
from fastapi.responses import FileResponse, HTMLResponse, Response

_STATIC = Path(fastapi_offline.__file__).parent / "static"
_FILES = {"swagger-ui-bundle.js", "swagger-ui.css"}
_START = """window.addEventListener("DOMContentLoaded", () =>
  SwaggerUIBundle({ url: "../openapi.json", dom_id: "#docs", deepLinking: true }),
);
"""
_PAGE = """<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Helpline: the API</title>
    <link rel="icon" href="data:,">
    <link rel="stylesheet" href="docs/swagger-ui.css">
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </head>
  <body><div id="docs"></div></body>
</html>
"""
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )
}


def router() -> APIRouter:
    api = APIRouter(include_in_schema=False)

    @api.get("/docs")
    def page() -> HTMLResponse:
        return HTMLResponse(_PAGE, headers=_HEADERS)

    @api.get("/docs/{name}")
    def file(name: str) -> Response:
        if name == "start.js":
            return Response(_START, media_type="text/javascript")
        if name not in _FILES:
            raise HTTPException(404, "There is no such file.")
        return FileResponse(_STATIC / name)

    return api
