"""What a flow did in an event, as a row of the history: for staff a sentence, for heat and replay the whole of it."""

from datetime import datetime

from bot.flowing.runs import Run
from flows.model import Library
from flows.record import Begun
from flows.words import FlowId
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.messages import Happening
from handoff.operator import Role


def report(conversation: Conversation, run: Run, library: Library, book: Book, now: datetime) -> Conversation:
    """With the row, in the commit of what it tells. Admins are told of a flow that broke."""
    failed = next((record for move in run.moves for record in move.effects if record.kind == "failed"), None)
    admins = tuple(each.id for each in book.staff if each.active and each.role is Role.ADMIN)
    return conversation.reports(
        Happening.FLOW,
        at=now,
        trace=run.trace(now),
        tells=admins if failed else (),
        flow=run.flow,
        name=title(run.flow, library),
        did=_did(run, failed=failed is not None),
        step=failed.step if failed else None,
        error=failed.error if failed else None,
    )


def title(flow: FlowId, library: Library) -> str:
    """Its name, for staff."""
    revisions = library.revisions.get(flow, {})
    newest = library.current(flow) or (revisions[max(revisions)] if revisions else None)
    return str(newest.flow.name.within("en")) if newest else flow


def _did(run: Run, *, failed: bool) -> str:
    if failed:
        return "failed"
    if run.position is None:
        return "ended"
    return "began" if any(isinstance(move.came, Begun) for move in run.moves) else "went_on"
