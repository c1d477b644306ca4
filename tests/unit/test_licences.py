"""What we depend on is free to pass on."""

from pathlib import Path

import pytest

from tests.supply.licences import AGREED, licences, unwanted

LOCK = Path(__file__).parents[2] / "requirements.prod.lock"


def test_no_dependency_binds_whoever_installs_the_product() -> None:
    ours = licences(LOCK.read_text("utf-8"))

    assert len(ours) > 50
    assert [f"{name}: {ours[name]}" for name in unwanted(ours)] == []


@pytest.mark.parametrize(
    ("licence", "wrong"),
    [("MIT", []), ("Apache-2.0", []), ("GPL-3.0-only", ["x"]), ("AGPL-3.0-or-later", ["x"]), ("unknown", ["x"])],
)
def test_which_licences_are_unwanted(licence: str, wrong: list[str]) -> None:
    assert list(unwanted({"x": licence})) == wrong


def test_what_was_agreed_to_is_still_used() -> None:
    assert set(AGREED) <= set(licences(LOCK.read_text("utf-8")))
