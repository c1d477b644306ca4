"""Links that nobody but us can make."""

import json
import re
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.calling.signing import HEADER, sign
from bot.channels.custom.channel import CustomChannel
from bot.channels.custom.settings import CustomSettings
from bot.channels.deep_links import LONGEST, DeepLinks, NotSignable, deep_links
from bot.channels.site import frames
from bot.channels.site.translate import Visitor, event_of
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.viber.channel import ViberChannel
from bot.channels.viber.settings import ViberSettings
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings
from bot.events import FromCustomer, Started
from handoff.customer import Address
from tests.parts import NOW, Clock

LINKS = deep_links("a key, an older key", "telegram")
VIBER = ViberSettings(token="a token", name="Marlow & Pine", webhook_url="https://help.example/channels/viber")
VK = VkSettings(token="a token", group_id=1)
CUSTOM = CustomSettings(webhook_url="https://shop.example/helpline", secret="a secret")
WORDS = st.from_regex(rf"\A[A-Za-z0-9_-]{{1,{LONGEST}}}\Z")


@given(words=WORDS)
def test_a_signed_payload_fits_telegram_and_is_known_again(words: str) -> None:
    payload = LINKS.sign(words)

    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert LINKS.read(payload) == f"signed:{words}"


@given(words=WORDS, other=WORDS)
def test_other_words_under_a_signature_are_worth_nothing(words: str, other: str) -> None:
    payload = LINKS.sign(words)
    forged = payload[: -len(words)] + other

    assert LINKS.read(forged) == (f"signed:{words}" if other == words else "")


@given(payload=st.text(max_size=70))
def test_nothing_that_we_have_not_signed_reads_as_signed(payload: str) -> None:
    assert not LINKS.read(payload).startswith("signed:")
    assert not LINKS.read(f"signed:{payload}").startswith("signed:")


@pytest.mark.parametrize("payload", ["", "order-1042_uk", "join_abc", "s_short", "https://shop.example/"])
def test_links_of_others_are_as_they_came(payload: str) -> None:
    assert LINKS.read(payload) == payload


def test_a_link_is_for_one_channel() -> None:
    assert deep_links("a key", "telegram-shop").read(LINKS.sign("order-1")) == ""


def test_keys_can_be_exchanged() -> None:
    old = deep_links("an older key", "telegram").sign("order-1")

    assert LINKS.read(old) == "signed:order-1"
    assert deep_links("a key", "telegram").read(LINKS.sign("order-1")) == "signed:order-1"
    assert deep_links("a key", "telegram").read(old) == ""


@pytest.mark.parametrize("words", ["", "order 1", "a" * (LONGEST + 1), "a:b", "ж"])
def test_what_does_not_fit_is_refused_with_words(words: str) -> None:
    with pytest.raises(NotSignable, match="letters"):
        LINKS.sign(words)


def test_without_a_key_nothing_is_signed_and_nothing_genuine() -> None:
    none = deep_links("", "telegram")

    with pytest.raises(NotSignable, match="SECRETS_KEY"):
        none.sign("order-1")
    assert none.read(LINKS.sign("order-1")) == ""


@pytest.mark.parametrize(
    ("payload", "seen"),
    [(LINKS.sign("order-1042"), "signed:order-1042"), ("order-1042", "order-1042"), (LINKS.sign("a")[:-1] + "b", "")],
    ids=["genuine", "plain", "forged"],
)
def test_flows_see_what_a_link_is_worth(payload: str, seen: str) -> None:
    channel = TelegramChannel(TelegramSettings(token="10001:test", webhook_secret="a secret"), deep_links=LINKS)
    person = {"id": 7, "is_bot": False, "first_name": "Ada"}
    chat = {"id": 7, "type": "private", "first_name": "Ada"}
    message = {"message_id": 1, "date": 1763791200, "chat": chat, "from": person, "text": f"/start {payload}"}

    update = json.dumps({"update_id": 1, "message": message}).encode()
    [event] = channel.parse({"x-telegram-bot-api-secret-token": "a secret"}, update, NOW)

    assert isinstance(event, Started)
    assert event.payload == seen


def to_viber(links: DeepLinks, payload: str) -> FromCustomer:
    user = {"id": "01234567890A=", "name": "Ada"}
    told = {"event": "conversation_started", "timestamp": 1, "message_token": 1, "user": user, "context": payload}
    channel = ViberChannel(VIBER, Clock(), redis=cast(Any, None), deep_links=links)
    [event] = channel.reread(json.dumps(told).encode(), NOW)
    return event


def to_vk(links: DeepLinks, payload: str) -> FromCustomer:
    message = {"date": 1, "from_id": 7, "peer_id": 7, "conversation_message_id": 1, "text": "Hello", "ref": payload}
    told = {"type": "message_new", "group_id": 1, "object": {"message": message}}
    channel = VkChannel(VK, Clock(), files=cast(Any, None), deep_links=links)
    event, _ = channel.reread(json.dumps(told).encode(), NOW)
    return event


def to_a_custom_messenger(links: DeepLinks, payload: str) -> FromCustomer:
    body = json.dumps({"type": "started", "id": "1", "customer": {"id": "7"}, "payload": payload}).encode()
    channel = CustomChannel(CUSTOM, Clock(), deep_links=links)
    [event] = channel.parse({HEADER.lower(): sign(CUSTOM.secret, body, NOW)}, body, NOW)
    return event


def to_the_site(links: DeepLinks, payload: str) -> FromCustomer:
    visitor = Visitor(address=Address(channel="site", account="main", external_id="7"), page=payload)
    return event_of(frames.Open(type="open", id="0b8f2d3e-8a8e-4c51-9d25-3c0d5f1c7a10"), visitor, NOW)


@pytest.mark.parametrize("way", [to_viber, to_vk, to_a_custom_messenger, to_the_site])
@pytest.mark.parametrize(
    ("payload", "seen"),
    [("signed:order-1043", "signedorder-1043"), ("order-1042", "order-1042"), (LINKS.sign("order-1042"), "")],
    ids=["claims to be signed", "plain", "signed for another messenger"],
)
def test_no_messengers_link_can_say_of_itself_that_it_is_signed(
    way: Callable[[DeepLinks, str], FromCustomer], payload: str, seen: str
) -> None:
    event = way(deep_links("a key", "another"), payload)

    assert isinstance(event, Started)
    assert event.payload == seen


@pytest.mark.parametrize("way", [to_viber, to_vk, to_a_custom_messenger])
def test_what_we_signed_for_a_messenger_is_genuine_there(way: Callable[[DeepLinks, str], FromCustomer]) -> None:
    event = way(LINKS, LINKS.sign("order-1042"))

    assert isinstance(event, Started)
    assert event.payload == "signed:order-1042"
