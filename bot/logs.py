"""Logging: a sentence plus fields, for people on a terminal or as JSON for machines."""

import logging
import sys
from collections.abc import Collection

import structlog

from bot.redaction import Redaction

_TALKATIVE = (
    "aiogram", "aiohttp", "aioimaplib", "aiosmtplib", "apscheduler", "asyncio", "hpack", "httpcore", "httpx", "mail",
    "motor", "multipart", "pymongo", "python_multipart", "redis", "telegram", "urllib3", "uvicorn", "websockets",
)  # fmt: skip
"""Libraries that would say what they carry, if somebody let them: customers' words, and addresses with tokens."""


def set_up(form: str, secrets: Collection[str] = ()) -> None:
    """`form` is `text` or `json`; `secrets` are never shown.

    Libraries' own logs pass only from warnings up: some print all that they do.
    """
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    hides = Redaction(secrets)
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Hiding(hides))
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    last = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(),
            # The richer form prints local variables, and customers' words with them.
            exception_formatter=structlog.dev.plain_traceback,
        )
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            hides,
            last,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


class _Hiding(logging.Formatter):
    """What libraries log."""

    def __init__(self, hides: Redaction) -> None:
        super().__init__("%(levelname)s %(name)s: %(message)s")
        self._hides = hides

    def format(self, record: logging.LogRecord) -> str:
        return self._hides.text(super().format(record))
