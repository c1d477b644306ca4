"""Waiting sessions find their operators: who gets what, and when."""

from dataclasses import replace
from typing import Any

import pytest

from handoff.abilities import Abilities
from handoff.courtesies import Courtesies
from handoff.hours import BusinessHours
from handoff.line import Distribution
from handoff.messages import Happening, Side
from handoff.operator import Presence, Role
from handoff.priority import Priority
from handoff.routing.decisions import Choosing
from tests.dispatching import ANNA, BORIS, NIGHT, SECOND
from tests.floor import PUSH, Process, online
from tests.parts import DELIVERY, NOW, PAYMENTS, waiting


async def test_a_session_is_given_with_the_reason_kept(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 1

    given = await desk.of(1)
    assert await desk.hands(1) == {1: "anna"}
    spoken = [message.content.text for message in given.journal if message.side is Side.BOT]
    assert spoken == ["Anna is with you now."]
    [report] = [message for message in given.journal if message.happening is Happening.ASSIGNED]
    assert (report.tells, report.details) == ((ANNA.id,), {"operator": "Anna"})
    assert isinstance(report.decision, Choosing)
    assert report.decision.choice.operator == ANNA.id
    assert given.handling.why_operator == report.decision.choice.why
    assert await desk.queues.length(DELIVERY) == 0
    assert await desk.dispatcher.dispatch() == 0, "that was all"


async def test_who_has_a_session_is_not_told_where_each_word_would_be_a_letter(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1)
    silent = Courtesies(texts=desk.texts, abilities=lambda address: Abilities(chatty=False))

    assert await replace(desk.dispatcher, courtesies=silent).dispatch() == 1

    given = await desk.of(1)
    assert [message.content.text for message in given.journal if message.side is Side.BOT] == []
    assert Happening.ASSIGNED in [message.happening for message in given.journal]


async def test_nobody_gets_more_than_they_can_hold_and_the_oldest_go_first(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA, replace(BORIS, capacity=1)])
    await desk.queue(*range(1, 8))

    assert await desk.dispatcher.dispatch() == 4

    hands = await desk.hands(*range(1, 8))
    assert sorted(hands[customer] for customer in range(1, 5)) == ["anna", "anna", "anna", "boris"]
    assert [hands[customer] for customer in range(5, 8)] == ["", "", ""]


async def test_the_highest_priority_goes_first(desk: Process) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1)
    await desk.queue(2, priority=Priority(rank=2))
    await desk.queue(3, priority=Priority(rank=2))

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "", 2: "anna", 3: ""}


async def test_small_sessions_do_not_keep_a_heavy_one_waiting_for_ever(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1, 2)
    await desk.dispatcher.dispatch()
    await desk.queue(3, effort=3)
    await desk.queue(4, 5)

    assert await desk.dispatcher.dispatch() == 0, "Anna has room for the small ones, but it is not their turn"
    await desk.closes(1)
    await desk.closes(2)
    await desk.dispatcher.dispatch()

    assert await desk.hands(3, 4, 5) == {3: "anna", 4: "", 5: ""}


@pytest.mark.parametrize(
    "who",
    [
        replace(ANNA, presence=Presence.AWAY), replace(ANNA, presence=Presence.OFFLINE), replace(ANNA, active=False),
        replace(ANNA, lines=frozenset({PAYMENTS})), replace(ANNA, shift=NIGHT), replace(ANNA, capacity=0),
    ],
    ids=["away", "offline", "left", "another line", "off shift", "no capacity"],
)  # fmt: skip
async def test_who_can_not_take_it_does_not_get_it(desk: Process, who: Any) -> None:
    await desk.opens(PUSH, staff=[who])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 0
    await desk.operators.save(ANNA)
    assert await desk.dispatcher.dispatch() == 1, "with Anna as she should be, it is given"


async def test_a_required_skill_is_waited_for_while_others_go_by(desk: Process) -> None:
    await desk.opens(PUSH, staff=[ANNA])
    await desk.queue(1, skills={"legal": 3})
    await desk.queue(2)

    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "", 2: "anna"}

    await desk.operators.save(replace(BORIS, skills={"legal": 4}))
    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "boris", 2: "anna"}


async def test_only_a_supervisor_gets_what_was_escalated_to_them(desk: Process) -> None:
    siobhan = online("Siobhan", PAYMENTS, role=Role.SUPERVISOR)
    await desk.opens(PUSH, staff=[ANNA, siobhan])
    await desk.queue(1, supervised=True)
    await desk.queue(2, 3)

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "siobhan", 2: "anna", 3: "anna"}


@pytest.mark.parametrize("distribution", [Distribution.PULL, Distribution.SUPERVISOR])
async def test_where_people_hand_out_nothing_is_given(desk: Process, distribution: Distribution) -> None:
    await desk.opens(replace(PUSH, distribution=distribution), staff=[ANNA])
    await desk.queue(1)

    assert await desk.dispatcher.dispatch() == 0


async def test_out_of_hours_only_who_is_on_shift_is_given_anything(desk: Process) -> None:
    await desk.opens(replace(PUSH, hours=NIGHT), staff=[ANNA])
    await desk.queue(1)
    assert await desk.dispatcher.dispatch() == 0

    await desk.operators.save(replace(BORIS, shift=BusinessHours()))
    assert await desk.dispatcher.dispatch() == 1
    assert await desk.hands(1) == {1: "boris"}


async def test_a_closed_lines_customer_is_not_torn_from_the_bots_questions(desk: Process) -> None:
    await desk.opens(replace(PUSH, hours=NIGHT), staff=[replace(ANNA, shift=BusinessHours())])
    await desk.queue(1, asking="order")
    await desk.queue(2)

    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "", 2: "anna"}

    await desk.lines.save(PUSH)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1) == {1: "anna"}


async def test_several_lines_share_their_people_by_whose_turn_it_is(desk: Process) -> None:
    both = online("Anna", DELIVERY, PAYMENTS, capacity=2)
    await desk.opens(PUSH, replace(PUSH, id=PAYMENTS, takes_rest=False), staff=[both])
    await desk.stored(
        waiting(1, line=DELIVERY, since=NOW + SECOND),
        waiting(2, line=PAYMENTS, since=NOW),
        waiting(3, line=DELIVERY, since=NOW - SECOND),
    )

    await desk.dispatcher.dispatch()

    assert await desk.hands(1, 2, 3) == {1: "", 2: "anna", 3: "anna"}
