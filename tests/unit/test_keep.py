"""What the rules and the time make of a conversation, whoever commits it: each timed step once, and the next alarm."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from handoff.book import Book
from handoff.conversation import Conversation
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId, LineId
from handoff.keep import keep
from handoff.line import Line, Overflow, Reassign
from handoff.messages import Content, Happening
from handoff.priority import Override, Patience, Points, PriorityScheme
from handoff.reasons import Reason
from handoff.routing.conditions import Between, Is
from handoff.session import Hold, Offer, Waiting, WithOperator
from handoff.sla.policy import Cell, Hearer, Move, Pause, SlaPolicies, SlaPolicy, Step, Table, Target
from tests.parts import ANNA, BORIS, DELIVERY, LINES, NOW, PAYMENTS, SIOBHAN, STAFF, conversation, held, waiting

MINUTE = timedelta(minutes=1)
SECOND_TIER = LineId("second")
BOOK = Book(lines=(*LINES, Line(id=SECOND_TIER, names={"en": "Experts"}, tier=2)), staff=STAFF)


def book(**changes: object) -> Book:
    """The book with another delivery line."""
    first, *rest = BOOK.lines
    return replace(BOOK, lines=(replace(first, **changes), *rest))  # type: ignore[arg-type]


def policy(*steps: Step, minutes: int = 30, target: Target = Target.FIRST_RESPONSE) -> SlaPolicies:
    table = Table(target=target, axes=(), cells=(Cell(row=(), limits={"*": minutes * MINUTE}),))
    pauses = {Target.RESOLUTION: frozenset({Pause.ON_HOLD})}
    return SlaPolicies(policies=(SlaPolicy(id="p", name="All", tables=(table,), steps=steps, pauses=pauses),))


def happened(there: Conversation) -> list[Happening | None]:
    return [message.happening for message in there.journal]


def a_waiting(there: Conversation) -> Waiting:
    assert isinstance(there.session, Waiting)
    return there.session


def a_held(there: Conversation) -> WithOperator:
    assert isinstance(there.session, WithOperator)
    return there.session


def test_what_is_with_the_bot_is_left_alone() -> None:
    there = conversation()

    assert keep(there, BOOK, NOW + 100 * MINUTE) is there


def test_what_nothing_comes_due_for_is_left_alone_and_has_no_alarm() -> None:
    kept = keep(waiting(), BOOK, NOW)

    assert kept.alarm is None
    assert keep(kept, BOOK, NOW + timedelta(days=9)) is kept


# -- offers --------------------------------------------------------------------------------------------------------


def offered(until: datetime) -> Conversation:
    there = waiting()
    offer = Offer(operator=ANNA.id, until=until, why=Reason(code="only"))
    return there.with_session(a_waiting(there).offered(offer))


def test_an_offer_rings_at_its_end_and_not_before() -> None:
    kept = keep(offered(NOW + MINUTE), BOOK, NOW)

    assert (kept.alarm, kept.wake_at) == (NOW + MINUTE, NOW + MINUTE)
    assert keep(kept, BOOK, NOW + 0.9 * MINUTE) is kept


def test_an_offer_that_passed_goes_back_and_is_not_made_to_the_same_person_first() -> None:
    kept = keep(offered(NOW + MINUTE), BOOK, NOW + MINUTE)

    assert a_waiting(kept).offer is None
    assert kept.handling.declined == (ANNA.id,)
    assert happened(kept) == [Happening.OFFER_MISSED]
    assert kept.journal[-1].tells == (ANNA.id,)
    assert keep(kept, BOOK, NOW + 2 * MINUTE) is kept


# -- holds ---------------------------------------------------------------------------------------------------------


def on_hold(*, until_reply: bool = True) -> Conversation:
    there = held(at=NOW)
    hold = Hold(since=NOW, until=NOW + 60 * MINUTE, reason="the courier looks", until_reply=until_reply)
    return there.with_session(a_held(there).put_on_hold(hold))


def test_a_hold_comes_back_by_itself_and_its_operator_is_told() -> None:
    before = keep(on_hold(), BOOK, NOW)
    after = keep(before, BOOK, NOW + 60 * MINUTE)

    assert before.alarm == NOW + 60 * MINUTE
    assert a_held(after).hold is None
    assert (after.journal[-1].happening, after.journal[-1].tells) == (Happening.RESUMED, (ANNA.id,))
    assert after.journal[-1].details["cause"] == "time"


@pytest.mark.parametrize(("until_reply", "back"), [(True, True), (False, False)], ids=["it does", "it does not"])
def test_the_customers_answer_ends_a_hold_that_waits_for_it(until_reply: bool, back: bool) -> None:
    answered = on_hold(until_reply=until_reply).received(Content(text="Any news?"), at=NOW + MINUTE)

    kept = keep(answered, BOOK, NOW + MINUTE)

    assert (a_held(kept).hold is None) is back
    assert (Happening.RESUMED in happened(kept)) is back


# -- a wait that lasts ---------------------------------------------------------------------------------------------


def test_who_has_waited_long_enough_overflows_once_and_keeps_the_time_they_waited() -> None:
    there = book(overflow=Overflow(after=10 * MINUTE, to=PAYMENTS))
    first, second, third = there.lines
    both = replace(there, lines=(first, replace(second, overflow=Overflow(after=MINUTE, to=DELIVERY)), third))
    before = keep(waiting(), both, NOW)

    moved = keep(before, both, NOW + 10 * MINUTE)

    assert before.alarm == NOW + 10 * MINUTE
    assert happened(moved) == [Happening.OVERFLOWED, Happening.OVERFLOWED]  # there and, being there too long, back
    assert (a_waiting(moved).line, a_waiting(moved).since) == (DELIVERY, NOW)
    assert keep(moved, both, NOW + timedelta(days=1)) is moved


def test_a_wait_overflows_in_open_hours_only() -> None:
    hours = BusinessHours(week={0: (Interval(opens=datetime.min.time(), closes=NOW.time()),)})  # closes now
    there = book(overflow=Overflow(after=10 * MINUTE, to=PAYMENTS), hours=hours)

    kept = keep(waiting(), there, NOW + 60 * MINUTE)

    assert a_waiting(kept).line == DELIVERY
    assert kept.alarm is not None
    assert kept.alarm - NOW > timedelta(days=6)


def test_a_session_that_is_not_answered_goes_to_somebody_else_at_its_old_place() -> None:
    there = book(reassign=Reassign(no_answer_within=5 * MINUTE))
    taken = held(at=NOW).received(Content(text="hello?"), at=NOW + MINUTE)

    before = keep(taken, there, NOW + MINUTE)
    after = keep(before, there, NOW + 5 * MINUTE)

    assert before.alarm == NOW + 5 * MINUTE
    assert (a_waiting(after).place_from, a_waiting(after).since) == (NOW, NOW + 5 * MINUTE)
    assert after.handling.declined == (ANNA.id,)
    assert after.journal[-1].tells == (ANNA.id, SIOBHAN.id)
    assert after.journal[-1].details == {"operator": ANNA.name, "cause": "no_answer"}


def test_an_answer_in_time_keeps_the_session() -> None:
    there = book(reassign=Reassign(no_answer_within=5 * MINUTE))
    answered = held(at=NOW).received(Content(text="hello?"), at=NOW + MINUTE)

    kept = keep(answered.operator_says("Hello!", ANNA, at=NOW + 2 * MINUTE), there, NOW + 60 * MINUTE)

    assert a_held(kept).operator == ANNA.id
    assert kept.alarm is None


# -- priority ------------------------------------------------------------------------------------------------------

ANGRY = Points(id="angry", when=Between(fact="sentiment", below=-0.4), points=20)
PREMIUM = Points(id="premium", when=Is(fact="customer_tier", values=("premium",)), points=20)
SCHEME = PriorityScheme(
    levels=BOOK.priority.levels, table=(ANGRY, PREMIUM), waiting=(Patience(after=15 * MINUTE, points=20),)
)
RATED = replace(BOOK, priority=SCHEME, priority_version=3)


def test_priority_follows_the_facts_and_says_why() -> None:
    there = waiting()
    angry = there.with_handling(replace(there.handling, sentiment=-0.8))
    premium = angry.knowing(replace(angry.customer, tier="premium"))

    first, second = keep(angry, RATED, NOW), keep(premium, RATED, NOW)

    assert (first.handling.priority.level, second.handling.priority.level) == ("high", "critical")
    assert [part.row for part in second.handling.priority.parts] == ["angry", "premium"]
    assert happened(second) == [Happening.PRIORITY]
    assert second.journal[-1].decision is not None
    assert second.journal[-1].details == {"level": "critical", "was": "normal"}


def test_waiting_raises_priority_when_its_time_has_come() -> None:
    before = keep(waiting(), RATED, NOW)
    after = keep(before, RATED, NOW + 15 * MINUTE)

    assert before.alarm == NOW + 15 * MINUTE
    assert (before.handling.priority.level, after.handling.priority.level) == ("normal", "high")
    assert a_waiting(after).priority > a_waiting(before).priority


def test_what_waiting_has_earned_stays_and_time_at_the_desk_or_closed_earns_nothing() -> None:
    waited = keep(waiting(), RATED, NOW + 15 * MINUTE)
    taken = waited.with_session(a_waiting(waited).assign(ANNA.id, at=NOW + 15 * MINUTE))
    passed = taken.with_session(a_held(taken).pass_to(BORIS.id, at=NOW + 99 * MINUTE))
    fresh = held(at=NOW)
    over = fresh.closed(a_held(fresh), at=NOW, reason="solved", by=ANNA)
    again = over.reopened(at=NOW + 60 * MINUTE, line=replace(LINES[0], reopen_within=timedelta(hours=2)))
    retaken = again.with_session(a_waiting(again).assign(ANNA.id, at=NOW + 61 * MINUTE))

    for there, level in ((taken, "high"), (passed, "high"), (fresh, "normal"), (retaken, "normal")):
        assert keep(there, RATED, NOW + 120 * MINUTE).handling.priority.level == level


def test_a_persons_word_beats_the_table_and_keeps_its_reason() -> None:
    there = waiting()
    override = Override(level=LevelId("low"), by=SIOBHAN.id, reason="a test order", at=NOW)
    decided = there.with_handling(
        replace(there.handling, sentiment=-1.0, priority=replace(there.handling.priority, override=override))
    )

    kept = keep(decided, RATED, NOW + 60 * MINUTE)

    assert kept.handling.priority.level == "low"
    assert kept.handling.priority.override == override
    assert kept.journal[-1].details == {"level": "low", "was": "normal", "by": "Siobhan", "reason": "a test order"}


# -- the SLA -------------------------------------------------------------------------------------------------------

WARN = Step(id="warn", percent=50, tell=frozenset({Hearer.OPERATOR}))
RAISE = Step(id="raise", percent=100, tell=frozenset({Hearer.SUPERVISORS}), raise_priority=True)
UP = Step(id="up", percent=200, move=Move.NEXT_TIER, emails=("boss@example.com",))


def test_every_step_of_the_chain_comes_once_at_its_time() -> None:
    there = replace(book(escalates_to=SECOND_TIER), sla=policy(WARN, RAISE, UP))
    now, seen = keep(waiting(), there, NOW), []
    for minute in (10, 15, 15, 29, 30, 30, 59, 60, 60, 500):
        now = keep(now, there, NOW + minute * MINUTE)
        seen.append((minute, [(each.happening, each.tells) for each in now.journal]))
        now = replace(now, journal=())

    told = {minute: said for minute, said in seen if said}
    assert told[15] == [(Happening.SLA_WARNING, (ANNA.id, BORIS.id, SIOBHAN.id))]
    assert [each for each, _ in told[30]] == [Happening.SLA_BREACH, Happening.PRIORITY]
    assert told[30][0][1] == (SIOBHAN.id,)
    assert [each for each, _ in told[60]] == [Happening.SLA_BREACH, Happening.ESCALATED]
    assert told.keys() == {15, 30, 60}
    assert now.line == SECOND_TIER
    assert now.handling.priority.level == "high"
    assert [(each.target, each.operator, each.at) for each in now.handling.breaches] == [
        (Target.FIRST_RESPONSE, None, NOW + 30 * MINUTE)
    ]


def test_steps_that_nobody_was_awake_for_are_made_up_for_in_their_order() -> None:
    there = replace(book(escalates_to=SECOND_TIER), sla=policy(WARN, RAISE, UP))

    kept = keep(waiting(), there, NOW + timedelta(days=1))

    assert [each for each in happened(kept) if each is not Happening.PRIORITY] == [
        Happening.SLA_WARNING, Happening.SLA_BREACH, Happening.SLA_BREACH, Happening.ESCALATED,
    ]  # fmt: skip
    assert keep(replace(kept, journal=()), there, NOW + timedelta(days=2)).journal == ()


def test_an_answer_in_time_ends_the_chain() -> None:
    there = replace(BOOK, sla=policy(WARN, RAISE, UP))
    taken = keep(held(at=NOW), there, NOW)

    answered = keep(taken.operator_says("Hello!", ANNA, at=NOW + 5 * MINUTE), there, NOW + 5 * MINUTE)

    assert answered.alarm is None
    assert answered.due_at is None
    assert keep(answered, there, NOW + 90 * MINUTE) is answered


def test_the_last_tiers_sessions_go_to_its_supervisors() -> None:
    there = replace(BOOK, sla=policy(UP))

    kept = keep(keep(held(at=NOW), there, NOW), there, NOW + 60 * MINUTE)

    assert a_waiting(kept).handling.supervised
    assert a_waiting(kept).line == DELIVERY


def test_a_hold_stops_the_clock_where_the_policy_says_so() -> None:
    there = replace(BOOK, sla=policy(RAISE, minutes=120, target=Target.RESOLUTION))
    running, stopped = keep(held(at=NOW), there, NOW), keep(on_hold(until_reply=False), there, NOW)

    back = keep(stopped, there, NOW + 60 * MINUTE)

    assert running.due_at == NOW + 120 * MINUTE
    assert stopped.due_at is None
    assert back.due_at == NOW + 180 * MINUTE


def test_rules_that_change_in_the_middle_count_from_then_on() -> None:
    before = keep(waiting(), replace(BOOK, sla=policy(RAISE, minutes=120)), NOW)

    after = keep(before, replace(BOOK, sla=policy(RAISE, minutes=60)), NOW + 30 * MINUTE)
    none = keep(before, BOOK, NOW + 30 * MINUTE)

    assert (before.due_at, after.due_at, none.due_at) == (NOW + 120 * MINUTE, NOW + 60 * MINUTE, None)


def test_keeping_twice_is_as_good_as_once_at_any_moment() -> None:
    there = replace(
        book(escalates_to=SECOND_TIER, overflow=Overflow(after=7 * MINUTE, to=PAYMENTS)),
        sla=policy(WARN, RAISE, UP), priority=SCHEME,
    )  # fmt: skip
    now = offered(NOW + MINUTE)
    for minute in range(0, 90, 3):
        once = keep(now, there, NOW + minute * MINUTE)
        assert keep(once, there, NOW + minute * MINUTE) is once
        now = once
