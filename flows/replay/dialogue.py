"""A dialogue as it was recorded: the records of one run of a flow, in order."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pydantic import ValidationError

from flows.record import RECORD, Begun, Move, Moved, Record
from flows.words import FlowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A run as it is stored: its records as JSON, in order."""

    conversation: str
    session: str
    """In which it began."""
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialogue:
    """It has a record at least, and its first is of how it began."""

    conversation: str
    session: str
    records: tuple[Record, ...]

    @property
    def run(self) -> str:
        return self.records[0].run

    @property
    def moves(self) -> Sequence[Move]:
        return [move for record in self.records for move in record.moves]

    def revisions(self) -> Iterator[tuple[FlowId, int]]:
        """All that it went through."""
        for move in self.moves:
            yield from revisions(move).items()


def read(kept: Kept) -> Dialogue | None:
    """None if a record cannot be read, or the beginning is missing."""
    try:
        found = tuple(map(RECORD.validate_json, kept.records))
    except ValidationError:
        return None
    begun = bool(found) and bool(found[0].moves) and isinstance(found[0].moves[0].came, Begun)
    return Dialogue(conversation=kept.conversation, session=kept.session, records=found) if begun else None


def revisions(move: Move) -> Mapping[FlowId, int]:
    """Those that a move went through: of a flow that it was in twice, the later."""
    found: dict[FlowId, int] = {}
    match move.came:
        case Begun(match=match, revision=revision):
            found[match.flow] = revision
        case Moved(revisions=newest):
            found |= newest
    found |= {passage.flow: passage.revision for passage in move.passages}
    return found | ({move.waits_at.flow: move.waits_at.revision} if move.waits_at else {})
