"""What is said of a record in a row that can be counted, so that heat need not read the whole of it.

Places are written as paths, since a database finds and sends texts cheaply: `flow/revision/step/port` of a step that
was left, `flow/revision/step/answer` of one that is waited at (`answer`, `time`, `event` or `call`). What would be
taken for a slash of the path is escaped.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

from flows.progress import Passage
from flows.record import Begun, Place, Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Of one record. Its fields are those that the desk keeps beside the record itself."""

    run: str
    flows: tuple[str, ...]
    began: bool
    over: bool
    waits_at: str | None
    person: bool
    passages: tuple[str, ...]
    first: str | None
    failed: str | None
    left: str | None


def summary(record: Record) -> Summary:
    waits_at, failed = record.waits_at, record.failed
    return Summary(
        run=record.run,
        flows=record.flows,
        began=record.began,
        over=waits_at is None,
        waits_at=_place(waits_at) if waits_at else None,
        person=record.person,
        passages=tuple(map(_passage, record.passages)),
        first=_first(record.begun) if record.begun else None,
        failed=path(failed.flow, failed.step) if failed else None,
        left=record.left,
    )


def path(*parts: str | int) -> str:
    return "/".join(quote(str(part), safe=":") for part in parts)


def parts(path: str) -> tuple[str, ...]:
    return tuple(map(unquote, path.split("/")))


def _first(begun: Begun) -> str:
    return path(begun.match.flow, begun.revision, begun.match.leads_to)


def _place(place: Place) -> str:
    return path(place.flow, place.revision, place.step, place.waits_for)


def _passage(passage: Passage) -> str:
    return path(passage.flow, passage.revision, passage.step, passage.port)
