"""Operators' formatting is read in two places, for the messengers and on the screen: one table holds for both."""

import json
from pathlib import Path
from typing import Any

import pytest

from handoff.formatting import read

_CASES = Path(__file__).parents[2] / "handoff/console/web/src/inbox/thread/formatting.cases.json"


@pytest.mark.parametrize(("written", "text", "spans"), json.loads(_CASES.read_text()))
def test_messengers_read_what_the_screen_shows(written: str, text: str, spans: list[Any]) -> None:
    formatted = read(written)
    assert formatted.text == text
    assert [[each.start, each.end, each.style.value] for each in formatted.spans] == spans
