"""A place in Telegram where something can be written."""

from typing import NamedTuple


class Spot(NamedTuple):
    """A chat (a person's own has their number, a group's is below zero), and the topic in it where it has topics."""

    chat: int
    topic: int = 0

    @property
    def thread(self) -> int | None:
        """The topic as Telegram wants it: none at all for the general one."""
        return self.topic or None

    def __str__(self) -> str:
        return f"{self.chat}:{self.topic}" if self.topic else str(self.chat)


def read_spot(text: str) -> Spot:
    chat, _, topic = text.partition(":")
    return Spot(int(chat), int(topic or 0))
