"""Rate limits: wait as told, a few times, and not for ever."""

from datetime import timedelta
from typing import Any

import pytest
from telegram.error import RetryAfter

from bot.operator_bot import patience


class Telegram:
    """Refuses the first calls as too fast."""

    def __init__(self, refusals: int, wait: timedelta) -> None:
        self.refusals, self.wait, self.calls = refusals, wait, 0

    async def __call__(self) -> bool:
        self.calls += 1
        if self.calls <= self.refusals:
            raise RetryAfter(self.wait)
        return True


async def call(telegram: Telegram) -> Any:
    return await patience.Patience().process_request(telegram, (), {}, "sendMessage", {}, None)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited, without waiting."""
    waited: list[float] = []

    async def sleep(seconds: float) -> None:
        waited.append(seconds)

    monkeypatch.setattr("bot.operator_bot.patience.sleep", sleep)
    return waited


@pytest.mark.parametrize(("refusals", "waited"), [(0, []), (1, [3.0]), (2, [3.0, 3.0])])
async def test_a_call_is_made_again_when_telegram_allows_it(
    waits: list[float], refusals: int, waited: list[float]
) -> None:
    assert await call(Telegram(refusals, timedelta(seconds=3))) is True
    assert waits == waited


@pytest.mark.parametrize(
    ("refusals", "seconds", "calls"), [(3, 3, 3), (1, 61, 1)], ids=["refused three times", "told to wait too long"]
)
async def test_patience_has_an_end(waits: list[float], refusals: int, seconds: int, calls: int) -> None:
    telegram = Telegram(refusals, timedelta(seconds=seconds))
    with pytest.raises(RetryAfter):
        await call(telegram)
    assert telegram.calls == calls


# -- a throttled chat is left alone --------------------------------------------------------------------------------


async def send(
    limits: patience.Patience, telegram: Telegram, chat: int, at_once: bool, what: str = "sendMessage"
) -> Any:
    return await limits.process_request(telegram, (), {}, what, {"chat_id": chat}, at_once)


async def test_who_does_not_wait_is_told_how_long_and_others_are_not_held_up() -> None:
    limits, throttled, free = patience.Patience(), Telegram(1, timedelta(seconds=30)), Telegram(0, timedelta())
    with pytest.raises(RetryAfter) as first:
        await send(limits, throttled, -1, at_once=True)
    with pytest.raises(RetryAfter) as second:
        await send(limits, throttled, -1, at_once=True)
    assert patience.duration(first.value) == timedelta(seconds=30)
    assert timedelta(seconds=28) < patience.duration(second.value) <= timedelta(seconds=30)
    assert throttled.calls == 1, "Telegram was not asked again before its time"
    assert await send(limits, free, 501, at_once=True) is True


async def test_who_waits_waits_for_what_others_have_learned(waits: list[float]) -> None:
    limits, throttled = patience.Patience(), Telegram(1, timedelta(seconds=30))
    with pytest.raises(RetryAfter):
        await send(limits, throttled, -1, at_once=True)
    assert await send(limits, throttled, -1, at_once=False) is True
    assert [round(each) for each in waits] == [30]


async def test_names_of_topics_may_have_to_wait_while_words_may_not() -> None:
    limits, names, words = patience.Patience(), Telegram(1, timedelta(seconds=30)), Telegram(0, timedelta())
    with pytest.raises(RetryAfter):
        await send(limits, names, -1, at_once=True, what="editForumTopic")
    assert await send(limits, words, -1, at_once=True) is True
