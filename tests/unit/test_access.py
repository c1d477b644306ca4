"""Who may see which conversation."""

import pytest

from handoff import access
from handoff.conversation import Conversation
from handoff.operator import Operator, Role
from tests.parts import ANNA, BORIS, DELIVERY, MARIA, PAYMENTS, SIOBHAN, closed, conversation, held, person, waiting

ADMIN = person("Nikos", role=Role.ADMIN)
NEWCOMER = person("Newcomer")

STATES = {
    "with the bot": conversation(),
    "waiting in delivery": waiting(),
    "held by Anna": held(by=ANNA),
    "held by Anna for payments": held(by=ANNA, line=PAYMENTS),
    "closed by Anna": closed(by=ANNA),
}
MAY = {
    "with the bot": {SIOBHAN.id, ADMIN.id},
    "waiting in delivery": {ANNA.id, BORIS.id, SIOBHAN.id, ADMIN.id},
    "held by Anna": {ANNA.id, BORIS.id, SIOBHAN.id, ADMIN.id},
    "held by Anna for payments": {ANNA.id, MARIA.id, SIOBHAN.id, ADMIN.id},
    "closed by Anna": {ANNA.id, BORIS.id, SIOBHAN.id, ADMIN.id},
}


@pytest.mark.parametrize("who", [ANNA, BORIS, MARIA, NEWCOMER, SIOBHAN, ADMIN], ids=lambda who: str(who.name))
@pytest.mark.parametrize("state", STATES)
def test_who_may_see(state: str, who: Operator) -> None:
    assert access.may_see(who, STATES[state]) == (who.id in MAY[state])


def test_a_session_that_never_left_the_bot_stays_the_supervisors_to_see_when_it_is_over() -> None:
    session = conversation().session
    over = conversation().with_session(session.close(at=session.started_at, reason="helped"))  # type: ignore[union-attr]

    assert [who.name for who in (ANNA, MARIA, SIOBHAN, ADMIN) if access.may_see(who, over)] == ["Siobhan", "Nikos"]


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.OPERATOR, [True, False, False]),
        (Role.SUPERVISOR, [True, True, False]),
        (Role.ADMIN, [True, True, True]),
    ],
)
def test_each_role_may_do_what_the_ones_below_it_may(role: Role, may: list[bool]) -> None:
    assert [role.at_least(other) for other in Role] == may


def test_moving_a_session_to_another_line_moves_it_out_of_sight() -> None:
    def sees(seen: Conversation) -> list[str]:
        return [who.name for who in (ANNA, MARIA) if access.may_see(who, seen)]

    assert sees(waiting(line=DELIVERY)) == ["Anna"]
    assert sees(waiting(line=PAYMENTS)) == ["Maria"]
