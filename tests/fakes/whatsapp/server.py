"""The HTTP edge of the cloud: the Graph API on one port, the media host on another."""

import asyncio
import json
from typing import TYPE_CHECKING, Any

from aiohttp import web

from tests.fakes.whatsapp.errors import UNAUTHORIZED, UNKNOWN_OBJECT, GraphError, parameter

if TYPE_CHECKING:
    from tests.fakes.whatsapp.cloud import WhatsAppCloud

VERSION = "v25.0"


class Server:
    def __init__(self, cloud: "WhatsAppCloud") -> None:
        self._cloud = cloud
        self._runners = [
            web.ServerRunner(web.Server(handle, access_log=None), shutdown_timeout=0.1)
            for handle in (self._graph, self._media)
        ]

    async def start(self) -> tuple[str, str]:
        """The addresses of the API and of the media."""
        found = []
        for runner, host in zip(self._runners, ("127.0.0.1", "localhost"), strict=True):
            await runner.setup()
            await web.TCPSite(runner, "127.0.0.1", 0).start()
            found.append(f"http://{host}:{runner.addresses[0][1]}")
        graph, media = found
        return f"{graph}/{VERSION}", media

    async def stop(self) -> None:
        for runner in self._runners:
            await runner.cleanup()

    async def _graph(self, request: web.BaseRequest) -> web.StreamResponse:
        version, id_, *rest = [*request.path.strip("/").split("/"), "", ""][:4]
        method = next(filter(None, rest), "media")
        fault = self._cloud.faults.take(method)
        if fault and fault.status:
            return _broken(fault.status, html=fault.html)
        try:
            response = _json(await self._answer(request, version, id_, method))
        except GraphError as error:
            response = _json(error.body(), error.status)
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if fault and fault.lost and request.transport:
            request.transport.abort()
        return response

    async def _answer(self, request: web.BaseRequest, version: str, id_: str, method: str) -> dict[str, Any]:
        if not self._signed(request):
            raise UNAUTHORIZED
        match request.method, version, id_, method:
            case "POST", "v25.0", self._cloud.number_id, "messages":
                try:
                    body = json.loads(await request.read())
                except ValueError:
                    raise parameter("The body is not JSON.") from None
                return self._cloud.send(body)
            case "POST", "v25.0", self._cloud.number_id, "media":
                return await self._upload(request)
            case "GET", "v25.0", self._cloud.account_id, "message_templates":
                return self._cloud.templates.list(request.query.get("after", ""))
            case "GET", "v25.0", id_, "media":
                if request.query.get("phone_number_id") != self._cloud.number_id:
                    raise UNKNOWN_OBJECT
                return self._cloud.media.describe(id_, self._cloud.media_base, self._cloud.clock())
            case _:
                raise UNKNOWN_OBJECT

    async def _upload(self, request: web.BaseRequest) -> dict[str, Any]:
        form = await request.post()
        file = form.get("file")
        if form.get("messaging_product") != "whatsapp" or not isinstance(file, web.FileField):
            raise parameter("The parameters messaging_product and file are required.")
        self._cloud.uploads += 1
        name, mime = file.filename, str(form.get("type", ""))
        return {"id": self._cloud.media.upload(name, mime, file.file.read(), self._cloud.clock())}

    async def _media(self, request: web.BaseRequest) -> web.StreamResponse:
        self._cloud.media_tokens.append(request.headers.get("Authorization", ""))
        fault = self._cloud.faults.take("download")
        if fault and fault.delay:
            await asyncio.sleep(fault.delay)
        if not self._signed(request):
            return web.Response(status=401)
        data = self._cloud.media.open(request.query.get("mid", ""), self._cloud.clock())
        if data is None or (fault and fault.status):
            return web.Response(status=404)
        return web.Response(body=data, content_type="application/octet-stream")

    def _signed(self, request: web.BaseRequest) -> bool:
        return request.headers.get("Authorization") == f"Bearer {self._cloud.token}"


def _json(body: dict[str, Any], status: int = 200) -> web.Response:
    return web.Response(status=status, text=json.dumps(body), content_type="application/json")


def _broken(status: int, *, html: bool) -> web.Response:
    if html:
        return web.Response(status=status, text=f"<html><h1>{status}</h1></html>", content_type="text/html")
    return _json(GraphError(131000, "Something went wrong", "An unknown error occurred").body(), status)
