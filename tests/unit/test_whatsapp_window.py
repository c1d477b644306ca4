"""Until when a messenger takes answers: the rule that the whole desk goes by. [9]"""

from datetime import timedelta

import pytest

from tests.parts import NOW, conversation

DAY = timedelta(hours=24)


@pytest.mark.parametrize(
    ("after", "open_"),
    [
        (timedelta(), True), (timedelta(hours=23, minutes=59, seconds=59), True), (DAY, False),
        (DAY + timedelta(seconds=1), False),
    ],
)  # fmt: skip
def test_the_day_ends_when_24_hours_are_full(after: timedelta, open_: bool) -> None:
    answerable = conversation().answerable(NOW + DAY)

    assert answerable.takes_answers(NOW + after) is open_


def test_a_message_that_comes_late_does_not_shorten_the_day() -> None:
    """Webhooks come in no promised order."""
    later = conversation().answerable(NOW + DAY)

    assert later.answerable(NOW + DAY - timedelta(hours=1)) is later
    assert later.answerable(None) is later
    assert later.answerable(NOW + 2 * DAY).reply_until == NOW + 2 * DAY


def test_other_messengers_take_answers_for_ever() -> None:
    assert conversation().takes_answers(NOW + 1000 * DAY)
