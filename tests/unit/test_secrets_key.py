"""The key that an installation on one machine makes for itself."""

from pathlib import Path

import pytest

from bot.secrets_key import FILE, own_key
from bot.settings import SettingsError, read_settings


def test_the_key_is_made_once_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    folder = tmp_path / "data"

    first = own_key(folder)

    assert own_key(folder) == first
    assert (folder / FILE).stat().st_mode & 0o777 == 0o600
    assert [each.name for each in folder.iterdir()] == [FILE]
    assert read_settings(SECRETS_KEY=first).secrets_key == first


def test_two_installations_have_keys_of_their_own(tmp_path: Path) -> None:
    assert own_key(tmp_path / "one") != own_key(tmp_path / "other")


def test_a_key_that_is_none_ends_the_start_and_is_not_shown() -> None:
    with pytest.raises(SettingsError, match=r"SECRETS_KEY: .*URL-safe base64") as refused:
        read_settings(SECRETS_KEY="hunter2")

    assert "hunter2" not in str(refused.value)
