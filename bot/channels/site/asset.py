"""The built widget on the web: one address for ever, so browsers ask each time and mostly hear "unchanged"."""

import gzip
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request, Response

BUILT = Path(__file__).parent / "web" / "dist" / "widget.js"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asset:
    plain: bytes
    zipped: bytes
    etag: str


@lru_cache(maxsize=2)
def _load(path: Path, modified: int) -> _Asset:
    plain = path.read_bytes()
    return _Asset(plain=plain, zipped=gzip.compress(plain, mtime=0), etag=f'"{hashlib.sha256(plain).hexdigest()[:20]}"')


def add_widget(api: APIRouter) -> None:
    """`GET /widget.js`, for pages of any origin."""

    @api.get("/widget.js", include_in_schema=False)
    def widget(request: Request) -> Response:
        try:
            asset = _load(BUILT, BUILT.stat().st_mtime_ns)
        except FileNotFoundError:
            raise HTTPException(404, "The widget is not built yet: npm run build in bot/channels/site/web") from None
        headers = {
            "Cache-Control": "public, no-cache",
            "ETag": asset.etag,
            "Vary": "Accept-Encoding",
            "Access-Control-Allow-Origin": "*",
            "Cross-Origin-Resource-Policy": "cross-origin",
            "X-Content-Type-Options": "nosniff",
        }
        if request.headers.get("if-none-match", "").removeprefix("W/") == asset.etag:
            return Response(status_code=304, headers=headers)
        body = asset.plain
        if "gzip" in request.headers.get("accept-encoding", ""):
            body, headers["Content-Encoding"] = asset.zipped, "gzip"
        return Response(body, media_type="text/javascript; charset=utf-8", headers=headers)
