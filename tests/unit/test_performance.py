"""How people did: whose close, whose breach, which share."""

from dataclasses import replace
from datetime import datetime, timedelta

from handoff.handling import Breach, Handling
from handoff.ids import OperatorId
from handoff.performance import work
from handoff.session import Closed
from handoff.sla.policy import Target
from tests.parts import ANNA, BORIS, DELIVERY, NOW

MINUTE = timedelta(minutes=1)


def over(by: OperatorId | None, *, reason: str = "solved", waited: int | None = 5, **known: object) -> Closed:
    answered = None if waited is None else NOW + waited * MINUTE
    handling = Handling(handed_at=NOW, answered_at=answered, **known)  # type: ignore[arg-type]
    return Closed(
        id="c#1", number=1, started_at=NOW, closed_at=NOW, reason=reason, closed_by=by,  # type: ignore[arg-type]
        line=DELIVERY if by else None, handling=handling,
    )  # fmt: skip


def broke(by: OperatorId | None, at: datetime = NOW) -> Breach:
    return Breach(target=Target.FIRST_RESPONSE, at=at, operator=by)


def test_closes_are_added_up_by_who_closed_and_weighed_by_effort() -> None:
    anna, boris = work([over(ANNA.id, effort=3), over(BORIS.id, reason="unresolved"), over(BORIS.id, reopenings=2)])

    assert (anna.operator, anna.closed, anna.effort) == (ANNA.id, 1, 3)
    assert (boris.operator, boris.closed, boris.unresolved, boris.reopened, boris.effort) == (BORIS.id, 2, 1, 2, 2)


def test_a_breach_counts_for_who_had_the_session_then_not_for_who_closed_it() -> None:
    shares = {each.operator: each for each in work([over(ANNA.id, breaches=(broke(BORIS.id), broke(None)))])}

    assert {who: share.breaches for who, share in shares.items()} == {ANNA.id: 0, BORIS.id: 1, None: 1}
    assert shares[BORIS.id].closed == 0


def test_the_first_response_is_the_median_of_those_that_were_answered() -> None:
    [anna] = work([over(ANNA.id, waited=minutes) for minutes in (1, 2, 9, None)])
    again = replace(over(ANNA.id, waited=-5))

    assert anna.first_response == 2 * MINUTE
    assert work([again])[0].first_response is None


def test_the_bots_own_closes_weigh_nothing() -> None:
    [bot] = work([over(None, reason="helped", waited=None)])

    assert (bot.operator, bot.closed, bot.effort) == (None, 1, 0)


def test_nobody_has_a_share_of_nothing() -> None:
    assert work([]) == []
