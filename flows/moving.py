"""Moving a conversation over to the newest revision of its flows, where an admin chose that."""

from dataclasses import replace

from flows.model import Library
from flows.position import Frame, Position


def moved(position: Position, library: Library) -> Position | None:
    """The same place in the published revisions; None where there is no such place, and it must go on as it was.

    The place is there when the step is, and is still of its kind. Variables keep their values; new ones begin with
    their defaults.
    """
    frames = [_moved(frame, library) for frame in position.frames]
    known = tuple(frame for frame in frames if frame is not None)
    return replace(position, frames=known) if len(known) == len(frames) else None


def _moved(frame: Frame, library: Library) -> Frame | None:
    old, new = library.revision(frame.flow, frame.revision), library.current(frame.flow)
    if old is None or new is None:
        return None
    before, after = old.flow.steps.get(frame.step), new.flow.steps.get(frame.step)
    if before is None or after is None or before.kind != after.kind:
        return None
    defaults = {str(name): each.default for name, each in new.flow.variables.items()}
    return replace(frame, revision=new.number, variables={**defaults, **frame.variables})
