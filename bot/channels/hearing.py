"""What a listener has fetched, read piece by piece, and kept as it came.

A piece that cannot be read must not hold up the ones behind it: polled again it would fail again.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

import structlog

from bot.channels.base import Heard, Malformed, Unread
from bot.events import FromCustomer

log = structlog.get_logger(__name__)


def hear(raw: str, read: Callable[[], Sequence[FromCustomer | Unread]]) -> Heard:
    """With what is wrong with it, where it cannot be read."""
    try:
        return Heard(raw=raw, items=read())
    except Malformed as error:
        reason = str(error)
    except Exception as error:
        log.exception("What a listener fetched broke its parser", action="parser_broke")
        reason = f"{type(error).__name__}: {error}"
    return Heard(raw=raw, items=(Unread(raw=raw, reason=reason),))


def as_json(piece: Any) -> str:
    """Of an answer that was read as a whole: one piece of it, as it came. Half a surrogate pair has no bytes."""
    return json.dumps(piece, ensure_ascii=False).encode(errors="replace").decode()
