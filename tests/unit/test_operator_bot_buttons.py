"""Buttons' data: within Telegram's 64 bytes whatever our ids are, and read back as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.operator_bot.buttons import Pressed, Verb, pack, short, unpack
from handoff.ids import ConversationId

ids = st.text(min_size=1, max_size=300)


@given(verb=st.sampled_from(Verb), conversation=ids, argument=st.just("") | ids)
def test_what_is_packed_fits_and_is_read_back(verb: Verb, conversation: str, argument: str) -> None:
    data = pack(verb, ConversationId(conversation), argument)
    assert 1 <= len(data.encode()) <= 64
    wanted = Pressed(verb=verb, conversation=short(conversation), argument=short(argument) if argument else "")
    assert unpack(data) == wanted


def test_a_short_name_is_always_the_same_and_tells_ids_apart() -> None:
    names = {short(f"telegram:main:{number}") for number in range(10_000)}
    assert len(names) == 10_000
    assert short("telegram:main:1") == short("telegram:main:1")


@pytest.mark.parametrize("data", ["", ":", "a", "a:", "z:abc", "accept:abc"])
def test_what_we_have_not_written_is_not_read(data: str) -> None:
    assert unpack(data) is None
