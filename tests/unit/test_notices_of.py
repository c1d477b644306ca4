"""Whom a system message is put before, and what of it is left to read."""

import pytest

from handoff.messages import Happening
from handoff.notices import notices_of
from tests.parts import ANNA, BORIS, NOW, waiting


@pytest.mark.parametrize(("happening", "unread"), [(Happening.OFFERED, False), (Happening.OFFER_MISSED, True)])
def test_an_offer_is_over_the_screen_itself_and_leaves_nothing_to_read(happening: Happening, unread: bool) -> None:
    there = waiting().reports(happening, at=NOW, tells=(ANNA.id, BORIS.id, ANNA.id))

    notices = notices_of(there, there.journal[-1])

    assert [each.operator for each in notices] == [ANNA.id, BORIS.id]
    assert {each.read_at is None for each in notices} == {unread}
