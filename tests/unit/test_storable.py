"""What is JSON and cannot be kept is named, with its place."""

import json

import pytest

from handoff.console.storable import unstorable


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ('{"base": 9223372036854775808}', "base"),
        ('{"base": -9223372036854775809}', "base"),
        ('{"value": {"steps": [1, NaN]}}', "value.steps.1"),
        ('{"value": 1e999}', "value"),
        ('{"text": "half \\ud83d of it"}', "text"),
        ('{"attributes": {"a\\u0000b": 1}}', "attributes"),
        ('{"attributes": {"\\udfff": 1}}', "attributes"),
        ("1e999", "body"),
    ],
)
def test_what_cannot_be_kept_is_named(text: str, field: str) -> None:
    found = unstorable(json.loads(text))
    assert found
    assert found.field == field


@pytest.mark.parametrize("text", ['{"base": 9223372036854775807}', '["𝔘 \\ud83d\\ude00 \\u0000", true, null, 1e308]'])
def test_all_else_may_pass(text: str) -> None:
    assert unstorable(json.loads(text)) is None
