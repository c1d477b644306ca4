"""What those who run the desk look at is not for everybody: figures, and the API's document.

It answers whoever reaches us directly from a private network, as Prometheus and whoever tries the product do, and
nobody who comes by a proxy. Health is no secret: it says which part is down, and others' probes ask for it.
"""

from ipaddress import IPv6Address, ip_address

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

INSIDE = ("/metrics", "/docs", "/openapi.json", "/redoc")
_BY_PROXY = {b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via"}


class OnlyInside:
    """Plain ASGI, around the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and _is_for_inside(scope["path"]) and not _is_inside(scope):
            # Not 403: it is nobody's business, outside, that there is something.
            await PlainTextResponse("There is no such page.", 404)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _is_for_inside(path: str) -> bool:
    return any(path == each or path.startswith(f"{each}/") for each in INSIDE)


def _is_inside(scope: Scope) -> bool:
    if any(name in _BY_PROXY for name, _ in scope["headers"]):
        return False
    if scope.get("client") is None:  # a socket in the file system, by which only they come who may
        return True
    try:
        address = ip_address(scope["client"][0].partition("%")[0])
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_private
