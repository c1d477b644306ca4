"""The wire: signed posts to the partner's webhook, and copies of customers' files, neither into private networks.

The webhook's own host and port are the exception, since whoever runs this machine has named them.
"""

import asyncio
from collections.abc import Collection
from datetime import timedelta

import httpx
from pydantic import BaseModel

from bot.calling import answers, wire
from bot.calling.caller import IDEMPOTENCY
from bot.calling.guard import Forbidden, Guarded, Resolve, resolve
from bot.calling.signing import HEADER, sign
from bot.channels.base import Accepted, Download, Rejected, Unreachable
from bot.channels.custom import errors
from bot.channels.custom.settings import CustomSettings
from handoff.messages import Attachment
from handoff.ports import Clock

LIMIT = 50 * 1024 * 1024
TOO_BIG = "The file is larger than the 50 MB that we copy."
AWAY = "The file could not be fetched from the custom messenger."


class Client:
    def __init__(self, settings: CustomSettings, clock: Clock, resolve: Resolve = resolve) -> None:
        self._settings, self._clock = settings, clock
        self._wire = wire()
        guarded = Guarded(self._wire, private_hosts=_own(settings.webhook_url), resolve=resolve)
        self._http = httpx.AsyncClient(transport=guarded, trust_env=False)

    async def close(self) -> None:
        await self._http.aclose()
        await self._wire.aclose()

    async def post(self, told: BaseModel, key: str, within: timedelta) -> Accepted:
        """Raises SendError; an answer that was lost is `Lost`."""
        body = told.model_dump_json().encode()
        headers = {
            "Content-Type": "application/json", "User-Agent": "Helpline", "Accept-Encoding": "gzip",
            HEADER: sign(self._settings.secret, body, self._clock()), IDEMPOTENCY: key,
        }  # fmt: skip
        try:
            async with asyncio.timeout(within.total_seconds()):
                async with self._http.stream(
                    "POST", self._settings.webhook_url, content=body, headers=headers, timeout=within.total_seconds()
                ) as response:
                    answer = await answers.read(response, self._clock())
        except Forbidden as error:
            raise Rejected(str(error)) from None
        except (httpx.TransportError, TimeoutError) as error:
            raise errors.broken(error) from None
        return errors.accepted(answer, key)

    async def fetch(self, attachment: Attachment) -> Download:
        """Raises Rejected, where it is no use to try again, or Unreachable."""
        if (attachment.size or 0) > LIMIT:
            raise Rejected(TOO_BIG)
        try:
            async with asyncio.timeout(self._settings.download_patience.total_seconds()):
                data = await self._download(attachment.provider_ref or "")
        except Forbidden as error:
            raise Rejected(str(error)) from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL):
            raise Rejected("The link to this file can't be read.") from None
        except (httpx.HTTPError, TimeoutError):
            raise Unreachable(AWAY) from None
        if not data:
            raise Rejected("The file is empty.")
        return Download(data=data, name=attachment.name, mime=attachment.mime)

    async def _download(self, url: str) -> bytes:
        data = bytearray()
        async with self._http.stream("GET", url, headers={"User-Agent": "Helpline"}) as response:
            if response.status_code >= 500:
                raise Unreachable(AWAY)
            if response.status_code != 200:
                raise Rejected(f"The link to this file does not work: HTTP {response.status_code}.")
            async for chunk in response.aiter_bytes():
                data += chunk
                if len(data) > LIMIT:
                    raise Rejected(TOO_BIG)
        return bytes(data)


def _own(url: str) -> Collection[str]:
    """The host and port of an address, as the guard knows them."""
    parsed = httpx.URL(url)
    host, port = parsed.raw_host.decode("ascii"), parsed.port or {"http": 80}.get(parsed.scheme, 443)
    return {f"[{host}]:{port}" if ":" in host else f"{host}:{port}"}
