"""Which fault it is owed to that nobody knows whether a message arrived.

A sender writes its try down, calls the messenger, and writes down what came of it. Only who dies or stands still
between the first and the last, or hears no answer, leaves a doubt.

Who stands still in there for longer than others wait, is taken for dead: the message is unknown, they go on, and when
the sleeper wakes, its call goes out after theirs. No messenger can be told to refuse that. So such a message has no
place among the others, and is counted among the unknown, with the pause that it is owed to.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tests.chaos.breaking import Happened
from tests.chaos.plan import WORKERS, Kind

_REACH = 2.0
"""Seconds from the call until its end is written, on a busy machine whose MongoDB answers."""
_ROUGHLY = 0.3
_STORES = ("mongo", "redis")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Seconds are Unix time; `begun` is by the clock of whoever sent it, `called` by the messenger's."""

    begun: float
    called: float | None
    unanswered: bool
    """The messenger carried it out, and its answer was lost."""


def explain(doubt: Doubt, happened: Sequence[Happened], skews: Mapping[str, float]) -> str:
    """Empty when no fault explains it."""
    if doubt.unanswered:
        return "the messenger's answer was lost"
    for each in happened:
        if each.fault.target in WORKERS and each.fault.kind in (Kind.KILL, Kind.PAUSE):
            begun = doubt.begun - skews.get(each.fault.target, 0.0)
            if _in_the_middle(doubt, begun, each, happened):
                return f"{each.fault}, {each.since - begun:.1f} s after it began to send"
    return ""


def overslept(doubt: Doubt, happened: Sequence[Happened], skews: Mapping[str, float], claim_after: float) -> str:
    """Empty unless a worker stood still so long between its note and its call that others had to go on without it."""
    for each in happened:
        fault = each.fault
        if fault.target in WORKERS and fault.kind is Kind.PAUSE and each.until - each.since > claim_after:
            begun = doubt.begun - skews.get(fault.target, 0.0)
            woke = doubt.called is not None and each.until - _ROUGHLY <= doubt.called <= each.until + _REACH
            if woke and begun - _ROUGHLY <= each.since <= begun + _REACH:
                return f"{fault}, {each.since - begun:.1f} s after it began to send"
    return ""


def _in_the_middle(doubt: Doubt, begun: float, fault: Happened, happened: Sequence[Happened]) -> bool:
    """Whether that worker, if it was the one that sent, can have got no further than to send."""
    if doubt.called is not None and not begun - _ROUGHLY <= doubt.called <= fault.until + _REACH:
        return False
    reach = _REACH + sum(
        max(0.0, min(each.until, fault.since) - max(each.since, begun))
        for each in happened
        if each.fault.target in _STORES
    )
    return begun - _ROUGHLY <= fault.since <= max(begun, doubt.called or begun) + reach
