"""What of the things that happen reaches a waiting step: only what it waits for. The rest is told apart here."""

from typing import assert_never

from flows.effects import Expired, Unexpected
from flows.happenings import (
    AskedForPerson,
    CallFinished,
    Happening,
    Hooked,
    Linked,
    Occurred,
    Pressed,
    Resumed,
    Said,
    TimePassed,
)
from flows.position import ForAnswer, ForCall, ForEvent, Wait
from flows.steps.base import Here, Keep, Outcome, StepBase


def hear(step: StepBase, here: Here, wait: Wait, happening: Happening) -> Outcome:
    """Words that nobody asked for are unexpected, and a button of anything but the question being asked has expired."""
    match happening:
        case Said() if not isinstance(wait, ForAnswer):
            return Keep(effects=(Unexpected(flow=here.flow, step=here.step, text=happening.text),))
        case Pressed() if not isinstance(wait, ForAnswer) or (happening.flow, happening.step) != (here.flow, here.step):
            return Keep(effects=(Expired(flow=happening.flow, step=happening.step, choice=happening.choice),))
        case TimePassed() if wait.until is None or here.facts.now < wait.until:
            return Keep()
        case CallFinished() if not isinstance(wait, ForCall) or wait.call != happening.call:
            return Keep()
        case Occurred() if not isinstance(wait, ForEvent) or wait.event != happening.event:
            return Keep()
        case Resumed(helped=helped):
            return step.again(here, helped=helped)
        case Said() | Pressed() | TimePassed() | CallFinished() | Occurred():
            return step.hear(here, happening)
        case Linked() | Hooked() | AskedForPerson():
            return Keep()
        case _:
            assert_never(happening)
