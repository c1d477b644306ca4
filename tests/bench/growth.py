"""How a cost grows with the number of things, beside how it may grow: n log n for all of them together."""

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """Milliseconds, for one of `n`; `floor` is what the least that any correct system must do takes."""

    n: int
    best: float
    p50: float
    p99: float
    floor: float | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Growth:
    """`each` says what one is. Of what costs for each of n the same, all n cost n; of a walk over n, one costs n."""

    name: str
    each: str
    points: Sequence[Point]
    walk: bool = False

    def cost(self, of: Point) -> float:
        """What is compared: of plain computing the best, since all that is above it is somebody else's work."""
        return of.best if self.walk else of.p50

    def allowed(self, one: Point, other: Point) -> float:
        """By which factor the cost of one may grow, for n log n in all."""
        logs = math.log(other.n) / math.log(one.n)
        return logs * other.n / one.n if self.walk else logs


def point(n: int, seconds: Sequence[float], *, floor: Sequence[float] = (), note: str = "") -> Point:
    cuts = statistics.quantiles([1000 * each for each in seconds], n=100)
    least = 1000 * statistics.median(floor) if floor else None
    return Point(n=n, best=1000 * min(seconds), p50=cuts[49], p99=cuts[98], floor=least, note=note)


def table(growths: Sequence[Growth]) -> str:
    return "\n\n".join(_table(each) for each in growths)


def verdicts(growths: Sequence[Growth]) -> Mapping[str, bool]:
    return {each.name: all(_within(each, one, other) for one, other in _pairs(each)) for each in growths}


def _table(growth: Growth) -> str:
    lines = [
        f"{growth.name}: {growth.each}",
        f"{'n':>9}{'p50 ms':>10}{'p99 ms':>10}{'floor ms':>10}{'times floor':>12}",
    ]
    for each in growth.points:
        floor = f"{each.floor:10.3f}{each.p50 / each.floor:12.1f}" if each.floor else f"{'':22}"
        lines.append(f"{each.n:9,}{each.p50:10.3f}{each.p99:10.3f}{floor}  {each.note}")
    for one, other in _pairs(growth):
        said = "within" if _within(growth, one, other) else "MORE THAN"
        grown, allowed = growth.cost(other) / growth.cost(one), growth.allowed(one, other)
        lines.append(f"from {one.n:,} to {other.n:,}: {grown:.2f} times, {said} n log n in all ({allowed:.2f})")
    return "\n".join(lines)


def _pairs(growth: Growth) -> Sequence[tuple[Point, Point]]:
    """From the first thousand on: below it, what is there in any case weighs more."""
    large = [each for each in growth.points if each.n >= 1000]
    return [(large[0], each) for each in large[1:]]


def _within(growth: Growth, one: Point, other: Point) -> bool:
    return growth.cost(other) <= growth.cost(one) * growth.allowed(one, other)
