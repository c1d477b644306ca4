"""The interface as an OpenAPI document, made from the shapes that are really read and written.

`openapi.json` beside this is the same, for whoever has no server at hand.
"""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from bot.calling.answers import LARGEST
from bot.calling.caller import IDEMPOTENCY
from bot.calling.signing import HEADER
from bot.channels.custom.payload import (
    INCOMING,
    HelplineCorrection,
    HelplineMessage,
    HelplineTyping,
    HelplineWithdrawal,
    NotTaken,
    Stored,
    Taken,
)

_REF = "#/components/schemas/{model}"
_ABOUT = """A messenger, an app or a script as a channel of Helpline.

Each request, in both directions, is signed with one secret.
Send a customer's events one after another, each when the one before is answered: that keeps their order."""
_SIGNATURE = {
    "name": HEADER, "in": "header", "required": True,
    "description": "`t=<seconds>,v1=<hex of HMAC-SHA256(secret, \"<seconds>.\" + body)>`, at most five minutes old.",
    "schema": {"type": "string", "pattern": "^t=[0-9]{1,12},v1=[0-9a-f]{64}$"},
}  # fmt: skip
_ONCE = {
    "name": IDEMPOTENCY, "in": "header", "required": True, "schema": {"type": "string"},
    "description": "The message's id again: the same at each try.",
}  # fmt: skip


class Refusal(BaseModel):
    """What is wrong, in words for a developer."""

    detail: str


@cache
def document(channel: str = "custom") -> dict[str, Any]:
    """OpenAPI 3.1, for the channel of this name."""
    models: list[type[BaseModel]] = [
        Stored, Refusal, HelplineMessage, HelplineCorrection, HelplineWithdrawal, HelplineTyping, Taken, NotTaken,
    ]  # fmt: skip
    incoming = INCOMING.json_schema(ref_template=_REF)
    shapes = {**models_json_schema([(each, "validation") for each in models], ref_template=_REF)[1]["$defs"]}
    shapes |= incoming.pop("$defs")
    return {
        "openapi": "3.1.0",
        "info": {"title": "Helpline: custom messenger", "version": "1", "description": _ABOUT},
        "paths": {f"/channels/{channel}": {"post": _told(incoming)}},
        "webhooks": {
            "message": {"post": _message()},
            "corrected": {"post": _change("corrected", "An operator mends what was sent.", HelplineCorrection)},
            "withdrawn": {"post": _change("withdrawn", "An operator takes back what was sent.", HelplineWithdrawal)},
            "typing": {"post": _typing()},
        },
        "components": {"schemas": dict(sorted(shapes.items()))},
    }


def _told(incoming: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": "tell",
        "summary": "What a customer did.",
        "parameters": [_SIGNATURE],
        "requestBody": {"required": True, "content": {"application/json": {"schema": incoming}}},
        "responses": {
            "200": _answer("Stored, now or before.", Stored),
            "401": _answer("The signature is missing, wrong or old.", Refusal),
            "413": _answer(f"More than {LARGEST // 1024} kB.", Refusal),
            "422": _answer("Not of a shape that is known; to send it again is of no use.", Refusal),
            "503": {"description": "Not stored: send it again, with the same id, after `Retry-After` seconds."},
        },
    }


def _message() -> dict[str, Any]:
    return {
        "operationId": "message",
        "summary": "Something to show to a customer, at least once: the same id may come again.",
        "parameters": [_SIGNATURE, _ONCE],
        "requestBody": _body(HelplineMessage),
        "responses": {
            "2XX": _answer("Taken, now or before.", Taken),
            "410": _answer("The customer is gone: nothing is sent until they write, or return.", NotTaken),
            "429": {"description": "Later: sent again after `Retry-After` seconds, or 30. Other customers' go on."},
            "4XX": _answer("Never: operators see the reason.", NotTaken),
            "5XX": {"description": "Not now: again in 2, 4, 8, 16 and 32 seconds; so is what is not answered in 10."},
        },
    }  # fmt: skip


def _change(name: str, summary: str, model: type[BaseModel]) -> dict[str, Any]:
    return {
        "operationId": name,
        "summary": summary,
        "parameters": [_SIGNATURE, _ONCE],
        "requestBody": _body(model),
        "responses": {
            "2XX": {"description": "Done, now or before."},
            "4XX": _answer("Never, as from who can't do it: operators see the reason at the message.", NotTaken),
            "5XX": {"description": "Not now: again as with a message."},
        },
    }  # fmt: skip


def _typing() -> dict[str, Any]:
    return {
        "operationId": "typing",
        "summary": "An answer is being written.",
        "parameters": [_SIGNATURE, _ONCE],
        "requestBody": _body(HelplineTyping),
        "responses": {"default": {"description": "Anything: it is not read."}},
    }


def _body(model: type[BaseModel]) -> dict[str, Any]:
    return {"required": True, "content": _content(model)}


def _answer(description: str, model: type[BaseModel]) -> dict[str, Any]:
    return {"description": description, "content": _content(model)}


def _content(model: type[BaseModel]) -> dict[str, Any]:
    return {"application/json": {"schema": {"$ref": _REF.format(model=model.__name__)}}}


def written() -> str:
    """The file's content."""
    return json.dumps(document(), indent=2, ensure_ascii=False) + "\n"
