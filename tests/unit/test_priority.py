"""How urgent a session is: points from a table, for having waited, a floor, and a person's word."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.book import LEVELS
from handoff.facts import Facts
from handoff.ids import LevelId, OperatorId
from handoff.priority import (
    WAITING,
    Override,
    Part,
    Patience,
    Points,
    Priority,
    PriorityScheme,
    level_of,
    next_change,
    raised,
    rate,
)
from handoff.routing.conditions import All, Between, Is
from tests.parts import NOW
from tests.strategies import LEVEL_IDS, facts, overrides, schemes, spans

LOW, NORMAL, HIGH, CRITICAL, GONE = (LevelId(name) for name in ("low", "normal", "high", "critical", "gone"))
MINUTE = timedelta(minutes=1)
SCHEME = PriorityScheme(
    levels=LEVELS,
    table=(
        Points(id="outage", when=Is(fact="topic", values=("outage",)), points=30),
        Points(id="premium", when=Is(fact="customer_tier", values=("premium",)), points=15),
        Points(id="angry", when=Between(fact="sentiment", below=-0.5), points=10),
        Points(id="newsletter", when=Is(fact="topic", values=("newsletter",)), points=-10),
    ),
    waiting=(Patience(after=10 * MINUTE, points=5), Patience(after=30 * MINUTE, points=25)),
)
WORD = Override(level=CRITICAL, by=OperatorId("siobhan"), reason="The press is calling.", at=NOW)


def about(topic: str = "delivery", *, tier: str | None = None, sentiment: float = 0) -> Facts:
    words = {"topic": (topic,)} | ({"customer_tier": (tier,)} if tier else {})
    return Facts(at=NOW, words=words, numbers={"sentiment": sentiment})


@pytest.mark.parametrize(
    ("story", "facts", "waited", "expected"),
    [
        ("nothing counts", about(), None, (NORMAL, 0)),
        ("severity", about("outage"), None, (HIGH, 30)),
        ("importance alone is not enough", about(tier="premium"), None, (NORMAL, 15)),
        ("importance and mood", about(tier="premium", sentiment=-0.9), None, (HIGH, 25)),
        ("all together", about("outage", tier="premium"), None, (CRITICAL, 45)),
        ("just enough", about("outage", sentiment=-0.9), None, (CRITICAL, 40)),
        ("less than nothing", about("newsletter"), None, (LOW, -10)),
        ("has not waited long enough", about(), 9 * MINUTE, (NORMAL, 0)),
        ("has waited", about(tier="premium"), 10 * MINUTE, (HIGH, 20)),
        ("of waiting only the longest counts", about(tier="premium"), 31 * MINUTE, (CRITICAL, 40)),
        ("is in no queue", about(tier="premium"), None, (NORMAL, 15)),
    ],
)
def test_points_make_a_level(story: str, facts: Facts, waited: timedelta | None, expected: tuple[LevelId, int]) -> None:
    rated = rate(facts, SCHEME, waited=waited)

    assert (rated.level, rated.points) == expected
    assert SCHEME.levels[rated.rank].id == rated.level


def test_each_row_says_what_it_gave() -> None:
    rated = rate(about("outage", tier="premium"), SCHEME, version=7, waited=12 * MINUTE)

    assert rated.parts == (
        Part(row="outage", points=30),
        Part(row="premium", points=15),
        Part(row=WAITING, points=5),
    )
    assert rated.version == 7


@pytest.mark.parametrize(
    ("story", "facts", "least", "override", "expected"),
    [
        ("a floor lifts", about(), HIGH, None, HIGH),
        ("a floor does not press down", about("outage", tier="premium"), HIGH, None, CRITICAL),
        ("a floor that is gone says nothing", about("outage"), GONE, None, HIGH),
        ("a person's word lifts", about(), None, WORD, CRITICAL),
        ("a person's word presses down", about("outage"), None, replace(WORD, level=LOW), LOW),
        ("a person is above a floor", about(), HIGH, replace(WORD, level=LOW), LOW),
        ("a level that is gone says nothing", about("outage"), None, replace(WORD, level=GONE), HIGH),
        ("and the floor still counts", about(), HIGH, replace(WORD, level=GONE), HIGH),
    ],
)
def test_a_floor_and_a_word(
    story: str, facts: Facts, least: LevelId | None, override: Override | None, expected: LevelId
) -> None:
    rated = rate(facts, SCHEME, least=least, override=override)

    assert (rated.level, rated.least, rated.override) == (expected, least, override)


@pytest.mark.parametrize(
    ("waited", "expected"),
    [(0, 10), (9, 1), (10, 20), (29, 1), (30, None), (500, None)],
)
def test_how_long_until_waiting_counts_for_more(waited: int, expected: int | None) -> None:
    assert next_change(SCHEME, waited * MINUTE) == (expected and expected * MINUTE)


def test_a_wait_that_counts_for_the_same_is_no_change() -> None:
    scheme = replace(SCHEME, waiting=(*SCHEME.waiting, Patience(after=20 * MINUTE, points=5)))

    assert next_change(scheme, 12 * MINUTE) == 18 * MINUTE


def test_the_longest_wait_counts_even_where_it_gives_less() -> None:
    scheme = replace(SCHEME, waiting=(Patience(after=60 * MINUTE, points=-5), Patience(after=MINUTE, points=20)))

    assert [rate(about(), scheme, waited=waited * MINUTE).points for waited in (0, 1, 59, 60)] == [0, 20, 20, -5]


@pytest.mark.parametrize(
    ("priority", "expected"),
    [
        (Priority(level=LOW, rank=0), NORMAL),
        (Priority(level=HIGH, rank=2), CRITICAL),
        (Priority(level=CRITICAL, rank=3), CRITICAL),
        (Priority(level=GONE, rank=1), HIGH),
        (Priority(level=GONE, rank=9), CRITICAL),
        (Priority(level=NORMAL, rank=0), HIGH),
    ],
    ids=[
        "up",
        "up again",
        "the top stays",
        "a level that is gone: from its place",
        "beyond the top",
        "by name, not place",
    ],
)
def test_one_level_up(priority: Priority, expected: LevelId) -> None:
    assert raised(priority, SCHEME) == expected


def test_a_level_that_is_gone_is_shown_as_the_one_in_its_place() -> None:
    assert level_of(Priority(level=HIGH, rank=0), SCHEME).id == HIGH
    assert level_of(Priority(level=GONE, rank=2), SCHEME).id == HIGH
    assert level_of(Priority(level=GONE, rank=9), SCHEME).id == CRITICAL


def test_one_level_is_enough() -> None:
    alone = PriorityScheme(levels=LEVELS[3:])
    rated = rate(about("newsletter"), alone)

    assert (rated.level, rated.rank) == (CRITICAL, 0)
    assert raised(rated, alone) == CRITICAL


@given(facts, schemes(), st.integers(0, 30), spans)
def test_more_points_are_never_less_urgent(
    facts: Facts, scheme: PriorityScheme, points: int, waited: timedelta
) -> None:
    bonus = Points(id="bonus", when=All(), points=points)
    more = replace(scheme, table=(*scheme.table, bonus))

    assert rate(facts, more, waited=waited).rank >= rate(facts, scheme, waited=waited).rank
    assert rate(facts, more).points == rate(facts, scheme).points + points


@given(facts, schemes(), spans, spans)
def test_waiting_longer_is_never_less_urgent_where_the_table_says_so(
    facts: Facts, scheme: PriorityScheme, waited: timedelta, longer: timedelta
) -> None:
    patient = sorted({row.after for row in scheme.waiting})
    growing = replace(
        scheme, waiting=tuple(Patience(after=after, points=5 * n) for n, after in enumerate(patient, start=1))
    )  # fmt: skip

    assert rate(facts, growing, waited=waited + longer).rank >= rate(facts, growing, waited=waited).rank


@given(facts, schemes(), spans)
def test_nothing_changes_by_waiting_before_the_next_change_and_something_does_then(
    facts: Facts, scheme: PriorityScheme, waited: timedelta
) -> None:
    change = next_change(scheme, waited)
    before = waited + (change - timedelta.resolution if change else timedelta(days=400))

    assert rate(facts, scheme, waited=before) == rate(facts, scheme, waited=waited)
    if change is not None:
        assert rate(facts, scheme, waited=waited + change).parts != rate(facts, scheme, waited=waited).parts


@given(facts, schemes(), st.none() | spans, st.sampled_from(LEVEL_IDS), overrides)
def test_a_person_has_the_last_word_and_a_floor_holds(
    facts: Facts, scheme: PriorityScheme, waited: timedelta | None, least: LevelId, override: Override
) -> None:
    plain = rate(facts, scheme, waited=waited)
    lifted = rate(facts, scheme, waited=waited, least=least)
    decided = rate(facts, scheme, waited=waited, least=least, override=override)

    assert lifted.rank == max(plain.rank, LEVEL_IDS.index(least))
    assert decided.level == (override.level if override.level in LEVEL_IDS else lifted.level)
    assert plain.points == lifted.points == decided.points == sum(part.points for part in decided.parts)
