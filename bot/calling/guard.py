"""A transport that connects only where it may, and only to the very address that was looked at.

Looking a name up, approving of it and then letting the client look it up again would leave a gap in which the name can
begin to mean another address. So the name is resolved once, here, and the connection is made to the outcome, while the
Host header and the certificate's check keep to the name.
"""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Collection, Sequence

import httpx

from bot.calling.addresses import may_reach

Resolve = Callable[[str, int], Awaitable[Sequence[str]]]
_PORTS = {"http": 80, "https": 443}


class Forbidden(Exception):
    """The address is one that calls must not reach; the message says so in words for an admin."""


async def resolve(host: str, port: int) -> Sequence[str]:
    """All addresses of a host. Raises OSError."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return tuple(dict.fromkeys(str(sockaddr[0]) for *_, sockaddr in found))


class Guarded(httpx.AsyncBaseTransport):
    """Around another transport, which stays open for others."""

    def __init__(self, inner: httpx.AsyncBaseTransport, *, private_hosts: Collection[str], resolve: Resolve) -> None:
        self._inner, self._resolve = inner, resolve
        self._private = frozenset(host.lower() for host in private_hosts)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises Forbidden and httpx.TransportError."""
        if request.url.scheme not in _PORTS or request.url.userinfo:
            raise Forbidden("Only http:// and https:// addresses without a name and password in them can be called.")
        host = request.url.raw_host.decode("ascii").lower()
        failed: httpx.ConnectError | None = None
        for address in await self._addresses(host, request.url.port or _PORTS[request.url.scheme]):
            pinned = httpx.Request(
                request.method, request.url.copy_with(host=address), headers=request.headers, stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )  # fmt: skip
            try:
                return await self._inner.handle_async_request(pinned)
            except httpx.ConnectError as error:
                failed = error
        raise failed or httpx.ConnectError(f"{host} has no address.")

    async def _addresses(self, host: str, port: int) -> Sequence[str]:
        """Every one of them must be allowed: which one is connected to is chance."""
        try:
            addresses = await self._resolve(host, port)
        except (OSError, UnicodeError) as error:  # the latter for a label that is too long
            raise httpx.ConnectError(f"{host} can't be resolved.") from error
        shown = f"[{host}]" if ":" in host else host
        private = bool(self._private & {host, shown, f"{shown}:{port}"})
        if not all(may_reach(address, private=private) for address in addresses):
            raise Forbidden(
                f"{host} is in a private network. An admin can allow calls there, among the flows' systems."
            )
        return addresses
