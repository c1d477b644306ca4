"""The wire: calls of the API, uploads and downloads, by vkbottle.

Two habits of the library are switched off: it asks again and again, without an end, where an answer is no JSON, and it
waits as long as the connection lasts.
"""

from typing import Any

import orjson
from aiohttp import (
    ClientConnectorError,
    ClientError,
    ClientResponseError,
    ClientTimeout,
    ConnectionTimeoutError,
    InvalidURL,
    NonHttpUrlClientError,
)
from vkbottle.api import ABCAPI, API, ABCResponseValidator
from vkbottle.api.response_validator import VKAPIErrorResponseValidator
from vkbottle.exception_factory import VKAPIError
from vkbottle.http import AiohttpClient
from vkbottle.tools.uploader import DocMessagesUploader, PhotoMessageUploader

from bot.channels.base import Download, Rejected, Unreachable
from bot.channels.vk.errors import lost, refusal
from bot.channels.vk.settings import VkSettings
from handoff.messages import Attachment

LIMIT = 50 * 1024 * 1024
TOO_BIG = "The file is larger than the 50 MB that we copy."
AWAY = "The file could not be fetched from VK."
_UNREADABLE = (TypeError, KeyError, AttributeError, ValueError)
"""What vkbottle raises over an answer of a shape that it does not know."""


class Client:
    def __init__(self, settings: VkSettings) -> None:
        patience = settings.patience.total_seconds()
        self._patience = ClientTimeout(total=patience, connect=patience / 2)
        self._upload_patience = ClientTimeout(total=settings.upload_patience.total_seconds(), connect=patience / 2)
        self._http = AiohttpClient(timeout=self._patience, raise_for_status=True)
        self._slow_http = AiohttpClient(timeout=self._upload_patience, raise_for_status=True)
        self._api = _api(settings, self._http)
        self._slow_api = _api(settings, self._slow_http)

    async def close(self) -> None:
        await self._http.close()
        await self._slow_http.close()

    async def call(self, method: str, *, tries: int = 0, **params: Any) -> Any:
        """What VK answers. Raises a SendError; `tries`: how often the same was asked before."""
        try:
            return (await self._api.request(method, params))["response"]
        except VKAPIError as error:
            raise refusal(error.code, error.error_msg, tries) from None
        except (ClientConnectorError, ConnectionTimeoutError):
            raise Unreachable("VK cannot be reached.") from None
        except (ClientError, TimeoutError, *_UNREADABLE):
            raise lost(tries) from None

    async def poll(self, server: str, key: str, ts: str, wait: int) -> Any:
        """What happened since `ts`, whatever its shape. Raises ClientError, TimeoutError or ValueError."""
        asked = {"act": "a_check", "key": key, "ts": ts, "wait": str(wait)}
        patience = ClientTimeout(total=wait + 10)
        async with self._http.request(server, params=asked, timeout=patience) as response:
            return orjson.loads(await response.read())

    async def upload(self, peer: int, name: str, data: bytes, *, photo: bool) -> str:
        """The file as messages name it: `photo-1_2`, `doc-1_2`. Raises a SendError; nothing was said then."""
        try:
            if photo:
                uploader = PhotoMessageUploader(self._slow_api, attachment_name=name)
                return await uploader.upload(data, peer_id=peer)
            return await DocMessagesUploader(self._slow_api).upload(data, peer_id=peer, title=name)
        except VKAPIError as error:
            raise refusal(error.code, error.error_msg) from None
        except (ClientError, TimeoutError):
            raise Unreachable(f"VK did not take “{name}”.") from None
        except (*_UNREADABLE, IndexError):
            raise Rejected(f"VK does not take “{name}”.") from None

    async def fetch(self, attachment: Attachment) -> Download:
        """Name and type are those of the message. Raises Rejected, where it is no use to try again, or Unreachable."""
        if not attachment.provider_ref:
            raise Rejected("VK gave no link to this file.")
        if (attachment.size or 0) > LIMIT:
            raise Rejected(TOO_BIG)
        data = bytearray()
        try:
            async with self._slow_http.request(attachment.provider_ref) as response:
                async for chunk in response.content.iter_chunked(64 * 1024):
                    data += chunk
                    if len(data) > LIMIT:
                        raise Rejected(TOO_BIG)
        except ClientResponseError as error:
            if error.status >= 500:
                raise Unreachable(AWAY) from None
            raise Rejected("VK's link to this file has expired.") from None
        except (InvalidURL, NonHttpUrlClientError):
            raise Rejected("VK's link to this file cannot be read.") from None
        except (ClientError, TimeoutError):
            raise Unreachable(AWAY) from None
        if not data:
            raise Rejected("The file is empty.")
        return Download(data=bytes(data), name=attachment.name, mime=attachment.mime)


class _Json(ABCResponseValidator):
    """An answer as JSON. Anything else is a lost answer."""

    async def validate(self, method: str, data: dict[str, Any], response: Any, ctx_api: ABCAPI | API) -> Any:
        return orjson.loads(response)


def _api(settings: VkSettings, http: AiohttpClient) -> API:
    api = API(settings.token, http_client=http)
    api.API_URL = settings.api_base.rstrip("/") + "/"
    api.response_validators = [_Json(), VKAPIErrorResponseValidator()]
    return api
