"""`python -m tests.chaos --seeds 20`: a table with a line for each seed; fails if anything but *unknown* is counted."""

import argparse
import asyncio
import shutil
import signal
import sys
import tempfile
from dataclasses import fields
from pathlib import Path

from tests.chaos.counting import Counts
from tests.chaos.story import Outcome, run

_COLUMNS = [each.name for each in fields(Counts)]


async def main(options: argparse.Namespace) -> int:
    this = asyncio.current_task()
    assert this is not None
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, this.cancel)  # all that was started ends, too
    _say(
        f"{'seed':>4} {'wrote':>6} {'answers':>7} {'sent':>6} {'faults':>6} {'quiet':>6} {'took':>5}  "
        + " ".join(_COLUMNS)
    )
    outcomes = []
    for seed in range(options.first, options.first + options.seeds):
        folder = Path(tempfile.mkdtemp(prefix=f"chaos-{seed}-"))
        outcome = await run(
            seed, folder, customers=options.customers, seconds=options.seconds, real_rasa=options.rasa
        )  # fmt: skip
        outcomes.append(outcome)
        _show(outcome, folder, options.verbose)
        if outcome.counts.clean and not options.keep:
            shutil.rmtree(folder, ignore_errors=True)
    bad = [each.seed for each in outcomes if not each.counts.clean]
    unknown = sum(len(each.counts.unknown) for each in outcomes)
    _say(
        f"{len(outcomes)} seeds, {sum(each.sent for each in outcomes)} messages sent, {unknown} of them unknown; "
        f"bad: {bad or 'none'}"
    )
    return 1 if bad else 0


def _show(outcome: Outcome, folder: Path, verbose: bool) -> None:
    counts = [f"{len(getattr(outcome.counts, name)):>{len(name)}}" for name in _COLUMNS]
    _say(
        f"{outcome.seed:>4} {outcome.written:>6} {outcome.answered:>7} {outcome.sent:>6} {len(outcome.happened):>6}"
        f" {outcome.quiet_after:>5.0f}s {outcome.seconds:>4.0f}s  " + " ".join(counts)
    )
    if outcome.by_itself:
        _say(f"     ended by themselves, and were started again: {dict(outcome.by_itself)}")
    for name in _COLUMNS:
        found = getattr(outcome.counts, name)
        for sentence in found[: None if name == "unknown" else 12]:
            _say(f"     {name}: {sentence}")
    if verbose or not outcome.counts.clean:
        _say(f"     webhooks: {dict(outcome.webhooks)}; set aside: {dict(outcome.parked)}")
        for each in outcome.happened:
            _say(f"     {each.fault.at:5.1f} s  {each.fault}")
        _say(f"     logs: {folder}")


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="tests.chaos", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="the first seed")
    parser.add_argument("--seconds", type=float, default=25, help="of talk and faults; what follows is counted besides")
    parser.add_argument("--customers", type=int, default=300)
    parser.add_argument("--verbose", action="store_true", help="say each fault of good seeds, too")
    parser.add_argument("--rasa", action="store_true", help="with the trained Rasa instead of its stand-in")
    parser.add_argument("--keep", action="store_true", help="keep logs and data of good seeds, too")
    sys.exit(asyncio.run(main(parser.parse_args())))
