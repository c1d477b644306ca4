"""What goes wrong and when: one plan for each seed."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

GATEWAYS, WORKERS, SCHEDULERS = (
    ("gateway-1", "gateway-2"),
    ("worker-1", "worker-2", "worker-3"),
    ("scheduler-1", "scheduler-2"),
)
ROLES = (*GATEWAYS, *WORKERS, *SCHEDULERS, "console")
SERVERS = ("mongo", "redis", "rasa")
_A_MINUTE, _EACH = 60.0, 10
"""Of so many seeds, in one MongoDB is away for a minute."""


class Kind(StrEnum):
    KILL = "killed"
    AWAY = "killed, and not started again"
    PAUSE = "stopped"
    SLOW = "slowed"
    WIPE = "wiped"
    FULL = "disk full"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """`at` and `lasts` are seconds; what is killed lasts as long as it takes to start again."""

    at: float
    kind: Kind
    target: str
    lasts: float = 0.0

    def __str__(self) -> str:
        return f"{self.target} {self.kind}" + (f" for {self.lasts:.0f} s" if self.lasts else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """`skews` are processes whose clocks are wrong by so many seconds. The rest are shares of webhooks, but `lost`."""

    seed: int
    faults: Sequence[Fault]
    skews: dict[str, float]
    doubled: float
    """Webhooks that come twice at once, by different gateways."""
    again: float
    """Webhooks that come once more, seconds later, after newer ones."""
    held_back: float
    """Webhooks that come seconds late for the first time, so that newer ones overtake them."""
    unheard: float
    """Webhooks whose 200 is lost on its way, so that the messenger repeats them."""
    lost: int
    """Sends that the messenger carries out and whose answer is lost."""
    unreadable: int
    """Requests in the messenger's name that nobody can read."""


def plan(seed: int, seconds: float, claim_after: float) -> Plan:
    """Everything dies at least once; a worker is stopped until it is taken for dead; the rest is chance."""
    chance = random.Random(seed)
    kinds = [(Kind.KILL, chance.choice(each)) for each in (GATEWAYS, WORKERS, WORKERS, SCHEDULERS)]
    kinds += [(Kind.KILL, name) for name in ("console", "redis", "mongo", "rasa")]
    kinds += [
        (Kind.PAUSE, chance.choice(WORKERS)),
        (Kind.PAUSE, chance.choice((*GATEWAYS, *SCHEDULERS, "console", "rasa", "redis", "mongo"))),
    ]
    kinds += [(Kind.SLOW, "mongo"), (Kind.AWAY, "mongo" if seed % _EACH == 0 else chance.choice(("mongo", "redis")))]
    kinds += chance.choice(([(Kind.WIPE, "redis")], [(Kind.FULL, "redis")], [(Kind.FULL, "mongo")], []))
    chance.shuffle(kinds)
    step = seconds / len(kinds)
    faults = [
        Fault(
            at=step * (number + chance.random()),
            kind=kind,
            target=target,
            lasts=_A_MINUTE if kind is Kind.AWAY and seed % _EACH == 0 else _lasts(kind, target, chance, claim_after),
        )
        for number, (kind, target) in enumerate(kinds)
    ]
    wrong = chance.sample(ROLES, 2)
    return Plan(
        seed=seed, faults=faults, skews={name: chance.uniform(-90, 90) for name in wrong},
        doubled=chance.uniform(0.02, 0.1), again=chance.uniform(0.02, 0.1), held_back=chance.uniform(0.02, 0.06),
        unheard=chance.uniform(0.01, 0.05), lost=chance.randint(2, 6), unreadable=chance.randint(1, 3),
    )  # fmt: skip


def _lasts(kind: Kind, target: str, chance: random.Random, claim_after: float) -> float:
    match kind:
        case Kind.PAUSE if target in WORKERS:
            return claim_after + chance.uniform(1, 3)
        case Kind.AWAY:
            return chance.uniform(4, 8)
        case Kind.PAUSE | Kind.FULL:
            return chance.uniform(2, 5)
        case Kind.SLOW:
            return chance.uniform(3, 6)
        case Kind.KILL | Kind.WIPE:
            return 0.0
