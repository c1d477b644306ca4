"""One call of a bot, read from any of the shapes that the Bot API accepts."""

import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web

from tests.fakes.telegram.errors import bad_request


@dataclass(frozen=True, slots=True)
class Upload:
    name: str
    data: bytes


@dataclass(slots=True, kw_only=True)
class Call:
    """What was asked, when, and with which status it was answered."""

    token: str
    method: str
    params: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    at: float = field(default_factory=time.time)
    status: int = 0
    lost: bool = False
    """It was carried out, and nobody heard the answer."""

    def text(self, name: str) -> str:
        return self.params.get(name, "")

    def flag(self, name: str) -> bool:
        return self.text(name).lower() in ("true", "1", "yes")

    def number(self, name: str, default: int = 0) -> int:
        """As the real server does, what is no number counts as absent."""
        try:
            return int(self.text(name))
        except ValueError:
            return default

    def list(self, name: str) -> list[Any] | None:
        if not self.text(name):
            return None
        try:
            value = json.loads(self.text(name))
        except ValueError:
            value = None
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name} JSON object")
        return value


async def read_call(request: web.BaseRequest, token: str, method: str) -> Call:
    call = Call(token=token, method=method, params=dict(request.query))
    match request.content_type:
        case "application/json":
            body = json.loads(await request.read() or b"{}")
            call.params |= {name: _as_text(value) for name, value in body.items() if value is not None}
        case "multipart/form-data":
            async for part in await request.multipart():
                if isinstance(part, BodyPartReader) and part.name:
                    data = bytes(await part.read())
                    if part.filename is None:
                        call.params[part.name] = data.decode()
                    else:
                        call.uploads[part.name] = Upload(part.filename, data)
        case _:
            call.params |= dict(parse_qsl((await request.read()).decode(), keep_blank_values=True))
    return call


def call_from_answer(token: str, answer: dict[str, Any]) -> Call:
    """The call that a webhook's answer may carry."""
    params = {name: _as_text(value) for name, value in answer.items() if name != "method"}
    return Call(token=token, method=str(answer["method"]), params=params)


def _as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
