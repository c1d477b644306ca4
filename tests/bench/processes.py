"""What running processes cost, as Linux counts it."""

import os
from dataclasses import dataclass
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Megabytes: all that is mapped, and this process's share of it where others map the same."""

    rss: int
    pss: int


def cpu_seconds(pid: int) -> float:
    """Since it began, of all its threads."""
    after_name = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS


def memory(pid: int) -> Memory:
    told = (line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    kilobytes = {name: int(count) for name, count, *_ in told}
    return Memory(rss=kilobytes["Rss:"] // 1024, pss=kilobytes["Pss:"] // 1024)
