"""Calls to the Graph API. The token travels in a header, and only to the hosts that the settings name."""

from collections.abc import Mapping
from typing import Any

import httpx
import orjson

from bot.channels.base import Rejected, Unknown, Unreachable
from bot.channels.whatsapp.errors import answered, broken
from bot.channels.whatsapp.settings import WhatsAppSettings

Json = Mapping[str, Any]
UPLOADED_WITHIN = 60.0
"""Seconds: a file is larger than a message."""


class TooLarge(Exception):
    """A file is over the limit that was given."""


class Graph:
    def __init__(self, settings: WhatsAppSettings) -> None:
        # A limit of its own for connecting tells "nothing was sent" from "the answer was lost".
        patience = settings.patience.total_seconds()
        self._client = httpx.AsyncClient(timeout=httpx.Timeout(patience, connect=patience / 2), trust_env=False)
        self._base = httpx.URL(settings.api_base.rstrip("/"))
        self._hosts = {self._base.host, *settings.media_hosts}
        self._signed = {"Authorization": f"Bearer {settings.token}"}

    async def close(self) -> None:
        await self._client.aclose()

    async def post(self, path: str, body: Json, *, tries: int = 0) -> Json:
        """Raises a SendError."""
        return await self._call("POST", path, tries=tries, content=orjson.dumps(body))

    async def upload(self, path: str, name: str, mime: str, data: bytes) -> Json:
        """Raises a SendError."""
        form = {"messaging_product": "whatsapp", "type": mime}
        return await self._call("POST", path, data=form, files={"file": (name, data, mime)}, timeout=UPLOADED_WITHIN)

    async def get(self, path: str, **params: str) -> Json:
        """Raises a SendError."""
        return await self._call("GET", path, params=params)

    async def _call(self, method: str, path: str, *, tries: int = 0, **given: Any) -> Json:
        headers = self._signed | ({"Content-Type": "application/json"} if "content" in given else {})
        try:
            response = await self._client.request(method, f"{self._base}/{path}", headers=headers, **given)
        except httpx.HTTPError as error:
            raise broken(error) from None
        if response.is_success:
            try:
                answer = orjson.loads(response.content)
            except orjson.JSONDecodeError:
                answer = None
            if isinstance(answer, dict):
                return answer
            raise Unknown("WhatsApp answered with something that is no answer.")
        raise answered(response, tries)

    async def download(self, address: str, most: int) -> bytes:
        """A file from one of Meta's media hosts. Raises TooLarge, Unreachable, or Rejected for any other host."""
        try:
            url = httpx.URL(address)
        except httpx.InvalidURL:
            raise Rejected("WhatsApp gave no usable address of this file.") from None
        if url.host not in self._hosts or url.scheme not in ("https", self._base.scheme):
            raise Rejected("WhatsApp gave an address of this file where our token must not go.")
        data = bytearray()
        try:
            async with self._client.stream("GET", url, headers=self._signed) as response:
                if not response.is_success:
                    raise Unreachable("The file could not be fetched from WhatsApp.")
                async for chunk in response.aiter_bytes():
                    data += chunk
                    if len(data) > most:
                        raise TooLarge
        except httpx.HTTPError:
            raise Unreachable("The file could not be fetched from WhatsApp.") from None
        return bytes(data)
