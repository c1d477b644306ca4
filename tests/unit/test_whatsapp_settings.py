"""WhatsApp is off without a token, and a token alone is not enough."""

from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.channels import KINDS
from bot.channels.surroundings import Surroundings
from bot.channels.whatsapp import WhatsAppChannel
from bot.settings import SettingsError, read_settings
from tests.parts import Clock

COMPLETE = {
    "WHATSAPP_TOKEN": "EAAG", "WHATSAPP_APP_SECRET": "s", "WHATSAPP_VERIFY_TOKEN": "v", "WHATSAPP_PHONE_NUMBER_ID": "1"
}  # fmt: skip


def channels(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Those that are made in this environment and are WhatsApp's."""
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    unused = cast(Any, None)
    around = Surroundings(
        settings=read_settings(),
        db=cast(Any, SimpleNamespace(templates=None)),
        redis=unused,
        conversations=unused,
        history=unused,
        throttle=unused,
        files=unused,
        clock=Clock(),
    )
    return [made for kind in KINDS if isinstance(made := kind.in_environment(around), WhatsAppChannel)]


def test_without_a_token_the_channel_is_off(monkeypatch: pytest.MonkeyPatch) -> None:
    assert channels({**COMPLETE, "WHATSAPP_TOKEN": ""}, monkeypatch) == []


def test_with_all_it_needs_the_channel_is_on(monkeypatch: pytest.MonkeyPatch) -> None:
    [channel] = channels(COMPLETE, monkeypatch)

    assert channel.name == "whatsapp"


@pytest.mark.parametrize("missing", [name for name in COMPLETE if name != "WHATSAPP_TOKEN"])
def test_what_is_missing_beside_the_token_ends_the_start(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the app's secret anybody could write in anybody's name."""
    with pytest.raises(SettingsError, match=missing):
        channels({**COMPLETE, missing: ""}, monkeypatch)
