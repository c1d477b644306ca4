"""What is given is offered first, where the line says so; and given at once when there is room."""

import asyncio
from dataclasses import replace

from handoff.messages import Happening
from handoff.operator import AwayReason, Presence
from handoff.routing.decisions import Choosing
from handoff.session import Waiting
from tests.dispatching import ANNA, BORIS, SECOND, given, running
from tests.floor import OFFER, PUSH, Process, online
from tests.parts import DELIVERY, PAYMENTS, Clock, address, until


async def test_an_offer_waits_for_an_answer_and_takes_room_meanwhile(desk: Process, clock: Clock) -> None:
    await desk.opens(replace(OFFER, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)

    assert await desk.dispatcher.dispatch() == 1

    offered = await desk.of(1)
    assert isinstance(offered.session, Waiting)
    assert offered.session.offer is not None
    assert (offered.session.offer.operator, offered.session.offer.until) == (ANNA.id, clock() + 30 * SECOND)
    [report] = offered.journal
    assert (report.happening, report.tells) == (Happening.OFFERED, (ANNA.id,))
    assert isinstance(report.decision, Choosing)
    assert await desk.queues.place(DELIVERY, offered.id) == 1, "it still waits"

    await desk.desk.accept(offered.id, ANNA)
    assert await desk.dispatcher.dispatch() == 0, "accepted, it takes the same room"
    assert await desk.hands(1, 2) == {1: "anna", 2: ""}


async def test_a_declined_offer_goes_to_the_next(desk: Process) -> None:
    await desk.opens(OFFER, staff=[ANNA, BORIS])
    await desk.queue(1)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1) == {1: "anna?"}

    await desk.desk.decline(address(1).conversation_id, ANNA)
    await desk.dispatcher.dispatch()

    assert await desk.hands(1) == {1: "boris?"}
    assert (await desk.loads.of([ANNA.id], desk.clock()))[ANNA.id].held == 0


async def test_an_offer_that_is_let_pass_goes_to_the_next_and_its_operator_is_away(desk: Process, clock: Clock) -> None:
    await desk.opens(OFFER, staff=[ANNA, BORIS])
    await desk.queue(1, 2)
    await desk.dispatcher.dispatch()
    assert await desk.hands(1, 2) == {1: "anna?", 2: "boris?"}

    clock.move_on(30 * SECOND)
    await desk.hears(1)
    anna = await desk.operators.get(ANNA.id)
    assert anna is not None
    assert (anna.presence, anna.away_reason, anna.presence_since) == (Presence.AWAY, AwayReason.MISSED, clock())
    await desk.dispatcher.dispatch()

    assert await desk.hands(1) == {1: "boris?"}


async def test_who_went_offline_meanwhile_is_left_offline(desk: Process, clock: Clock) -> None:
    await desk.opens(OFFER, staff=[ANNA])
    await desk.queue(1)
    await desk.dispatcher.dispatch()
    await desk.is_now(ANNA, Presence.OFFLINE)

    clock.move_on(31 * SECOND)
    await desk.hears(1)

    anna = await desk.operators.get(ANNA.id)
    assert anna is not None
    assert anna.presence is Presence.OFFLINE


async def test_who_has_room_again_is_given_the_next_at_once(desk: Process, other: Process) -> None:
    await desk.opens(replace(PUSH, capacity=1), staff=[ANNA])
    await desk.queue(1, 2)
    await desk.queues.repair(desk.conversations.waiting())
    async with running(other):
        await until(lambda: given(desk, 1))
        began = asyncio.get_running_loop().time()
        await desk.closes(1)
        await until(lambda: given(desk, 2))
        assert asyncio.get_running_loop().time() - began < 0.9, "not only when it looks at all lines again"


async def test_the_bell_rings_in_all_lines_of_who_has_room_again(desk: Process) -> None:
    both = online("Anna", DELIVERY, PAYMENTS)
    await desk.opens(PUSH, staff=[both])
    await desk.queue(1)
    assert await desk.bell.wait(SECOND) == {DELIVERY}
    await desk.dispatcher.dispatch()
    assert await desk.bell.wait(SECOND / 50) == frozenset()

    await desk.desk.hold(
        address(1).conversation_id, both, until=desk.clock() + 60 * SECOND, reason="supplier", until_reply=False
    )

    assert await desk.bell.wait(SECOND) == {DELIVERY, PAYMENTS}
