"""Trying a draft: what would come of a series of inputs, played on the engine that customers meet.

The draft stands in for its published revision, among the other flows that are in force. All that was put in is played
from the beginning each time, so nothing is kept between two tries, and the same inputs always give the same turns.
"""

from collections.abc import Sequence

from flows.model import Draft, Flow, Library
from flows.trying.inputs import Input
from flows.trying.scene import Scene
from flows.trying.trial import LookUp, Trial
from flows.trying.turns import Tried

__all__ = ["Input", "LookUp", "Scene", "Tried", "play"]


def play(draft: Flow, library: Library, scene: Scene, inputs: Sequence[Input], look_up: LookUp) -> Tried:
    trial = Trial(draft, _in_force(draft, library, scene), scene, look_up)
    for each in inputs:
        trial.put(each)
    return trial.tried()


def _in_force(draft: Flow, library: Library, scene: Scene) -> Library:
    current = library.current(draft.id)
    number = current.number + 1 if current else 1
    revision = Draft(flow=draft).publish(number=number, at=scene.start, author="")
    return Library(
        revisions={**library.revisions, draft.id: {number: revision}},
        published={**library.published, draft.id: number},
    )
