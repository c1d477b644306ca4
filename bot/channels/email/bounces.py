"""A mail that tells what became of one of ours (RFC 3464): for good, or not yet."""

import re
from dataclasses import dataclass
from email import message_from_string
from email.message import EmailMessage, Message

_ID = re.compile(r"<[^<>\s]+>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """`message_id` is that of the mail that is told of; `failed`: no server tries it any more."""

    message_id: str
    failed: bool
    reason: str


def read_bounce(mail: EmailMessage) -> Bounce | None:
    """None: it is no bounce, or does not say of which mail."""
    if mail.get_content_type() != "multipart/report":
        return None
    groups = [group for part in _parts(mail, "message/delivery-status") for group in inner(part)]
    told = [group for group in groups if group.get("Action")]
    found = _ID.search(_original_id(mail))
    if not told or not found:
        return None
    # Our mails go to one customer each, so that of several groups any failure is ours.
    failed = next((group for group in told if _action(group) == "failed"), None)
    group = told[0] if failed is None else failed
    said = str(group.get("Diagnostic-Code") or group.get("Status") or "").partition(";")
    reason = " ".join((said[2] or said[0]).split())
    return Bounce(message_id=found[0], failed=failed is not None, reason=reason[:300] or "The mail came back.")


def _action(group: Message) -> str:
    return str(group.get("Action", "")).strip().lower()


def _original_id(mail: EmailMessage) -> str:
    """From the copy of our mail, whole or its head only."""
    for part in _parts(mail, "message/rfc822"):
        for each in inner(part):
            return str(each.get("Message-ID", ""))
    for part in _parts(mail, "text/rfc822-headers"):
        return str(message_from_string(_text(part)).get("Message-ID", ""))
    return ""


def _parts(mail: EmailMessage, kind: str) -> list[Message]:
    return [each for each in inner(mail) if each.get_content_type() == kind]


def inner(part: Message) -> list[Message]:
    """The parts of a part. It is not asked for its payload where it has none: that would be decoded, and may break."""
    payload = part.get_payload() if part.is_multipart() else []
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def _text(part: Message) -> str:
    data = part.get_payload(decode=True)
    return data.decode(errors="replace") if isinstance(data, bytes) else ""
