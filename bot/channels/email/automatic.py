"""Whether a machine wrote a mail: no machine of ours answers it, or the two would never stop (RFC 3834)."""

from email.message import Message as Headers
from email.utils import parseaddr

_PRECEDENCE = frozenset({"bulk", "junk", "list", "auto_reply"})
_SUPPRESSED = frozenset({"all", "autoreply", "oof"})
_MARKS = (
    "List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "X-Auto-Reply-From", "Feedback-ID",
)  # fmt: skip
_NOBODY = frozenset(
    {
        "mailer-daemon",
        "postmaster",
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "bounce",
        "bounces",
    }
)


def is_automatic(headers: Headers) -> bool:
    submitted = _word(headers, "Auto-Submitted")
    suppressed = {each.strip() for each in str(headers.get("X-Auto-Response-Suppress", "")).lower().split(",")}
    sender = parseaddr(str(headers.get("From", "")))[1].lower().partition("@")[0]
    return (
        submitted not in ("", "no")
        or _word(headers, "Precedence") in _PRECEDENCE
        or bool(suppressed & _SUPPRESSED)
        or str(headers.get("Return-Path", "")).strip() == "<>"
        or any(mark in headers for mark in _MARKS)
        or headers.get_content_type() == "multipart/report"
        or sender in _NOBODY
    )


def _word(headers: Headers, name: str) -> str:
    """A header's value without its parameters and comments."""
    return str(headers.get(name, "")).split(";")[0].split("(")[0].strip().lower()
