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
