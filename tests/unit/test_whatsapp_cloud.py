"""The stand-in for Meta's cloud refuses what Meta refuses: at each limit it takes the last and not the next."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.fakes.whatsapp.checks import check_message
from tests.fakes.whatsapp.errors import GraphError


def refused(content: Mapping[str, Any]) -> int | None:
    """The code of the refusal, or None when it is taken."""
    try:
        check_message({"messaging_product": "whatsapp", "to": "48600100200", **content})
    except GraphError as error:
        return error.code
    return None


def text(length: int) -> dict[str, Any]:
    return {"type": "text", "text": {"body": "x" * length}}


def buttons(count: int = 1, *, title: int = 1, body: int = 1, id_: int = 1) -> dict[str, Any]:
    replies = [
        {"type": "reply", "reply": {"id": f"{n:0{id_}}", "title": f"{n}".rjust(title, "x")}} for n in range(count)
    ]
    return _interactive("button", body, {"buttons": replies})


def rows(count: int = 1, *, title: int = 1, description: int = 1, label: int = 1, body: int = 1) -> dict[str, Any]:
    listed = [{"id": f"{n}", "title": f"{n}".rjust(title, "x"), "description": "d" * description} for n in range(count)]
    return _interactive("list", body, {"button": "b" * label, "sections": [{"rows": listed}]})


def caption(length: int) -> dict[str, Any]:
    return {"type": "image", "image": {"link": "https://shop.example/a.jpg", "caption": "x" * length}}


def _interactive(kind: str, body: int, action: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": "x" * body}, "action": action}}


@pytest.mark.parametrize(
    ("most", "over"),
    [
        (text(4096), text(4097)), (buttons(3), buttons(4)), (buttons(title=20), buttons(title=21)),
        (buttons(body=1024), buttons(body=1025)), (buttons(id_=256), buttons(id_=257)), (rows(10), rows(11)),
        (rows(title=24), rows(title=25)), (rows(description=72), rows(description=73)),
        (rows(label=20), rows(label=21)),
        (rows(body=1024), rows(body=1025)), (caption(1024), caption(1025)),
    ],
)  # fmt: skip
def test_each_limit_holds(most: dict[str, Any], over: dict[str, Any]) -> None:
    """[6] [7]"""
    assert refused(most) is None
    assert refused(over) == 131009


@pytest.mark.parametrize(
    "content",
    [
        text(0), {"type": "text"}, {"type": "text", "text": "hello"}, {"type": "carrier-pigeon", "carrier-pigeon": {}},
        {**text(1), "parse_mode": "HTML"}, {**text(1), "to": ""}, {**text(1), "recipient": "PL.77"},
        {"type": "text", "text": {"body": "x", "markup": "y"}},
        {"type": "audio", "audio": {"link": "x", "caption": "y"}},
        {"type": "image", "image": {}}, {"type": "image", "image": {"link": "x", "id": "7"}},
    ],
)  # fmt: skip
def test_what_has_another_shape_is_refused(content: dict[str, Any]) -> None:
    assert refused(content) == 100


def test_two_buttons_that_look_the_same_are_refused() -> None:
    twins = buttons(2)
    for each in twins["interactive"]["action"]["buttons"]:
        each["reply"]["title"] = "Yes"

    assert refused(twins) == 131009
