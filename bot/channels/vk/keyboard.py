"""Buttons under a message, and presses read back.

A press is a message of the customer's with the button's label, so that both sides see what was chosen; what tells it
from typing is the payload that VK sends along. Every program of VK's shows such buttons; those that leave no words in
the chat (`callback`) are unknown to older ones.
"""

from collections.abc import Sequence
from typing import Any

import orjson
from vkbottle import Keyboard, OpenLink, Text

from flows.cutting import shorten
from handoff.messages import Button

LABEL = 40
INLINE = 10
"""Buttons within a message, in at most six rows; more go under the field for words, which takes forty."""
MOST = 40
_ROWS = {True: 6, False: 10}
_ACTION = "go"


def keyboard(buttons: Sequence[Button]) -> str:
    """As JSON, which is how `messages.send` takes it."""
    inline = len(buttons) <= INLINE
    shown = buttons[:MOST]
    in_a_row = -(-len(shown) // _ROWS[inline])
    drawn = Keyboard(one_time=not inline, inline=inline)
    for place, button in enumerate(shown):
        if place % in_a_row == 0:
            drawn.row()
        label = shorten(button.label, LABEL)
        drawn.add(
            OpenLink(button.url, label)
            if button.url
            else Text(label, orjson.dumps({_ACTION: button.action}).decode())
        )  # fmt: skip
    return drawn.get_json()


def action_of(payload: Any) -> str | None:
    """Of one of our buttons; None for anything else."""
    known = _read(payload)
    action = known.get(_ACTION) if isinstance(known, dict) else None
    return action if isinstance(action, str) and action else None


def is_start(payload: Any) -> bool:
    """Of the button that VK shows to who has never written."""
    known = _read(payload)
    return isinstance(known, dict) and known.get("command") == "start"


def _read(payload: Any) -> Any:
    if not isinstance(payload, str):
        return payload
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError:
        return None
