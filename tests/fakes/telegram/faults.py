"""Trouble on the way, ordered by tests: each fault meets the next calls of one method."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`lost`: the call is carried out and its answer never comes. `status`: it is refused by whoever stands before
    the server, with this HTTP status. `delay`: the answer comes so many seconds late.
    `then`: something else happens as soon as the call is carried out."""

    method: str
    lost: bool = False
    status: int | None = None
    html: bool = False
    delay: float = 0.0
    then: Callable[[], object] | None = None


class Faults:
    def __init__(self) -> None:
        self._waiting: deque[Fault] = deque()

    def add(self, fault: Fault, times: int) -> None:
        self._waiting.extend([fault] * times)

    def take(self, method: str) -> Fault | None:
        for fault in self._waiting:
            if fault.method.lower() == method.lower():
                self._waiting.remove(fault)
                return fault
        return None
