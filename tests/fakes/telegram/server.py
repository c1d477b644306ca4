"""The HTTP edge of the cloud: `/bot<token>/<method>`, `/file/bot<token>/<path>`, and `/control/...` for others."""

import asyncio
import json
from inspect import isawaitable
from typing import TYPE_CHECKING

from aiohttp import web

from tests.fakes.telegram.call import Call, read_call
from tests.fakes.telegram.control import control
from tests.fakes.telegram.errors import ApiError
from tests.fakes.telegram.faults import Fault

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

REASONS = {502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout", 500: "Internal Server Error"}


class Server:
    def __init__(self, cloud: "TelegramCloud", host: str, port: int) -> None:
        self._cloud = cloud
        self._host = host
        self._port = port
        self._runner = web.ServerRunner(web.Server(self._handle, access_log=None), shutdown_timeout=0.1)

    async def start(self) -> str:
        """Its base address."""
        await self._runner.setup()
        await web.TCPSite(self._runner, self._host, self._port).start()
        host, port = self._runner.addresses[0][:2]
        return f"http://{host}:{port}"

    async def stop(self) -> None:
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        # Split the raw path: a token's colon may come as %3A.
        match request.path.lstrip("/").split("/"):
            case ["control", *rest]:
                return await control(self._cloud, request, rest)
            case ["file", bot, *path] if bot.startswith("bot"):
                return self._file(bot[3:], "/".join(path))
            case [bot, method] if bot.startswith("bot"):
                return await self._api(request, bot[3:], method)
            case _:
                return _refuse(ApiError(404, "Not Found"))

    async def _api(self, request: web.BaseRequest, token: str, method: str) -> web.StreamResponse:
        call = await read_call(request, token, method)
        fault = self._cloud.faults.take(method)
        if fault and fault.status:
            response = _broken(fault)
        else:
            response = await self._perform(call)
        if fault and fault.then and isawaitable(after := fault.then()):
            await after
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        call.status = response.status
        if fault and fault.lost and request.transport:
            call.lost = True
            request.transport.abort()
        return response

    async def _perform(self, call: Call) -> web.Response:
        try:
            result = await self._cloud.perform(call)
        except ApiError as error:
            return _refuse(error)
        return web.Response(text=json.dumps({"ok": True, "result": result}), content_type="application/json")

    def _file(self, token: str, path: str) -> web.Response:
        try:
            self._cloud.known(token)
            return web.Response(body=self._cloud.files.open(path), content_type="application/octet-stream")
        except ApiError as error:
            return _refuse(error)


def _refuse(error: ApiError) -> web.Response:
    return web.Response(status=error.code, text=json.dumps(error.body()), content_type="application/json")


def _broken(fault: Fault) -> web.Response:
    status = fault.status or 502
    reason = REASONS.get(status, "Bad Gateway")
    if fault.html:
        return web.Response(status=status, text=f"<html><h1>{status} {reason}</h1></html>", content_type="text/html")
    return _refuse(ApiError(status, reason))
