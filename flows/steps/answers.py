"""What customers' words mean as an answer of each kind: a value, or None when they are no such answer."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from flows.facts import Facts
from flows.happenings import Said

AnswerKind = Literal["text", "number", "date", "email", "phone", "choice", "file", "location"]

_NUMBER = re.compile(r"[+-]?\d{1,15}([.,]\d{1,9})?")
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,64}@(?:[^\s@.<>()\[\],;:\"]{1,63}\.)+[^\s@.\d<>()\[\],;:\"]{2,63}")
_PHONE = re.compile(r"\+?[\d\s().-]+")
_DATES = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y")
_SHORT_DATES = ("%d.%m", "%d/%m")


def text(said: Said, facts: Facts) -> JsonValue:
    return said.text.strip() or None


def number(said: Said, facts: Facts) -> JsonValue:
    """With a point or a comma, and spaces between the thousands."""
    written = re.sub(r"(?<=\d)[\s'](?=\d{3}\b)", "", said.text.strip())
    if not _NUMBER.fullmatch(written):
        return None
    value = float(written.replace(",", "."))
    return int(value) if value.is_integer() else value


def day(said: Said, facts: Facts) -> JsonValue:
    """As 2026-11-23, day before month where people write it their way; without a year, the next such day."""
    written = said.text.strip()
    for form in _DATES:
        if found := _parsed(written, form):
            return found.isoformat()
    today = facts.now.astimezone(ZoneInfo(facts.zone)).date()
    for form in _SHORT_DATES:
        for year in range(today.year, today.year + 9):  # 29 February may be eight years away
            found = _parsed(f"{written.rstrip('.')} {year}", f"{form} %Y")
            if found and found >= today:
                return found.isoformat()
    return None


def email(said: Said, facts: Facts) -> JsonValue:
    found = _EMAIL.fullmatch(said.text.strip())
    return found[0] if found else None


def phone(said: Said, facts: Facts) -> JsonValue:
    """Digits, with the plus if there was one; from a shared contact, too. 7 to 15 digits (ITU-T E.164)."""
    written = (said.phone or said.text).strip()
    digits = re.sub(r"\D", "", written)
    if not _PHONE.fullmatch(written) or not 7 <= len(digits) <= 15:
        return None
    return ("+" if written.startswith("+") else "") + digits


def file(said: Said, facts: Facts) -> JsonValue:
    return [{"id": each.id, "name": each.name, "mime": each.mime} for each in said.files] or None


def location(said: Said, facts: Facts) -> JsonValue:
    return {"latitude": said.place.latitude, "longitude": said.place.longitude} if said.place else None


READERS: Mapping[AnswerKind, Callable[[Said, Facts], JsonValue]] = {
    "text": text,
    "number": number,
    "date": day,
    "email": email,
    "phone": phone,
    "file": file,
    "location": location,
}
"""All kinds but a choice, whose answers are its own."""


def _parsed(written: str, form: str) -> date | None:
    try:
        return datetime.strptime(written, form).date()  # noqa: DTZ007 - a calendar day has no zone
    except ValueError:
        return None
