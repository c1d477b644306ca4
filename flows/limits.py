"""What each kind of channel can show, as data. Lengths count as UTF-16 does, which no messenger is stricter than."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """So many `buttons` under a message, with labels of `label`; or a list of `rows`, with labels of `row_label`."""

    text: int
    caption: int
    text_with_buttons: int
    buttons: int
    label: int
    rows: int = 0
    row_label: int = 0
    link_buttons: bool = True
    """A button may open an address."""
    media: frozenset[str] = frozenset({"photo", "video", "audio", "document"})


CHANNELS: Mapping[str, Limits] = {
    "site": Limits(text=10_000, caption=10_000, text_with_buttons=10_000, buttons=25, label=80),
    # Another's messenger, which lays out by itself what it is given; as generous as our own chat.
    "custom": Limits(text=10_000, caption=10_000, text_with_buttons=10_000, buttons=25, label=80),
    "telegram": Limits(text=4096, caption=1024, text_with_buttons=4096, buttons=100, label=64),
    "viber": Limits(
        text=7000,
        caption=120,
        text_with_buttons=7000,
        buttons=12,  # rows of a keyboard: more would scroll away under the thumb
        label=250,
        media=frozenset({"photo", "video", "document"}),
    ),
    "whatsapp": Limits(
        text=4096,
        caption=1024,
        text_with_buttons=1024,
        buttons=3,
        label=20,
        rows=10,
        row_label=24,
        link_buttons=False,
    ),
    "vk": Limits(
        text=4096,
        caption=4096,
        text_with_buttons=4096,
        buttons=10,  # within the message; more would take the place of the keyboard
        label=40,
        media=frozenset(),  # VK takes no file by its address
    ),
    # A mail has no buttons: they become numbers in the text; files of flows become links.
    "email": Limits(text=100_000, caption=0, text_with_buttons=100_000, buttons=0, label=0, media=frozenset()),
}
