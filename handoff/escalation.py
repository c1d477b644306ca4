"""Up the company, with a cause: by a person who can't solve it, or by a step of the SLA."""

from dataclasses import replace
from datetime import datetime

from handoff.book import Book
from handoff.conversation import Conversation
from handoff.handling import Breach
from handoff.ids import LineId, OperatorId
from handoff.messages import Happening
from handoff.priority import raised
from handoff.session import Waiting, WithOperator
from handoff.sla.clock import Clock
from handoff.sla.policy import Hearer, Move, Step
from handoff.sla.steps import WHOLE, taken
from handoff.timers import put_back


def take(conversation: Conversation, clock: Clock, step: Step, book: Book, now: datetime) -> Conversation:
    """One step of an SLA policy: mark it done, tell, raise, move."""
    known, holder = conversation.handling, conversation.operator
    breach = Breach(target=clock.target, at=clock.breached_at or now, operator=holder)
    broken = (*known.breaches, breach) if step.percent == WHOLE else known.breaches
    done = conversation.with_handling(replace(known, clocks=taken(known.clocks, clock, step), breaches=broken))
    told = done.reports(
        Happening.SLA_WARNING if step.percent < 100 else Happening.SLA_BREACH,
        at=now, tells=_hearers(conversation, step, book), emails=step.emails,
        target=clock.target.value, percent=str(step.percent), due=clock.due_at.isoformat() if clock.due_at else None,
        operator=book.name(holder) if holder else None,
    )  # fmt: skip
    if step.raise_priority:
        least = raised(told.handling.priority, book.priority)
        told = told.with_handling(replace(told.handling, priority=replace(told.handling.priority, least=least)))
    return _moved(told, step.move, book, now)


def escalated(conversation: Conversation, to: LineId, *, at: datetime, cause: str, by: str = "") -> Conversation:
    """To the next tier's queue, at the place that the customer's wait has earned."""
    match conversation.session:
        case Waiting() as waiting:
            up = waiting.transfer(to)
        case WithOperator() as held:
            up = replace(held.transfer(to, at=at), counted_from=held.handling.handed_at)
        case _:
            return conversation
    fresh = up.with_handling(replace(up.handling, declined=(), wanted=None))
    return conversation.with_session(fresh).reports(Happening.ESCALATED, at=at, line=to, cause=cause, by=by)


def _moved(conversation: Conversation, move: Move, book: Book, now: datetime) -> Conversation:
    session, line = conversation.session, book.line(conversation.line)
    match move:
        case Move.STAY:
            return conversation
        case Move.NEXT_TIER if line and line.escalates_to and book.line(line.escalates_to):
            return escalated(conversation, line.escalates_to, at=now, cause="sla")
        case Move.SUPERVISOR | Move.NEXT_TIER:  # the last tier's sessions go to its supervisors
            supervised = conversation.with_handling(replace(conversation.handling, supervised=True, declined=()))
            return _in_queue(supervised, book, now)
        case Move.QUEUE:
            return _in_queue(conversation, book, now) if isinstance(session, WithOperator) else conversation


def _in_queue(conversation: Conversation, book: Book, now: datetime) -> Conversation:
    match conversation.session:
        case WithOperator() as held if held.operator in book.supervisors(held.line) and held.handling.supervised:
            return conversation  # it is where it was to go
        case WithOperator() as held:
            return put_back(conversation, held, cause="sla", book=book, now=now)
        case Waiting() as waiting:
            return conversation.with_session(waiting.offered(None))
        case _:
            return conversation


def _hearers(conversation: Conversation, step: Step, book: Book) -> tuple[OperatorId, ...]:
    session = conversation.session
    told: list[OperatorId] = []
    if Hearer.OPERATOR in step.tell:
        match session:
            case WithOperator():
                told.append(session.operator)
            case Waiting():  # nobody has it: whoever could take it
                told += [each.id for each in book.staff if each.active and session.line in each.lines]
            case _:
                pass
    if Hearer.SUPERVISORS in step.tell:
        told += book.supervisors(conversation.line)
    return tuple(dict.fromkeys(told))
