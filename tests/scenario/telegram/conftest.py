"""A bot, and a customer who has started it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram import TelegramChannel
from tests.fakes.telegram import TelegramCloud, User
from tests.telegramming import TOKEN, opened


@pytest.fixture
async def cloud() -> AsyncIterator[TelegramCloud]:
    async with TelegramCloud() as cloud:
        cloud.bot(TOKEN)
        yield cloud


@pytest.fixture
async def channel(cloud: TelegramCloud) -> AsyncIterator[TelegramChannel]:
    async with opened(cloud) as channel:
        yield channel


@pytest.fixture
async def ada(cloud: TelegramCloud) -> User:
    ada = cloud.user(7, "Ada")
    await ada.starts()
    return ada
