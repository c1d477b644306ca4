"""Buttons of flows on the wire: a short digest of whose it is and which, since messengers carry a few bytes only.

A press is resolved against the flows that may run. So a button of an old message works as long as its step is there,
and means nothing once it is gone.
"""

from collections.abc import Iterator
from functools import lru_cache
from hashlib import blake2b

from flows.effects import Button
from flows.happenings import Pressed
from flows.model import Flow, Library, Revision
from flows.triggers import OnButton
from flows.words import FlowId, StepId

_PREFIX = "flow:"


def action_of(button: Button) -> str:
    return _action(button.flow, button.step, button.choice)


def is_ours(action: str) -> bool:
    return action.startswith(_PREFIX)


def read_action(action: str, library: Library) -> Pressed | None:
    """What was pressed; None when nothing that may run has such a button."""
    for revisions in library.revisions.values():
        for revision in revisions.values():
            if found := _buttons(_Known(revision)).get(action):
                return found
    return None


class _Known:
    """A revision under its name: it never changes, so neither do its buttons."""

    def __init__(self, revision: Revision) -> None:
        self.revision = revision
        self._name = (revision.flow.id, revision.number, revision.checksum)

    def __hash__(self) -> int:
        return hash(self._name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Known) and self._name == other._name


@lru_cache(maxsize=512)
def _buttons(known: _Known) -> dict[str, Pressed]:
    return {_action(each.flow, each.step, each.choice): each for each in _pressable(known.revision.flow)}


def _pressable(flow: Flow) -> Iterator[Pressed]:
    for id_, step in flow.steps.items():
        for _, say in step.shows(*flow.languages):
            for button in say.buttons:
                yield Pressed(flow=flow.id, step=id_, choice=button.choice)
    for trigger in flow.triggers:  # it may speak of a button that only an older revision had
        if isinstance(trigger, OnButton):
            yield Pressed(flow=FlowId(trigger.flow or flow.id), step=trigger.step, choice=trigger.choice)


def _action(flow: FlowId, step: StepId, choice: str) -> str:
    named = "\0".join((flow, step, choice)).encode()
    return _PREFIX + blake2b(named, digest_size=12).hexdigest()
