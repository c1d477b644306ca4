"""The wire: calls of the REST API, and downloads. Over httpx, since Viber's own library for Python is synchronous,
has no time-outs and breaks at events that it does not know."""

from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from bot.channels.base import Download, Rejected, Unreachable
from bot.channels.viber import errors
from bot.channels.viber.settings import ViberSettings
from handoff.messages import Attachment

LIMIT = 50 * 1024 * 1024
TOO_BIG = "The file is larger than the 50 MB that we copy."
AWAY = "The file could not be fetched from Viber."


class Client:
    def __init__(self, settings: ViberSettings) -> None:
        self._settings = settings
        self._headers = {"X-Viber-Auth-Token": settings.token, "Content-Type": "application/json"}
        # A limit of its own for connecting tells "nothing was sent" from "the answer was lost".
        patience = settings.patience.total_seconds()
        self._http = httpx.AsyncClient(timeout=httpx.Timeout(patience, connect=patience / 2), trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()

    async def call(self, method: str, body: Mapping[str, Any]) -> Mapping[str, Any]:
        """Raises SendError."""
        url = f"{self._settings.api_base}/{method}"
        try:
            response = await self._http.post(url, content=orjson.dumps(body), headers=self._headers)
        except httpx.HTTPError as error:
            raise errors.lost(error) from None
        return errors.answer(response)

    async def fetch(self, attachment: Attachment) -> Download:
        """Name and type are those of the message. Raises Rejected, where it is no use to try again, or Unreachable."""
        if not attachment.provider_ref:
            raise Rejected("Viber gave no link to this file.")
        if (attachment.size or 0) > LIMIT:
            raise Rejected(TOO_BIG)
        try:
            data = await self._download(attachment.provider_ref)
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise Rejected("Viber's link to this file cannot be read.") from None
        except httpx.HTTPError:
            raise Unreachable(AWAY) from None
        if not data:
            raise Rejected("The file is empty.")
        return Download(data=data, name=attachment.name, mime=attachment.mime)

    async def _download(self, url: str) -> bytes:
        data = bytearray()
        patience = self._settings.download_patience.total_seconds()
        async with self._http.stream("GET", url, follow_redirects=True, timeout=patience) as response:
            if response.status_code >= 500:
                raise Unreachable(AWAY)
            if response.status_code != 200:
                raise Rejected("Viber's link to this file has expired.")
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > LIMIT:
                    raise Rejected(TOO_BIG)
        return bytes(data)
