"""Files of a conversation, both ways: what they are by their bytes, what may be sent, how they are given out."""

from handoff.files.names import safe_name
from handoff.files.previews import Previews, attachment_of
from handoff.files.rules import (
    LARGEST,
    MOST,
    FileRefused,
    check_size,
    check_type,
    kind_of,
    preview_headers,
    serving_headers,
    shown_as,
)
from handoff.files.sniffing import HEAD, sniff

__all__ = [
    "HEAD",
    "LARGEST",
    "MOST",
    "FileRefused",
    "Previews",
    "attachment_of",
    "check_size",
    "check_type",
    "kind_of",
    "preview_headers",
    "safe_name",
    "serving_headers",
    "shown_as",
    "sniff",
]
