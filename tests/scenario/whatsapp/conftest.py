"""A WhatsApp number that tests write to, alone or with the whole desk behind it."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.whatsapp import WhatsAppChannel
from tests.backstage import Backstage
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.parts import Clock
from tests.whatsapping import connected, opened


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def cloud(clock: Clock) -> AsyncIterator[WhatsAppCloud]:
    async with WhatsAppCloud(clock=clock) as cloud:
        yield cloud


@pytest.fixture
async def channel(cloud: WhatsAppCloud) -> AsyncIterator[WhatsAppChannel]:
    async with opened(cloud) as channel:
        yield channel


@pytest.fixture
async def ada(cloud: WhatsAppCloud) -> Person:
    """Somebody who has written just now."""
    ada = cloud.person(user_id="PL.77", username="ada.n")
    await ada.says("hello")
    return ada


@pytest.fixture
async def line(backstage: Backstage) -> AsyncIterator[WhatsAppCloud]:
    async with connected(backstage) as cloud:
        yield cloud
