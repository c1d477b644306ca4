"""The engine: what happened goes in, what is to be done and where the conversation now stands come out.

It runs step after step until one needs an answer, a time, an event or the result of a call, or until the flow ends. It
looks at nothing but its arguments, so the same happenings always give the same effects: that is what replay, the trial
beside the canvas and restarts rely on. A flow that broke ends with `Failed`; one that goes round without giving anybody
the turn is cut the same way.
"""

from flows.effects import Failed
from flows.facts import Facts
from flows.happenings import Happening
from flows.model import Library
from flows.position import Position
from flows.progress import Progress
from flows.triggers import Match
from flows.walk import Walk, frame_of


def begin(library: Library, match: Match, facts: Facts, *, run: str) -> Progress:
    """Start a published flow. `run` is a name unlike any other, such as the event's id: calls are named after it."""
    revision = library.current(match.flow)
    if revision is None:
        return Progress(effects=(Failed(flow=match.flow, step=match.leads_to, error="There is no such flow."),))
    frame = frame_of(revision.flow, revision.number, match.leads_to, match.variables)
    return Walk(library, facts, run, (frame,)).go_on()


def advance(library: Library, position: Position, happening: Happening, facts: Facts) -> Progress:
    """Go on from a position. What it does not wait for leaves it where it is."""
    walk = Walk(library, facts, position.run, position.frames, position.moves, position.unpaused)
    return walk.hear(position.wait, happening)
