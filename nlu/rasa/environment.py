"""What must be set before Rasa, TensorFlow and NumPy are imported: they read it then, and never again."""

import logging
import os
import sys
import warnings
from pathlib import Path

PROJECT = Path(__file__).resolve().parent


def prepare(*, threads: int, log_level: str) -> None:
    """Make this process quiet, private and modest, with the project folder as its home."""
    os.chdir(PROJECT)
    if str(PROJECT) not in sys.path:
        sys.path.insert(0, str(PROJECT))
    os.environ.update(
        # Rasa reports usage to its makers unless told not to.
        RASA_TELEMETRY_ENABLED="false",
        # train.py knows by itself what has changed, and Rasa's cache would not notice a changed helper module.
        RASA_MAX_CACHE_SIZE="0",
        LOG_LEVEL=log_level,
        TF_CPP_MIN_LOG_LEVEL="3",
        TF_ENABLE_ONEDNN_OPTS="0",
        SQLALCHEMY_SILENCE_UBER_WARNING="1",
    )
    # One process per core is the plan; each taking all cores makes both slow.
    for library in ("OPENBLAS", "OMP", "MKL", "NUMEXPR"):
        os.environ[f"{library}_NUM_THREADS"] = str(threads)
    _hush(log_level)


def _hush(log_level: str) -> None:
    """Silence warnings that nobody here can act on, and that would bury the ones that somebody can."""
    # It switches deprecation warnings on when imported, so it comes first.
    import sanic.app  # noqa: F401

    # Rasa 3.6 is the last of its line: these are about its own dependencies.
    for category in (DeprecationWarning, FutureWarning, PendingDeprecationWarning):
        warnings.filterwarnings("ignore", category=category)
    # Slot values and customers' words are in debug messages, which Rasa prints until it is told the level.
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.getLevelName(log_level))
    for message in (
        "Slot auto-fill has been removed",  # said of every slot, whatever its mapping
        "Action 'utter_.*' is listed as a response action",  # its words are in replies/
        "You have defined training data consisting of entity examples",  # found by their shape instead
    ):
        warnings.filterwarnings("ignore", message=message)
