"""The time that promises are counted in: a line's open hours, or all hours, which are written as None."""

from datetime import UTC, datetime, timedelta

from handoff.hours import BusinessHours, deadline, elapsed


def passed(start: datetime, end: datetime, hours: BusinessHours | None) -> timedelta:
    """How much has counted between two instants; nothing when the end is not after the start."""
    return elapsed(start, end, hours) if hours else max(end - start, timedelta())


def reached(start: datetime, left: timedelta, hours: BusinessHours | None) -> datetime | None:
    """When so much more has counted; if nothing is left, the first instant that counts. None: not within two years."""
    return deadline(start, left, hours) if hours else start.astimezone(UTC) + max(left, timedelta())
