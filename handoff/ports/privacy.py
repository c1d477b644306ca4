"""What a customer may ask for by law: all that is kept of them, or that it is kept no longer."""

from collections.abc import Mapping
from typing import IO, Protocol

from handoff.ids import ConversationId


class UnknownCustomer(Exception):
    """There is no such conversation."""


class StillServed(Exception):
    """Somebody of the staff has this session, or is about to; it has to be closed first."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(f"The session of {conversation_id} is still open at the desk: close it first.")
        self.conversation_id = conversation_id


class OnItsWay(Exception):
    """Something of theirs is being handled, or waits to be: what is erased now would come back with it."""

    def __init__(self, conversation_id: ConversationId) -> None:
        super().__init__(f"Something of {conversation_id} is on its way this very moment: try again shortly.")


class Privacy(Protocol):
    """Of the one human whose conversation this is, in all their channels."""

    async def export(self, conversation_id: ConversationId, to: IO[bytes]) -> Mapping[str, int]:
        """Write a zip; how many rows of each collection are in it. Raises UnknownCustomer."""
        ...

    async def erase(self, conversation_id: ConversationId) -> Mapping[str, int]:
        """How many rows of each collection went. Raises UnknownCustomer, StillServed and OnItsWay, and has done
        nothing then."""
        ...
