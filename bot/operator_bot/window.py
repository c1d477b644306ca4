"""Where a session is shown in full: in its holder's own chat, or in its topic where the line has a group."""

from dataclasses import dataclass

from bot.operator_bot.spot import Spot
from bot.operator_bot.texts import Say
from handoff.operator import Operator


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Where a session is shown for one `stay`, in one language; `reader` is the person whose own chat it is."""

    spot: Spot
    stay: str
    say: Say
    reader: Operator | None = None

    @property
    def shared(self) -> bool:
        """A topic, which many read, and in which nobody has to be told whose session it is."""
        return bool(self.spot.topic)
