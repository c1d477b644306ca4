"""Buttons as Viber has them: a grid under the chat, or, when they are many, pages to leaf through in the chat.

A press comes back as a text message that equals the button's `ActionBody`, so that nothing but its wording tells it
from typing. Ours is one that nobody types: the action between brackets that no keyboard has, then the label, for the
history. `Silent` keeps it out of the customer's chat.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from flows.cutting import shorten
from handoff.messages import Button

ROWS = 12
"""Of a keyboard: more would scroll away under the thumb."""
PAGE = 7
PAGES = 6
API_VERSION = 6
"""The first of Viber's versions that knows `Silent`."""
LABEL = 250
LONGEST_LINK = 250

_BODY = 100
"""Of what a press says: Android takes 250 characters, iOS 100."""
_WIDTH = 6
_FITTING = {1: LABEL, 2: 16, 3: 9}
"""Characters of a label that fit, by the number of buttons that share the row's width."""
_PRESS = re.compile(r"⟦([^⟦⟧]+)⟧(.*)", re.DOTALL)


class Press(NamedTuple):
    action: str
    label: str


def read_press(text: str) -> Press | None:
    """What was pressed, if this text was not typed."""
    pressed = _PRESS.fullmatch(text)
    return Press(pressed[1], pressed[2]) if pressed else None


def keyboard(buttons: Sequence[Button]) -> Mapping[str, Any] | None:
    """None when the buttons are too many for one."""
    rows = list(_rows(buttons))
    if len(rows) > ROWS:
        return None
    return {
        "Type": "keyboard",
        "DefaultHeight": False,
        "Buttons": [_button(button, _WIDTH // len(row)) for row in rows for button in row],
    }


def carousels(buttons: Sequence[Button]) -> Iterator[Mapping[str, Any]]:
    """One button on each line of a page, as many pages and messages as it takes."""
    for start in range(0, len(buttons), PAGE * PAGES):
        shown = buttons[start : start + PAGE * PAGES]
        yield {
            "Type": "rich_media",
            "ButtonsGroupColumns": _WIDTH,
            "ButtonsGroupRows": min(len(shown), PAGE),
            "Buttons": [_button(button, _WIDTH) for button in shown],
        }


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    row: list[Button] = []
    for button in buttons:
        wider = [*row, button]
        if row and not (len(wider) in _FITTING and all(len(one.label) <= _FITTING[len(wider)] for one in wider)):
            yield row
            wider = [button]
        row = wider
    if row:
        yield row


def _button(button: Button, columns: int) -> Mapping[str, Any]:
    does = {"ActionType": "open-url", "ActionBody": button.url} if button.url else _answers(button)
    # Viber reads tags in labels and knows no way to write a "<" that is none.
    return {"Columns": columns, "Rows": 1, "Text": shorten(button.label, LABEL).replace("<", "‹"), **does}


def _answers(button: Button) -> Mapping[str, Any]:
    action = f"⟦{button.action}⟧"
    return {
        "ActionType": "reply",
        "ActionBody": action + shorten(button.label, max(_BODY - len(action), 1)),
        "Silent": True,
    }
