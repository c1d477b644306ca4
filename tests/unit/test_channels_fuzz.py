"""Every messenger's parser under what its messenger would never send: recorded payloads with one place spoilt, and any
JSON at all. Each is read, or refused by name; what is read can be stored; and good neighbours in a batch are kept.
"""

import copy
import hashlib
import hmac
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, cast
from urllib.parse import urlencode

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.calling.signing import HEADER, sign
from bot.channels.base import Channel, Malformed, Refused, Unread
from bot.channels.custom import CustomChannel, CustomSettings
from bot.channels.form import fields as form
from bot.channels.site import frames
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.events import EVENTS, FromCustomer, Said
from tests.parts import NOW, Clock
from tests.whatsapping import UNUSED, Shelf

FIXTURES = Path(__file__).parents[1] / "fixtures"
SECRET = "a secret of at least thirty-two signs"
NUMBER = "106540352242922"
EXAMPLES = 25 * int(os.environ.get("HELPLINE_FUZZ", "6"))


def hexed(body: bytes) -> str:
    return hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()


class Adapter(NamedTuple):
    """A parser, with what proves to it that a body is its messenger's."""

    channel: Channel
    proof: Callable[[bytes], Mapping[str, str]]


_WHATSAPP = {"token": "t", "app_secret": SECRET, "verify_token": "v", "phone_number_id": NUMBER}
ADAPTERS: Mapping[str, Adapter] = {
    "telegram": Adapter(
        TelegramChannel(TelegramSettings(token="10001:test", webhook_secret="s3cret")),
        lambda body: {"x-telegram-bot-api-secret-token": "s3cret"},
    ),
    "viber": Adapter(
        ViberChannel(
            ViberSettings(token=SECRET, name="Shop", webhook_url="https://help.example/viber"), Clock(), redis=UNUSED
        ),
        lambda body: {"x-viber-content-signature": hexed(body)},
    ),
    "whatsapp": Adapter(
        WhatsAppChannel(
            WhatsAppSettings(**_WHATSAPP), lambda: NOW, templates=Shelf(), files=UNUSED, redis=UNUSED
        ),
        lambda body: {"x-hub-signature-256": f"sha256={hexed(body)}"},
    ),
    "vk": Adapter(
        VkChannel(VkSettings(token="t", group_id=190215, secret="aaQ13axAPQEcczQa"), Clock(), files=cast(Any, None)),
        lambda body: {},
    ),
    "custom": Adapter(
        CustomChannel(CustomSettings(webhook_url="https://shop.example/hook", secret=SECRET), Clock()),
        lambda body: {HEADER.lower(): sign(SECRET, body, NOW)},
    ),
}  # fmt: skip

any_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(
        ["\ud800", "\x00", "a\udc00b", "", " ", "9" * 40, 2**63, -1, 10**400, "../..", "\u202e", "$where", "1e400"]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)  # fmt: skip


def recorded(channel: str) -> list[Any]:
    return [json.loads(path.read_bytes()) for path in sorted((FIXTURES / channel).glob("*.json"))]


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict | list):
        items = list(value.items() if isinstance(value, dict) else enumerate(value))
    for key, inner in items:
        yield value, key
        yield from places(inner)


BROKEN = [b"[" * 50_000, b'{"a":' * 50_000, b"\xff{}", b"1e400", b"9" * 9000]
form_fields = st.dictionaries(st.sampled_from([*form.LONGEST, "token", form.TRAP, "x"]), st.text(max_size=20))


@st.composite
def spoilt(draw: st.DrawFn, payloads: Sequence[Any]) -> Any:
    """A recorded payload in which up to three places hold something else, nothing, or a part of another payload."""
    payload = copy.deepcopy(draw(st.sampled_from(payloads)))
    for _ in range(draw(st.integers(1, 3))):
        holder, key = draw(st.sampled_from(list(places(payload))))
        other = draw(st.sampled_from(list(places(draw(st.sampled_from(payloads))))))
        match draw(st.sampled_from(["else", "else", "nothing", "other"])):
            case "else":
                holder[key] = draw(any_json)
            case "other":
                holder[key] = copy.deepcopy(other[0][other[1]])
            case _:
                del holder[key]
        if not list(places(payload)):
            break
    return payload


def parsed(adapter: Adapter, payload: Any) -> list[FromCustomer | Unread]:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    return list(adapter.channel.parse(adapter.proof(body), body, NOW))


def check(found: Sequence[FromCustomer | Unread]) -> None:
    """All that was read comes out of the store as it went in."""
    for each in found:
        if isinstance(each, Unread):
            assert each.reason
            each.raw.encode()
            continue
        assert each.id
        text = EVENTS.dump_json(each)
        assert EVENTS.validate_json(text) == each
        each.id.encode()


def check_reason(error: Exception) -> None:
    assert str(error)


@pytest.mark.parametrize("channel", ADAPTERS)
def test_a_spoilt_payload_is_read_or_refused_by_name(channel: str) -> None:
    adapter, payloads = ADAPTERS[channel], recorded(channel)

    @settings(max_examples=EXAMPLES, derandomize=True, database=None)
    @given(spoilt(payloads) | any_json)
    def holds(payload: Any) -> None:
        try:
            found = parsed(adapter, payload)
        except Malformed as error:
            return check_reason(error)
        except Refused:
            assert channel == "vk", "only VK proves itself within the body, which is spoilt"
            return None
        return check(found)

    holds()


@settings(max_examples=EXAMPLES, derandomize=True, database=None)
@given(st.binary(max_size=60) | st.sampled_from(BROKEN))
def test_a_body_that_is_no_json_is_refused_by_name(body: bytes) -> None:
    for adapter in ADAPTERS.values():
        try:
            check(parsed(adapter, body))
        except (Malformed, Refused) as error:
            check_reason(error)


def batch(*messages: Any) -> Any:
    return {
        "object": "whatsapp_business_account",
        "entry": [
            {"id": "1", "changes": [
                {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": {
                    "display_phone_number": "1", "phone_number_id": NUMBER}, "contacts": [], "messages": [*messages]}}
            ]}
        ],
    }  # fmt: skip


def good(number: int) -> Any:
    return {
        "from": "380441234567", "id": f"wamid.good-{number}", "timestamp": "1763794801", "type": "text",
        "text": {"body": f"good {number}"},
    }  # fmt: skip


def sendable(value: Any) -> bool:
    """JSON proper: Python writes NaN and infinity, too, and numbers that hardly anybody else reads."""
    try:
        orjson.loads(json.dumps(value, ensure_ascii=False).encode(errors="replace"))
    except orjson.JSONDecodeError:
        return False
    return True


WITH_MESSAGES = [each for each in recorded("whatsapp") if "messages" in each["entry"][0]["changes"][0]["value"]]


@settings(max_examples=EXAMPLES, derandomize=True, database=None)
@given(spoilt(WITH_MESSAGES).filter(sendable), any_json.filter(sendable))
def test_neighbours_of_a_spoilt_message_are_kept(payload: Any, item: Any) -> None:
    """Of the same list, and of another change of the same request."""
    body = batch(good(1), item, good(2))
    body["entry"] += payload.get("entry", []) if isinstance(payload.get("entry"), list) else [payload]
    body["entry"].append(batch(good(3))["entry"][0])

    found = parsed(ADAPTERS["whatsapp"], body)

    check(found)
    kept = [each.content.text for each in found if isinstance(each, Said) and "wamid.good-" in each.id]
    assert kept == ["good 1", "good 2", "good 3"]


@settings(max_examples=EXAMPLES, derandomize=True, database=None)
@given(any_json.map(json.dumps) | st.text(max_size=60) | st.binary(max_size=60))
def test_a_window_says_something_known_or_is_told_off(raw: str | bytes) -> None:
    try:
        frame = frames.read(raw)
    except frames.BadFrame as error:
        check_reason(error)
    else:
        frame.model_dump_json()


@settings(max_examples=EXAMPLES, derandomize=True, database=None)
@given(
    st.dictionaries(st.sampled_from([*form.LONGEST, "token", form.TRAP, "x"]), st.text(max_size=20)),
    st.binary(max_size=30),
)
def test_a_form_is_read_field_by_field_whatever_else_is_in_it(given_: dict[str, str], tail: bytes) -> None:
    body = urlencode(given_, errors="replace").encode()

    fields = form.read(body)
    form.read(body + tail).wrong()

    assert fields.name == given_.get("name", "").strip()
    assert fields.message == given_.get("message", "").strip()
    assert ("name" in fields.wrong()) == (not fields.name)
