"""When promises are due, and what stops, changes and ends them. Each row is a story; times are those of the wall."""

from datetime import date

import pytest

from handoff.hours import BusinessHours
from handoff.ids import LineId
from handoff.sla.policy import Pause, SlaPolicy, Status, Target, Time
from tests.parts import DELIVERY, PAYMENTS
from tests.sla_story import DAY, HOUR, MINUTE, TWO_LINES, Story, nine_to_six, policy

ON_HOLD, CUSTOMER, BOTH = frozenset({Pause.ON_HOLD}), frozenset({Pause.CUSTOMER}), frozenset(Pause)
POLISH = frozenset({date(2026, 11, 11), date(2026, 12, 25), date(2026, 12, 28)})
WARSAW = nine_to_six("Europe/Warsaw", holidays=POLISH)
ALL_WEEK_IN_ATHENS = nine_to_six("Europe/Athens", days=7)
ALL_WEEK_ON_LORD_HOWE = nine_to_six("Australia/Lord_Howe", days=7)
ALWAYS_IN_NEW_YORK = BusinessHours(zone="America/New_York")
NEVER = BusinessHours(zone="Europe/Warsaw", week={0: ()})

BUSINESS_4H, BUSINESS_2D = policy(resolution=4 * HOUR), policy(resolution=18 * HOUR)
CALENDAR_DAY = policy(resolution=DAY, time=Time.CALENDAR)


@pytest.mark.parametrize(
    ("promise", "hours", "handed", "due"),
    [
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-23 10:00", "2026-11-23 14:00", id="within a day"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-23 14:00", "2026-11-23 18:00", id="just at closing time"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-23 16:00", "2026-11-24 11:00", id="into the next morning"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-23 22:00", "2026-11-24 13:00", id="handed over at night"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-27 17:30", "2026-11-30 12:30", id="over a weekend"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-10 17:00", "2026-11-12 12:00", id="over a holiday"),
        pytest.param(BUSINESS_4H, WARSAW, "2026-11-11 12:00", "2026-11-12 13:00", id="handed over on a holiday"),
        pytest.param(BUSINESS_2D, WARSAW, "2026-12-24 09:00", "2026-12-29 18:00", id="two holidays and a weekend"),
        pytest.param(CALENDAR_DAY, WARSAW, "2026-11-10 17:00", "2026-11-11 17:00", id="calendar time has no holiday"),
        pytest.param(CALENDAR_DAY, WARSAW, "2026-03-28 12:00", "2026-03-29 13:00", id="a day in spring: clocks skip"),
        pytest.param(CALENDAR_DAY, WARSAW, "2026-10-24 12:00", "2026-10-25 11:00", id="a day in autumn: clocks repeat"),
        pytest.param(
            BUSINESS_2D, ALL_WEEK_IN_ATHENS, "2026-03-28 09:00", "2026-03-29 18:00", id="two workdays over spring"
        ),
        pytest.param(
            BUSINESS_2D, ALL_WEEK_ON_LORD_HOWE, "2026-04-04 12:00", "2026-04-06 12:00", id="clocks back by half an hour"
        ),
        pytest.param(BUSINESS_4H, ALWAYS_IN_NEW_YORK, "2026-03-08 00:30", "2026-03-08 05:30", id="a night in spring"),
        pytest.param(BUSINESS_4H, ALWAYS_IN_NEW_YORK, "2026-11-01 00:30", "2026-11-01 03:30", id="a night in autumn"),
        pytest.param(BUSINESS_4H, NEVER, "2026-11-23 10:00", "never", id="a line that never opens"),
    ],
)
def test_a_promise_is_due(promise: SlaPolicy, hours: BusinessHours, handed: str, due: str) -> None:
    story = Story(promise, {DELIVERY: hours}).tell(f"{handed} handed over")

    assert story.wall(story.clock(Target.RESOLUTION).due_at) == due


@pytest.mark.parametrize(
    ("pauses", "script", "due"),
    [
        pytest.param(
            ON_HOLD,
            """2026-11-27 16:00 handed over
               2026-11-27 16:00 taken
               2026-11-27 17:00 on hold
               2026-11-30 10:00 resumed""",
            "2026-11-30 13:00",
            id="hold over a weekend",
        ),
        pytest.param(
            frozenset(),
            """2026-11-27 16:00 handed over
               2026-11-27 16:00 taken
               2026-11-27 17:00 on hold
               2026-11-30 10:00 resumed""",
            "2026-11-30 11:00",
            id="a hold that stops nothing",
        ),
        pytest.param(
            CUSTOMER,
            """2026-11-23 15:00 handed over
               2026-11-23 15:30 taken
               2026-11-23 16:00 answered
               2026-11-24 20:00 customer writes
               2026-11-25 08:00 look""",
            "2026-11-25 12:00",
            id="the customer's turn overnight and a day",
        ),
        pytest.param(
            CUSTOMER,
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 10:00 answered
               2026-11-23 11:00 customer writes
               2026-11-23 12:00 customer writes
               2026-11-23 12:30 answered
               2026-11-23 13:00 customer writes""",
            "2026-11-23 14:30",
            id="only from an answer to the first words after it",
        ),
        pytest.param(
            BOTH,
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 10:00 answered
               2026-11-23 11:00 on hold
               2026-11-23 12:00 customer writes
               2026-11-23 13:00 resumed""",
            "2026-11-23 16:00",
            id="both at once stop it once",
        ),
        pytest.param(
            CUSTOMER,
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 10:00 answered
               2026-11-23 12:00 moved to delivery
               2026-11-23 12:30 look""",
            "2026-11-23 15:00",
            id="who waits in a queue waits for us",
        ),
        pytest.param(
            frozenset(),
            """2026-11-23 09:00 handed over
               2026-11-23 10:00 closed
               2026-11-25 15:00 reopened""",
            "2026-11-25 18:00",
            id="closed and reopened: the time between does not count",
        ),
        pytest.param(
            frozenset(),
            """2026-11-23 09:00 handed over
               2026-11-23 12:00 given back
               2026-11-24 10:00 handed over""",
            "2026-11-24 14:00",
            id="given back to the bot and handed over again: from the beginning",
        ),
        pytest.param(
            frozenset(),
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 10:00 passed on
               2026-11-23 11:00 moved to delivery""",
            "2026-11-23 13:00",
            id="from hand to hand nothing changes",
        ),
    ],
)
def test_what_stops_a_clock(pauses: frozenset[Pause], script: str, due: str) -> None:
    story = Story(policy(resolution=4 * HOUR, pauses=pauses)).tell(script)

    assert story.wall(story.clock(Target.RESOLUTION).due_at) == due


def test_a_stopped_clock_says_what_stops_it_and_is_due_never() -> None:
    story = Story(policy(resolution=4 * HOUR, pauses=BOTH)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 10:00 answered"""
    )
    assert (story.clock(Target.RESOLUTION).paused, story.clock(Target.RESOLUTION).due_at) == (Pause.CUSTOMER, None)

    story.tell("2026-11-23 11:00 on hold")
    assert (story.clock(Target.RESOLUTION).paused, story.clock(Target.RESOLUTION).spent) == (Pause.ON_HOLD, HOUR)


def test_nothing_is_breached_while_it_is_stopped() -> None:
    story = Story(policy(resolution=4 * HOUR, critical=HOUR, pauses=ON_HOLD)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 12:00 on hold
           2026-11-24 12:00 priority rises"""
    )
    assert story.clock(Target.RESOLUTION).breached_at is None

    story.tell("2026-11-24 20:00 resumed")
    assert story.wall(story.clock(Target.RESOLUTION).due_at) == "2026-11-25 09:00"

    story.tell("2026-11-25 09:00 look")
    assert story.wall(story.clock(Target.RESOLUTION).breached_at) == "2026-11-25 09:00"


# -- changes in the middle -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "due", "breached"),
    [
        pytest.param("2026-11-23 09:30 priority rises", "2026-11-23 10:00", "never", id="half of the shorter is left"),
        pytest.param("2026-11-23 11:00 priority rises", "2026-11-23 11:00", "2026-11-23 11:00", id="late from now on"),
        pytest.param("2026-11-23 20:00 priority rises", "2026-11-24 09:00", "2026-11-23 13:00", id="late already"),
        pytest.param(
            """2026-11-23 09:30 priority rises
               2026-11-23 09:45 priority falls""",
            "2026-11-23 13:00",
            "never",
            id="there and back again",
        ),
        pytest.param(
            """2026-11-23 09:30 priority rises
               2026-11-23 10:30 priority falls""",
            "2026-11-23 13:00",
            "2026-11-23 10:00",
            id="a breach stays when there is time again",
        ),
        pytest.param(
            """2026-11-23 09:30 priority rises
               2026-11-23 10:00 priority falls""",
            "2026-11-23 13:00",
            "never",
            id="a change just when it is due is in time",
        ),
    ],
)
def test_a_priority_that_changes_in_the_middle(script: str, due: str, breached: str) -> None:
    promise = policy(resolution=4 * HOUR, critical=HOUR)
    story = Story(promise).tell("2026-11-23 09:00 handed over").tell(script)
    clock = story.clock(Target.RESOLUTION)

    assert (story.wall(clock.due_at), story.wall(clock.breached_at)) == (due, breached)


@pytest.mark.parametrize(
    ("before", "after", "due"),
    [
        pytest.param(BUSINESS_4H, policy(resolution=6 * HOUR), "2026-11-24 11:00", id="more time"),
        pytest.param(BUSINESS_4H, policy(resolution=2 * HOUR), "2026-11-23 16:00", id="less time"),
        pytest.param(
            BUSINESS_4H, policy(resolution=4 * HOUR, id="vip"), "2026-11-23 18:00", id="another, as much time"
        ),
        pytest.param(
            policy(resolution=8 * HOUR),
            policy(resolution=8 * HOUR, time=Time.CALENDAR),
            "2026-11-23 22:00",
            id="from business to calendar time",
        ),
        pytest.param(
            policy(resolution=8 * HOUR, time=Time.CALENDAR),
            policy(resolution=8 * HOUR),
            "2026-11-24 13:00",
            id="from calendar to business time",
        ),
    ],
)
def test_a_policy_that_changes_in_the_middle_goes_on_with_what_is_spent(
    before: SlaPolicy, after: SlaPolicy, due: str
) -> None:
    story = Story(before).tell("2026-11-23 14:00 handed over")
    story.tell("2026-11-23 15:00 look")
    story.policy = after
    story.tell("2026-11-23 15:00 look")

    assert story.wall(story.clock(Target.RESOLUTION).due_at) == due
    assert story.clock(Target.RESOLUTION).policy == after.id


def test_the_time_in_the_hours_of_another_line_stays_spent() -> None:
    story = Story(policy(resolution=4 * HOUR), dict(TWO_LINES)).tell(
        """2026-11-23 12:00 handed over
           2026-11-23 13:30 moved to payments"""
    )
    clock = story.clock(Target.RESOLUTION)

    assert clock.spent == 90 * MINUTE
    assert story.wall(clock.due_at) == "2026-11-23 17:30"  # New York opens at 15:00 in Warsaw


def test_in_a_line_that_is_closed_nothing_is_spent_until_it_opens() -> None:
    story = Story(policy(resolution=4 * HOUR), {PAYMENTS: TWO_LINES[PAYMENTS], DELIVERY: TWO_LINES[DELIVERY]}).tell(
        """2026-11-23 16:00 handed over
           2026-11-23 17:00 moved to delivery"""
    )

    assert story.wall(story.clock(Target.RESOLUTION).due_at) == "2026-11-24 06:00"  # noon in Warsaw


def test_a_holiday_that_is_entered_late_counts_from_when_the_clock_was_set_going() -> None:
    story = Story(BUSINESS_4H).tell("2026-11-23 17:00 handed over")
    story.hours[DELIVERY] = nine_to_six("Europe/Warsaw", holidays=frozenset({date(2026, 11, 24)}))
    story.tell("2026-11-24 11:00 look")

    assert story.wall(story.clock(Target.RESOLUTION).due_at) == "2026-11-25 12:00"


def test_a_breach_stays_though_the_hours_are_changed_later() -> None:
    story = Story(BUSINESS_4H).tell("2026-11-23 17:00 handed over")
    story.hours[DELIVERY] = nine_to_six("Europe/Warsaw", holidays=frozenset({date(2026, 11, 24)}))
    story.tell("2026-11-24 13:00 look")

    assert story.wall(story.clock(Target.RESOLUTION).breached_at) == "2026-11-24 12:00"


def test_a_policy_that_no_longer_applies_drops_what_is_not_met() -> None:
    story = Story(policy(first_response=HOUR, resolution=4 * HOUR)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 09:30 answered"""
    )
    story.policy = None
    story.tell("2026-11-23 10:00 look")

    assert [clock.target for clock in story.clocks] == [Target.FIRST_RESPONSE]


def test_a_policy_that_comes_late_counts_from_the_handoff_but_not_the_hold_it_finds() -> None:
    story = Story(None).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 11:00 on hold"""
    )
    story.policy = policy(resolution=4 * HOUR, pauses=ON_HOLD)
    story.tell("2026-11-23 12:00 look")
    assert story.clock(Target.RESOLUTION).spent == 2 * HOUR

    story.tell("2026-11-23 13:00 resumed")
    assert story.wall(story.clock(Target.RESOLUTION).due_at) == "2026-11-23 15:00"


# -- each target -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answered", "breached"),
    [
        pytest.param("2026-11-23 09:59", "never", id="in time"),
        pytest.param("2026-11-23 10:00", "never", id="just when it is due"),
        pytest.param("2026-11-23 10:01", "2026-11-23 10:00", id="late, and nobody had looked"),
    ],
)
def test_a_first_answer_meets_the_first_response(answered: str, breached: str) -> None:
    story = Story(policy(first_response=HOUR)).tell(
        f"""2026-11-23 09:00 handed over
            2026-11-23 09:30 taken
            {answered} answered
            2026-11-23 16:00 look"""
    )
    clock = story.clock(Target.FIRST_RESPONSE)

    assert (story.wall(clock.met_at), story.wall(clock.breached_at)) == (answered, breached)
    assert clock.met_at is not None
    assert clock.spent == clock.met_at - clock.started_at


def test_it_is_breached_just_when_it_is_due_if_it_is_not_met_then() -> None:
    story = Story(policy(first_response=HOUR)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 10:00 look"""
    )

    assert story.wall(story.clock(Target.FIRST_RESPONSE).breached_at) == "2026-11-23 10:00"


def test_the_next_response_is_owed_from_the_first_words_after_an_answer() -> None:
    story = Story(policy(first_response=HOUR, next_response=30 * MINUTE)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 09:10 customer writes"""
    )
    assert [clock.target for clock in story.clocks] == [Target.FIRST_RESPONSE]

    story.tell(
        """2026-11-23 09:20 answered
           2026-11-23 09:50 customer writes
           2026-11-23 10:00 customer writes"""
    )
    assert story.wall(story.clock(Target.NEXT_RESPONSE).due_at) == "2026-11-23 10:20"


def test_of_many_answers_only_the_latest_is_kept_and_whether_one_was_late() -> None:
    story = Story(policy(next_response=30 * MINUTE)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 09:10 answered
           2026-11-23 09:20 customer writes
           2026-11-23 10:00 answered
           2026-11-23 10:10 customer writes
           2026-11-23 10:20 answered
           2026-11-23 10:30 customer writes
           2026-11-23 10:50 answered"""
    )
    (kept,) = story.clocks

    assert (story.wall(kept.met_at), kept.spent) == ("2026-11-23 10:50", 20 * MINUTE)
    assert (kept.breached_at, kept.breached_before) == (None, True)


def test_a_close_meets_the_resolution_and_ends_what_is_owed() -> None:
    story = Story(policy(first_response=HOUR, resolution=4 * HOUR, status={Status.WAITING: HOUR})).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 14:00 closed"""
    )

    assert {story.wall(clock.met_at) for clock in story.clocks} == {"2026-11-23 14:00"}
    assert [story.wall(clock.breached_at) for clock in story.clocks] == [
        "2026-11-23 13:00", "2026-11-23 10:00", "2026-11-23 10:00",
    ]  # fmt: skip


def test_a_reopened_session_owes_the_answer_that_it_was_closed_without() -> None:
    story = Story(policy(first_response=2 * HOUR)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 10:30 closed
           2026-11-25 11:00 reopened"""
    )
    clock = story.clock(Target.FIRST_RESPONSE)

    assert (clock.met_at, clock.spent, story.wall(clock.due_at)) == (None, 90 * MINUTE, "2026-11-25 11:30")


def test_a_reopened_session_remembers_its_breach_and_what_was_done_about_it() -> None:
    story = Story(policy(resolution=HOUR)).tell("2026-11-23 09:00 handed over")
    story.wake(story.moment("2026-11-23 12:00"))
    story.tell(
        """2026-11-23 12:00 closed
           2026-11-23 13:00 reopened"""
    )
    clock = story.clock(Target.RESOLUTION)

    assert (story.wall(clock.breached_at), clock.done, clock.met_at) == ("2026-11-23 10:00", ("breach",), None)


def test_with_the_bot_nothing_is_promised_and_nobody_owes_a_second_first_response() -> None:
    story = Story(policy(first_response=HOUR, next_response=HOUR, resolution=4 * HOUR)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:00 taken
           2026-11-23 09:30 answered
           2026-11-23 09:40 given back"""
    )
    assert [(clock.target, clock.met_at is not None) for clock in story.clocks] == [(Target.FIRST_RESPONSE, True)]

    story.tell(
        """2026-11-23 14:00 customer writes
           2026-11-23 15:00 handed over"""
    )
    unmet = {clock.target: story.wall(clock.due_at) for clock in story.clocks if clock.met_at is None}
    assert unmet == {Target.NEXT_RESPONSE: "2026-11-23 16:00", Target.RESOLUTION: "2026-11-24 10:00"}


def test_a_first_response_that_the_bot_took_over_is_promised_anew() -> None:
    story = Story(policy(first_response=HOUR)).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:30 given back"""
    )
    assert story.clocks == ()

    story.tell("2026-11-23 12:00 handed over")
    assert story.wall(story.clock(Target.FIRST_RESPONSE).due_at) == "2026-11-23 13:00"


TIME_IN_STATUS = policy(
    status={Status.WAITING: HOUR, Status.WITH_OPERATOR: 2 * HOUR, Status.ON_HOLD: 9 * HOUR}, time=Time.BUSINESS
)


def test_time_in_a_status_is_counted_from_entering_to_leaving_it() -> None:
    story = Story(TIME_IN_STATUS).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:40 taken
           2026-11-23 10:00 on hold"""
    )

    assert {(clock.status, clock.spent, clock.met_at is None) for clock in story.clocks} == {
        (Status.WAITING, 40 * MINUTE, False),
        (Status.WITH_OPERATOR, 20 * MINUTE, False),
        (Status.ON_HOLD, 0 * MINUTE, True),
    }


def test_a_hold_interrupts_the_time_with_an_operator_and_another_wait_begins_anew() -> None:
    story = Story(TIME_IN_STATUS).tell(
        """2026-11-23 09:00 handed over
           2026-11-23 09:40 taken
           2026-11-23 09:50 passed on
           2026-11-23 10:00 on hold
           2026-11-23 14:00 resumed"""
    )
    assert story.wall(story.clock(Target.IN_STATUS, Status.WITH_OPERATOR).due_at) == "2026-11-23 15:40"
    assert story.clock(Target.IN_STATUS, Status.ON_HOLD).spent == 4 * HOUR

    story.tell("2026-11-23 15:00 moved to delivery")
    assert story.wall(story.clock(Target.IN_STATUS, Status.WAITING).due_at) == "2026-11-23 16:00"


def test_before_a_handoff_and_after_a_close_without_one_there_is_nothing_to_count() -> None:
    story = Story(policy(first_response=HOUR, resolution=HOUR)).tell(
        """2026-11-23 09:00 customer writes
           2026-11-23 09:30 closed"""
    )

    assert story.clocks == ()


def test_lines_that_nobody_knows_any_more_count_as_the_present_one() -> None:
    story = Story(policy(resolution=4 * HOUR), dict(TWO_LINES)).tell("2026-11-23 12:00 handed over")
    story.hours[LineId("gone")] = story.hours.pop(DELIVERY)
    story.tell("2026-11-23 10:30 moved to payments")  # in New York

    assert story.clock(Target.RESOLUTION).spent == 90 * MINUTE
