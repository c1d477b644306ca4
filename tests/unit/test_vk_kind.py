"""VK as it is connected: by the environment, and by what an admin enters."""

import subprocess
import sys
from typing import Any
from unittest.mock import MagicMock

import pytest
from pydantic import ValidationError

from bot.channels import KINDS
from bot.channels.kind import Place
from bot.channels.surroundings import Surroundings
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.kind import VK, VkFields
from bot.channels.vk.settings import SECRET
from bot.settings import SettingsError, read_settings
from tests.parts import Clock

WHOLE = {"VK_TOKEN": "vk1.a.token", "VK_GROUP_ID": "190215"}


def around(monkeypatch: pytest.MonkeyPatch, **environment: str) -> Surroundings:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    anything: Any = MagicMock()
    return Surroundings(
        settings=read_settings(), db=anything, redis=anything, conversations=anything, history=anything,
        throttle=anything, files=anything, clock=Clock(),
    )  # fmt: skip


def test_the_environment_switches_it_on(monkeypatch: pytest.MonkeyPatch) -> None:
    given = around(monkeypatch, **WHOLE)
    channel = VK.in_environment(given)

    assert VK in KINDS
    assert isinstance(channel, VkChannel)
    assert channel.name == "vk"
    assert VK.in_environment(around(monkeypatch, VK_TOKEN="")) is None


@pytest.mark.parametrize(
    ("change", "missing"),
    [({"VK_GROUP_ID": ""}, "VK_GROUP_ID is missing"),
     ({"VK_CALLBACK_URL": "https://help.example.com/channels/vk"}, "VK_SECRET is missing")],
)  # fmt: skip
def test_what_is_missing_is_said_at_the_start(
    change: dict[str, str], missing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(SettingsError, match=missing):
        around(monkeypatch, **{**WHOLE, **change})


def test_an_admin_enters_a_token_and_a_number_and_we_make_the_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    fields = VkFields.model_validate({"token": "vk1.a.token", "group_id": "190215", "secret": "s" * SECRET})
    place = Place(account="shop", webhook_url="https://help.example.com/channels/vk-shop")

    assert VK.make(fields, place, around(monkeypatch)).name == "vk-shop"
    assert VK.identity(fields) == "190215"
    assert VK.secrets == {"token", "secret"}
    assert set(VK.schema["properties"]) == {"token", "group_id"}
    for wrong in ({"token": ""}, {"group_id": 0}, {"group_id": "club1"}, {"secret": "s" * (SECRET + 1)}):
        with pytest.raises(ValidationError):
            VkFields.model_validate({"token": "t", "group_id": 1, **wrong})


def test_who_has_no_vk_does_not_pay_for_it() -> None:
    """vkbottle takes a second and 40 MB to import."""
    code = "import sys, bot.channels; sys.exit('vkbottle' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
