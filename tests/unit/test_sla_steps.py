"""What is done as a limit runs out, and what the screens show of it."""

from datetime import timedelta

import pytest

from handoff.sla.light import Color, Stop, light, most_urgent
from handoff.sla.policy import Pause, SlaPolicy, Status, Step, Target, Time
from handoff.sla.steps import BREACH, due, next_moment
from tests.sla_story import DAY, HOUR, MINUTE, Story, policy

WARN = Step(id="warn", percent=75)
ESCALATE = Step(id="escalate", percent=100)
AGAIN = Step(id="again", percent=150)
STEPS = (AGAIN, WARN, ESCALATE)
BOTH = frozenset(Pause)


def told(promise: SlaPolicy, script: str, until: str) -> list[str]:
    """The steps that a scheduler which wakes in time takes in a story."""
    story = Story(promise)
    for move in filter(None, (line.strip() for line in script.splitlines())):
        story.wake(story.moment(move[:16]))
        story.tell(move)
        story.take()
    story.wake(story.moment(until))
    return [f"{story.wall(at)[8:]} {step}" for at, _, step in story.log]


@pytest.mark.parametrize(
    ("promise", "script", "steps"),
    [
        pytest.param(
            policy(resolution=4 * HOUR, steps=STEPS),
            "2026-11-23 09:00 handed over",
            ["23 12:00 warn", "23 13:00 escalate", "23 15:00 again"],
            id="each once, in the order of time",
        ),
        pytest.param(
            policy(resolution=4 * HOUR, steps=STEPS),
            "2026-11-23 16:00 handed over",
            ["24 10:00 warn", "24 11:00 escalate", "24 13:00 again"],
            id="in business time, over the night",
        ),
        pytest.param(
            policy(resolution=4 * HOUR, steps=(WARN,)),
            "2026-11-23 09:00 handed over",
            ["23 12:00 warn", "23 13:00 breach"],
            id="a breach is told without a step for it",
        ),
        pytest.param(
            policy(first_response=2 * HOUR, resolution=4 * HOUR, steps=(WARN, Step(
                id="call", percent=100, targets=frozenset({Target.FIRST_RESPONSE})
            ))),
            "2026-11-23 09:00 handed over",
            ["23 10:30 warn", "23 11:00 call", "23 12:00 warn", "23 13:00 breach"],
            id="a step for one target only",
        ),
        pytest.param(
            policy(first_response=2 * HOUR, steps=STEPS),
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 10:45 answered""",
            ["23 10:30 warn"],
            id="who is answered needs no more",
        ),
        pytest.param(
            policy(resolution=4 * HOUR, steps=STEPS, pauses=BOTH),
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 11:00 on hold
               2026-11-24 10:00 resumed""",
            ["24 11:00 warn", "24 12:00 escalate", "24 14:00 again"],
            id="a hold puts them off",
        ),
        pytest.param(
            policy(resolution=4 * HOUR, critical=HOUR, steps=STEPS),
            """2026-11-23 09:00 handed over
               2026-11-23 11:00 priority rises""",
            ["23 11:00 warn", "23 11:00 escalate", "23 11:00 again"],
            id="a limit cut short: all that has passed, in order",
        ),
        pytest.param(
            policy(next_response=HOUR, steps=(WARN,)),
            """2026-11-23 09:00 handed over
               2026-11-23 09:00 taken
               2026-11-23 09:10 answered
               2026-11-23 10:00 customer writes
               2026-11-23 10:50 answered
               2026-11-23 11:00 customer writes
               2026-11-23 11:50 answered""",
            ["23 10:45 warn", "23 11:45 warn"],
            id="every answer that is owed is warned of",
        ),
        pytest.param(
            policy(resolution=4 * HOUR, steps=(ESCALATE, AGAIN)),
            """2026-11-23 09:00 handed over
               2026-11-23 14:00 closed
               2026-11-24 09:00 reopened""",
            ["23 13:00 escalate", "24 10:00 again"],
            id="reopened: what was done is not done again, what is left is",
        ),
        pytest.param(
            policy(status={Status.WAITING: HOUR}, time=Time.CALENDAR),
            "2026-11-21 23:30 handed over",
            ["22 00:30 breach"],
            id="time in a status, at night",
        ),
    ],
)  # fmt: skip
def test_steps_are_taken(promise: SlaPolicy, script: str, steps: list[str]) -> None:
    assert told(promise, script, until="2026-11-27 09:00") == steps


def breached_and(script: str) -> Story:
    """A breach at 13:00 that nobody woke up to before the next thing happened, at half past."""
    return Story(policy(resolution=4 * HOUR, steps=STEPS, pauses=BOTH)).tell(
        f"""2026-11-23 09:00 handed over
            2026-11-23 09:00 taken
            2026-11-23 13:30 {script}"""
    )


def test_a_breach_that_was_slept_through_is_acted_on_though_the_clock_is_stopped_by_now() -> None:
    story = breached_and("on hold")
    story.take()

    assert [step for _, _, step in story.log] == ["escalate"]
    assert story.policy is not None
    assert next_moment(story.clocks, story.policy, story.line_hours, story.now) is None


def test_a_breach_that_was_slept_through_is_only_told_when_there_is_nothing_left_to_hurry() -> None:
    story = breached_and("closed")
    story.take()
    story.take()

    assert [step for _, _, step in story.log] == [BREACH.id]


def test_a_step_that_waits_to_be_taken_is_due_now_not_in_the_past() -> None:
    story = Story(policy(resolution=4 * HOUR, steps=STEPS)).tell("2026-11-23 09:00 handed over")
    assert story.policy is not None
    story.tell("2026-11-23 12:30 look")

    assert next_moment(story.clocks, story.policy, story.line_hours, story.now) == story.now
    assert [step.id for _, step in due(story.clocks, story.policy, story.line_hours, story.now)] == ["warn"]


def test_a_line_that_never_opens_comes_to_no_moment() -> None:
    story = Story(policy(resolution=4 * HOUR)).tell("2026-11-23 09:00 handed over")
    assert story.policy is not None
    story.hours = {line: type(hours)(week={0: ()}) for line, hours in story.hours.items()}
    story.wind()

    assert next_moment(story.clocks, story.policy, story.line_hours, story.now) is None


# -- the light -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("script", "color", "left", "stopped_by"),
    [
        pytest.param("2026-11-23 09:00 look", Color.GREEN, 4 * HOUR, None, id="fresh"),
        pytest.param("2026-11-23 11:59 look", Color.GREEN, 61 * MINUTE, None, id="before the warning"),
        pytest.param("2026-11-23 12:00 look", Color.AMBER, HOUR, None, id="at the warning"),
        pytest.param("2026-11-23 13:00 look", Color.RED, 0 * HOUR, None, id="due"),
        pytest.param("2026-11-23 14:00 look", Color.RED, -HOUR, None, id="late"),
        pytest.param("2026-11-23 22:00 look", Color.RED, -5 * HOUR, Stop.CLOSED_HOURS, id="late, at night"),
        pytest.param("2026-11-23 12:30 on hold", Color.AMBER, 30 * MINUTE, Stop.ON_HOLD, id="on hold"),
        pytest.param("2026-11-23 11:00 answered", Color.GREEN, 2 * HOUR, Stop.CUSTOMER, id="the customer's turn"),
        pytest.param("2026-11-23 12:30 closed", Color.GREEN, 30 * MINUTE, None, id="closed in time"),
        pytest.param("2026-11-23 13:00 closed", Color.GREEN, 0 * HOUR, None, id="closed just when it was due"),
        pytest.param("2026-11-23 13:30 closed", Color.RED, -30 * MINUTE, None, id="closed late"),
    ],
)
def test_a_light_shows(script: str, color: Color, left: timedelta, stopped_by: Stop | None) -> None:
    story = Story(policy(resolution=4 * HOUR, steps=STEPS, pauses=BOTH)).tell(
        f"""2026-11-23 09:00 handed over
            2026-11-23 09:00 taken
            {script}"""
    )
    shown = light(story.clock(Target.RESOLUTION), story.now, story.line_hours, story.policy)

    assert (shown.color, shown.left, shown.stopped_by) == (color, left, stopped_by)


def test_a_light_says_when_it_will_turn_so_that_a_page_need_not_ask() -> None:
    story = Story(policy(resolution=4 * HOUR, steps=(Step(id="early", percent=50), *STEPS))).tell(
        "2026-11-23 17:00 handed over"
    )
    shown = light(story.clock(Target.RESOLUTION), story.now, story.line_hours, story.policy)

    assert (story.wall(shown.amber_at), story.wall(shown.due_at)) == ("2026-11-24 10:00", "2026-11-24 12:00")


def test_without_a_warning_amber_begins_at_three_quarters() -> None:
    story = Story(policy(resolution=4 * HOUR)).tell("2026-11-23 09:00 handed over")
    shown = light(story.clock(Target.RESOLUTION), story.now, story.line_hours)

    assert story.wall(shown.amber_at) == "2026-11-23 12:00"


def test_calendar_time_is_stopped_by_no_closed_hours() -> None:
    story = Story(policy(resolution=DAY, time=Time.CALENDAR)).tell("2026-11-23 22:00 handed over")

    assert light(story.clock(Target.RESOLUTION), story.now, story.line_hours).stopped_by is None


def test_the_most_urgent_is_due_first_and_running() -> None:
    story = Story(policy(first_response=2 * HOUR, resolution=4 * HOUR, next_response=DAY, pauses=BOTH)).tell(
        "2026-11-23 09:00 handed over"
    )
    assert most_urgent(story.clocks) == story.clock(Target.FIRST_RESPONSE)

    story.tell(
        """2026-11-23 09:00 taken
           2026-11-23 10:00 answered"""
    )
    assert most_urgent(story.clocks) == story.clock(Target.RESOLUTION)

    story.tell("2026-11-23 11:00 closed")
    assert most_urgent(story.clocks) is None
