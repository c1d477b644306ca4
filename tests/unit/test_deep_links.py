"""Links that nobody but us can make."""

import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.deep_links import LONGEST, NotSignable, deep_links
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.events import Started
from tests.parts import NOW

LINKS = deep_links("a key, an older key", "telegram")
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
