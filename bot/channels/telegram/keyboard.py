"""Quick answers as an inline keyboard that a phone shows without cutting labels off."""

from collections.abc import Iterator, Sequence

from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

from handoff.messages import Button

_FITTING = {1: 64, 2: 16, 3: 9}
"""Characters of a label that fit, by the number of buttons that share the row's width."""


def keyboard(buttons: Sequence[Button]) -> InlineKeyboardMarkup | None:
    if not buttons:
        return None
    return InlineKeyboardMarkup(inline_keyboard=[[_key(button) for button in row] for row in _rows(buttons)])


def _key(button: Button) -> InlineKeyboardButton:
    if button.url:
        return InlineKeyboardButton(text=button.label, url=button.url)
    return InlineKeyboardButton(text=button.label, callback_data=button.action)


def _rows(buttons: Sequence[Button]) -> Iterator[list[Button]]:
    row: list[Button] = []
    for button in buttons:
        wider = [*row, button]
        if row and not (len(wider) in _FITTING and all(len(one.label) <= _FITTING[len(wider)] for one in wider)):
            yield row
            wider = [button]
        row = wider
    yield row
