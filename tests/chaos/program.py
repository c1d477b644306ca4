"""`helpline {role}` as a forked process, with less patience, and perhaps a wrong clock.

Importing everything takes seconds of every start, so one process does it and the others are forked from that.
"""

import multiprocessing
import os
import sys
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from bot import intake, opening, scheduler, worker
from bot.__main__ import main
from bot.app import open_app, utc_now
from storage.processes import die_with_parent
from storage.redis import mailbox
from tests.chaos.rasa import serve_forever

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["bot.staff_api", "bot.web", __name__])
CLAIM_AFTER = timedelta(seconds=12)
"""Instead of thirty. Longer than a turn, which is longer than the driver waits for a server: as in the product."""


def program(role: str, environment: dict[str, str], log: Path, skew: timedelta) -> None:
    _begin(log)
    os.environ.update(environment)
    mailbox.CLAIM_AFTER, worker.TURN_DEADLINE, worker._LOOK_FOR_DEAD = CLAIM_AFTER, timedelta(seconds=8), 1.0
    intake.OVERDUE, scheduler.SWEEP = timedelta(seconds=8), timedelta(seconds=3)

    def clock() -> datetime:
        return utc_now() + skew

    patch.object(opening, "open_app", partial(open_app, clock=clock)).start()
    sys.argv = ["helpline", role]
    main()


def rasa(port: int, log: Path) -> None:
    _begin(log)
    serve_forever(port)


def _begin(log: Path) -> None:
    die_with_parent()
    with log.open("ab") as output:
        for stream in (1, 2):
            os.dup2(output.fileno(), stream)
    os.chdir(log.parent)
