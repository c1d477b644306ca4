"""What a matrix promises to whom, and what an editor must not save."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from pydantic import TypeAdapter

from handoff.facts import Facts
from handoff.ids import LevelId
from handoff.priority import NORMAL
from handoff.routing.conditions import All, Is, Not
from handoff.sla.policy import (
    Cell,
    Hearer,
    Pause,
    SlaPolicies,
    SlaPolicy,
    Status,
    Step,
    Table,
    Target,
    limit,
    policy_for,
)
from handoff.sla.problems import problems
from tests.sla_story import CRITICAL, DAY, HOUR, MINUTE

HIGH = LevelId("high")
TIER_BY_CHANNEL = Table(
    target=Target.FIRST_RESPONSE,
    axes=("customer_tier", "channel"),
    cells=(
        Cell(row=("*", "*"), limits={"*": 4 * HOUR, CRITICAL: 30 * MINUTE}),
        Cell(row=("*", "telegram"), limits={"*": 2 * HOUR}),
        Cell(row=("premium", "*"), limits={"*": HOUR, CRITICAL: 10 * MINUTE}),
        Cell(row=("premium", "telegram"), limits={CRITICAL: 5 * MINUTE, HIGH: 15 * MINUTE}),
        Cell(row=("trial", "*"), limits={"*": None}),
    ),
)
STATUSES = Table(
    target=Target.IN_STATUS,
    axes=("status",),
    cells=(Cell(row=("waiting",), limits={"*": HOUR}), Cell(row=("on_hold",), limits={"*": 3 * DAY})),
)
STANDARD = SlaPolicy(id="standard", name="Standard", tables=(TIER_BY_CHANNEL, STATUSES))


def facts(**words: str | tuple[str, ...]) -> Facts:
    several = {fact: (word,) if isinstance(word, str) else word for fact, word in words.items()}
    return Facts(at=datetime(2026, 11, 23, 9, tzinfo=UTC), words=several)


@pytest.mark.parametrize(
    ("words", "level", "promised"),
    [
        pytest.param({}, NORMAL, 4 * HOUR, id="nothing known: the row of stars"),
        pytest.param({}, CRITICAL, 30 * MINUTE, id="its own column before the star's"),
        pytest.param({"channel": "telegram"}, NORMAL, 2 * HOUR, id="one star beats two"),
        pytest.param({"channel": "telegram"}, CRITICAL, 2 * HOUR, id="the row counts before the column"),
        pytest.param({"customer_tier": "premium", "channel": "viber"}, NORMAL, HOUR, id="one axis known"),
        pytest.param({"customer_tier": "Premium", "channel": "Telegram"}, HIGH, 15 * MINUTE, id="whatever the case"),
        pytest.param(
            {"customer_tier": "premium", "channel": "telegram"},
            NORMAL,
            2 * HOUR,
            id="a row that says nothing of the level: the next that fits, the earlier among equals",
        ),
        pytest.param({"customer_tier": ("basic", "premium")}, NORMAL, HOUR, id="any word of a fact"),
        pytest.param({"customer_tier": "trial"}, NORMAL, None, id="no promise is an answer, too"),
        pytest.param({"customer_tier": "basic"}, NORMAL, 4 * HOUR, id="a tier that no row names"),
    ],
)
def test_a_matrix_promises(words: dict[str, str | tuple[str, ...]], level: LevelId, promised: timedelta | None) -> None:
    assert limit(STANDARD, Target.FIRST_RESPONSE, facts(**words), level) == promised


def test_time_in_a_status_asks_for_the_status_that_is_meant_not_the_one_of_the_facts() -> None:
    now = facts(status="waiting")

    assert limit(STANDARD, Target.IN_STATUS, now, NORMAL, Status.ON_HOLD) == 3 * DAY
    assert limit(STANDARD, Target.IN_STATUS, now, NORMAL, Status.WITH_OPERATOR) is None


def test_of_several_tables_for_a_target_the_first_that_says_something_counts() -> None:
    def table(word: str, promised: timedelta) -> Table:
        return Table(
            target=Target.RESOLUTION, axes=("topic",), cells=(Cell(row=(word,), limits={"*": promised}),)
        )  # fmt: skip

    policy = SlaPolicy(id="p", name="P", tables=(table("outage", HOUR), table("*", DAY), table("outage", MINUTE)))

    assert limit(policy, Target.RESOLUTION, facts(topic="outage"), NORMAL) == HOUR
    assert limit(policy, Target.RESOLUTION, facts(topic="invoice"), NORMAL) == DAY
    assert limit(policy, Target.NEXT_RESPONSE, facts(topic="outage"), NORMAL) is None


def test_a_table_without_axes_is_one_row_of_levels() -> None:
    table = Table(target=Target.RESOLUTION, axes=(), cells=(Cell(row=(), limits={NORMAL: DAY}),))
    policy = SlaPolicy(id="p", name="P", tables=(table,))

    assert limit(policy, Target.RESOLUTION, facts(), NORMAL) == DAY
    assert limit(policy, Target.RESOLUTION, facts(), CRITICAL) is None


def test_a_row_that_does_not_fit_its_table_fits_nobody() -> None:
    table = Table(target=Target.RESOLUTION, axes=("topic",), cells=(Cell(row=("*", "*"), limits={"*": DAY}),))

    assert limit(SlaPolicy(id="p", name="P", tables=(table,)), Target.RESOLUTION, facts(), NORMAL) is None


def test_the_first_policy_that_holds_is_the_one() -> None:
    staff = SlaPolicy(id="staff", name="Staff", when=Is(fact="customer_group", values=("employees",)))
    paying = SlaPolicy(id="paying", name="Paying", when=Not(of=Is(fact="customer_tier", values=("trial",))))
    policies = SlaPolicies(policies=(staff, paying))

    assert policy_for(facts(customer_group="employees"), policies) is staff
    assert policy_for(facts(customer_tier="premium"), policies) is paying
    assert policy_for(facts(customer_tier="trial"), policies) is None


def test_policies_are_stored_as_json_and_read_back_the_same() -> None:
    steps = (Step(id="warn", percent=75, targets=frozenset({Target.RESOLUTION}), tell=frozenset(Hearer)),)
    policies = SlaPolicies(
        policies=(replace(STANDARD, steps=steps, pauses={Target.RESOLUTION: frozenset({Pause.CUSTOMER})}),)
    )
    stored = TypeAdapter(SlaPolicies)

    assert stored.validate_json(stored.dump_json(policies)) == policies


# -- the editor ------------------------------------------------------------------------------------------------------


def one(table: Table) -> SlaPolicies:
    return SlaPolicies(policies=(SlaPolicy(id="p", name="P", tables=(table,)),))


def cells(*rows: tuple[str, ...], promised: timedelta | None = HOUR, level: LevelId = NORMAL) -> SlaPolicies:
    found = tuple(Cell(row=row, limits={level: promised}) for row in rows)
    return one(Table(target=Target.RESOLUTION, axes=("topic", "channel"), cells=found))


def steps(*found: Step) -> SlaPolicies:
    return SlaPolicies(policies=(SlaPolicy(id="p", name="P", steps=found),))


def axes(*names: str) -> SlaPolicies:
    return one(Table(target=Target.RESOLUTION, axes=names, cells=()))


UNNAMED = SlaPolicies(policies=(SlaPolicy(id="", name=" "),))
NOT_A_FACT = SlaPolicies(policies=(SlaPolicy(id="p", name="P", when=All(of=(Is(fact="mood", values=("x",)),))),))


@pytest.mark.parametrize(
    ("sla", "where"),
    [
        pytest.param(SlaPolicies(), [], id="no policy at all is fine"),
        pytest.param(SlaPolicies(policies=(STANDARD,)), [], id="a good one"),
        pytest.param(axes("attribute.contract", "tag"), [], id="attributes and tags make good axes"),
        pytest.param(axes("mood"), ["policies.0.tables.0.axes.0"], id="an axis that is no fact"),
        pytest.param(axes("topic", "sentiment"), ["policies.0.tables.0.axes.1"], id="a number as an axis"),
        pytest.param(axes("topic", "topic"), ["policies.0.tables.0.axes.1"], id="the same axis twice"),
        pytest.param(cells(("*", "*"), ("outage",)), ["policies.0.tables.0.cells.1.row"], id="a row too short"),
        pytest.param(cells(("outage", " ")), ["policies.0.tables.0.cells.0.row"], id="a row with a hole"),
        pytest.param(cells(("a", "*"), ("A", "*")), ["policies.0.tables.0.cells.1.row"], id="the same row twice"),
        pytest.param(
            cells(("*", "*"), promised=-HOUR), ["policies.0.tables.0.cells.0.limits.normal"], id="a limit below nothing"
        ),
        pytest.param(
            cells(("*", "*"), promised=0 * HOUR), ["policies.0.tables.0.cells.0.limits.normal"], id="no time at all"
        ),
        pytest.param(
            cells(("*", "*"), promised=500 * DAY), ["policies.0.tables.0.cells.0.limits.normal"], id="over a year"
        ),
        pytest.param(
            cells(("*", "*"), level=LevelId("odd")),
            ["policies.0.tables.0.cells.0.limits.odd"],
            id="a level that there is not",
        ),
        pytest.param(cells(("*", "*"), promised=None), [], id="no promise"),
        pytest.param(steps(Step(id="a", percent=1), Step(id="b", percent=1000)), [], id="from 1 to 1000 percent"),
        pytest.param(steps(Step(id="a", percent=0)), ["policies.0.steps.0.percent"], id="at no percent"),
        pytest.param(steps(Step(id="a", percent=1001)), ["policies.0.steps.0.percent"], id="over 1000 percent"),
        pytest.param(steps(Step(id="a", percent=9), Step(id="a", percent=8)), ["policies.0.steps"], id="one id twice"),
        pytest.param(steps(Step(id="breach", percent=9)), ["policies.0.steps.0.id"], id="an id that is taken"),
        pytest.param(
            steps(Step(id="a", percent=9, emails=("boss@example.com", "boss"))),
            ["policies.0.steps.0.emails.1"],
            id="not an address",
        ),
        pytest.param(UNNAMED, ["policies.0.id", "policies.0.name"], id="neither id nor name"),
        pytest.param(SlaPolicies(policies=(STANDARD, STANDARD)), ["policies"], id="one policy twice"),
        pytest.param(NOT_A_FACT, ["policies.0.when.of.0.fact"], id="a condition on no fact"),
    ],
)
def test_what_must_not_be_saved_and_where_it_stands(sla: SlaPolicies, where: list[str]) -> None:
    found = problems(sla, {NORMAL, HIGH, CRITICAL})

    assert [".".join(str(part) for part in problem.path) for problem in found] == where
    assert all(problem.message.endswith(".") for problem in found)
