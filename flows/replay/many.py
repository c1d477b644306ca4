"""Many dialogues at once, as far as the time goes."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from flows.model import Flow, Library
from flows.replay import Dialogue, Kept, Replayed, read, replay
from flows.words import FlowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """`same` and `different` were played; `unreadable` could not be, and for `left_out` no time was left."""

    same: int = 0
    different: Sequence[Replayed] = ()
    unreadable: int = 0
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogues:
    """What was read of what is kept."""

    read: Sequence[Dialogue]
    unreadable: int

    @classmethod
    def of(cls, kept: Collection[Kept]) -> "Dialogues":
        found = [dialogue for each in kept if (dialogue := read(each))]
        return cls(read=found, unreadable=len(kept) - len(found))

    def revisions(self) -> Collection[tuple[FlowId, int]]:
        """Those that the library must hold."""
        return {place for dialogue in self.read for place in dialogue.revisions()}

    def replayed(self, draft: Flow, library: Library, *, in_time: Callable[[], bool] = lambda: True) -> Found:
        played: list[Replayed] = []
        for dialogue in self.read:
            if not in_time():
                break
            played.append(replay(dialogue, draft, library))
        different = [each for each in played if not each.same]
        return Found(
            same=len(played) - len(different), different=different, unreadable=self.unreadable,
            left_out=len(self.read) - len(played),
        )  # fmt: skip
