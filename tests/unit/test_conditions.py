"""When a condition holds, how that is explained, and which conditions an editor refuses."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from pydantic import TypeAdapter

from handoff.facts import Facts
from handoff.hours import BusinessHours, Interval
from handoff.routing.conditions import All, Between, Condition, Dates, During, Either, Is, Not, Says, holds, problems
from handoff.routing.trace import Trace, explain
from tests.strategies import conditions, facts

MONDAY_10 = datetime(2026, 11, 23, 10, tzinfo=UTC)
OFFICE = BusinessHours(zone="Europe/Warsaw", week={0: (Interval(opens=time(9), closes=time(17)),)})
ADA = Facts(
    at=MONDAY_10,
    words={"channel": ("telegram",), "customer_group": ("Acme", "employees"), "attribute.plan": ("Gold",)},
    numbers={"sentiment": -0.5, "reopenings": 0.0},
    text="Где мой ВОЗВРАТ?! Żółta łódź; Η ΖΗΜΙΆ μου. I can’t log-in, вообще всё",
)
YES, NO = All(), Either()


@pytest.mark.parametrize(
    ("story", "condition", "expected"),
    [
        ("a word", Is(fact="channel", values=("telegram",)), True),
        ("another word", Is(fact="channel", values=("viber",)), False),
        ("one of several values", Is(fact="channel", values=("viber", "telegram")), True),
        ("one of the fact's words", Is(fact="customer_group", values=("employees",)), True),
        ("whatever the case", Is(fact="customer_group", values=("ACME",)), True),
        ("the start of a word is not the word", Is(fact="channel", values=("tele",)), False),
        ("any word", Is(fact="channel", values=("*",)), True),
        ("any word of an unknown fact", Is(fact="region", values=("*",)), False),
        ("no value", Is(fact="channel", values=()), False),
        ("an attribute", Is(fact="attribute.plan", values=("gold",)), True),
        ("within a range", Between(fact="sentiment", least=-1, below=0), True),
        ("the lower bound belongs to it", Between(fact="sentiment", least=-0.5), True),
        ("the upper bound does not", Between(fact="sentiment", below=-0.5), False),
        ("zero is a number", Between(fact="reopenings", below=1), True),
        ("an unknown number is in no range", Between(fact="earlier_sessions", below=100), False),
        ("during the hours there", During(hours=OFFICE), True),
        ("after them", During(hours=BusinessHours(week={6: OFFICE.week[0]})), False),
        ("on the day of the facts", Dates(first=ADA.at.date(), last=ADA.at.date()), True),
        ("from the next day on", Dates(first=ADA.at.date() + timedelta(days=1)), False),
        ("up to the day before", Dates(last=ADA.at.date() - timedelta(days=1)), False),
        (
            "where it is tomorrow already",
            Dates(first=ADA.at.date() + timedelta(days=1), zone="Pacific/Kiritimati"),
            True,
        ),
        ("all of none", All(), True),
        ("any of none", Either(), False),
        ("all", All(of=(YES, YES)), True),
        ("not all", All(of=(YES, NO)), False),
        ("any", Either(of=(NO, YES)), True),
        ("not any", Either(of=(NO, NO)), False),
        ("not", Not(of=NO), True),
        ("not not", Not(of=Not(of=NO)), False),
    ],
)
def test_when_a_condition_holds(story: str, condition: Condition, expected: bool) -> None:
    assert holds(condition, ADA) is expected


@pytest.mark.parametrize(
    ("story", "phrase", "expected"),
    [
        ("a word in another case", "возврат", True),
        ("with a mark that the text has not", "вообщё", True),
        ("ё is е", "все", True),
        ("not a part of a word", "врат", False),
        ("not the beginning of one", "возвра", False),
        ("the beginning, with a star", "возвр*", True),
        ("the whole word, with a star", "возврат*", True),
        ("a star in the middle of a phrase", "мо* возврат", True),
        ("a phrase", "мой возврат", True),
        ("words of a phrase in another order", "возврат мой", False),
        ("words that don't follow each other", "где возврат", False),
        ("Polish letters as one types them in a hurry", "zolta lodz", True),
        ("Polish letters where the text has them", "żółta", True),
        ("Greek without the tonos", "ζημια", True),
        ("Greek in capitals, with it", "ΖΗΜΊΑ", True),
        ("another apostrophe", "can't", True),
        ("a hyphen is a space", "log in", True),
        ("a hyphen that the text has not", "can't-log in", True),
        ("a star alone is nothing", "*", False),
        ("signs alone are nothing", "?!", False),
        ("what a pattern would mean is not meant", "в.+", False),
    ],
)
def test_what_the_customer_says(story: str, phrase: str, expected: bool) -> None:
    assert holds(Says(words=("нет такого", phrase)), ADA) is expected


def test_nothing_is_said_in_an_empty_text() -> None:
    assert not holds(Says(words=("refund*",)), Facts(at=MONDAY_10))


def test_an_explanation_shows_what_was_found() -> None:
    condition = All(
        of=(
            Is(fact="customer_group", values=("acme",)),
            Not(of=Between(fact="sentiment", least=0)),
            Says(words=("refund", "ВОЗВРАТ")),
            During(hours=OFFICE),
            Is(fact="region", values=("north",)),
        )
    )
    whole = explain(condition, ADA)

    assert not whole.holds
    assert [part.holds for part in whole.parts] == [True, True, True, True, False]
    assert [part.found for part in whole.parts] == [
        ("Acme", "employees"),
        (),
        ("ВОЗВРАТ",),
        ("2026-11-23T11:00+01:00",),
        (),
    ]
    assert whole.parts[1].parts[0].found == ("-0.5",)


@given(conditions, facts)
def test_an_explanation_agrees_with_the_condition_in_every_part(condition: Condition, facts: Facts) -> None:
    def check(trace: Trace) -> None:
        assert trace.holds == holds(trace.condition, facts)
        match trace.condition:
            case All():
                assert trace.holds == all(part.holds for part in trace.parts)
            case Either():
                assert trace.holds == any(part.holds for part in trace.parts)
            case Not():
                assert trace.holds != trace.parts[0].holds
            case _:
                assert trace.parts == ()
        for part in trace.parts:
            check(part)

    check(explain(condition, facts))


@given(conditions, conditions, facts)
def test_all_any_and_not_are_those_of_logic(one: Condition, other: Condition, facts: Facts) -> None:
    both, either = All(of=(one, other)), Either(of=(one, other))

    assert holds(Not(of=both), facts) == holds(Either(of=(Not(of=one), Not(of=other))), facts)
    assert holds(Not(of=either), facts) == holds(All(of=(Not(of=one), Not(of=other))), facts)
    assert holds(both, facts) == holds(All(of=(other, one)), facts)


@given(conditions, facts)
def test_a_condition_means_the_same_after_it_was_stored(condition: Condition, facts: Facts) -> None:
    stored: TypeAdapter[Condition] = TypeAdapter(Condition)
    restored = stored.validate_json(stored.dump_json(condition))

    assert restored == condition
    assert holds(restored, facts) == holds(condition, facts)


def nested(levels: int) -> Condition:
    return YES if levels == 1 else Not(of=nested(levels - 1))


@pytest.mark.parametrize(
    ("story", "condition", "paths"),
    [
        ("all is well", All(of=(Is(fact="attribute.plan", values=("gold",)), During(hours=OFFICE))), []),
        ("no such fact", Is(fact="shoe_size", values=("42",)), [("fact",)]),
        ("an attribute without a name", Is(fact="attribute.", values=("x",)), [("fact",)]),
        ("a number is no word", Is(fact="sentiment", values=("bad",)), [("fact",)]),
        ("a word is no number", Between(fact="channel", least=1), [("fact",)]),
        ("no value", Is(fact="channel", values=()), [("values",)]),
        ("an empty value", Is(fact="channel", values=("viber", " ")), [("values",)]),
        ("no day", Dates(), [("first",)]),
        ("the last day first", Dates(first=date(2026, 11, 23), last=date(2026, 11, 22)), [("last",)]),
        ("no such zone", Dates(first=date(2026, 11, 23), zone="Moon/Sea"), [("zone",)]),
        ("no bound", Between(fact="sentiment"), [("least",)]),
        ("nothing between the bounds", Between(fact="sentiment", least=1, below=1), [("below",)]),
        ("no word", Says(words=()), [("words",)]),
        ("a phrase without a word", Says(words=("refund", "*")), [("words",)]),
        ("two in one leaf", Is(fact="shoe_size", values=()), [("fact",), ("values",)]),
        ("where it is", All(of=(YES, Not(of=Either(of=(Says(words=()),))))), [("of", 1, "of", "of", 0, "words")]),
        ("just deep enough", nested(8), []),
        ("too deep", nested(9), [("of",) * 8]),
        ("nothing is looked at below that", nested(400), [("of",) * 8]),
    ],
)
def test_what_an_editor_refuses(story: str, condition: Condition, paths: list[tuple[str | int, ...]]) -> None:
    found = problems(condition)

    assert [problem.path for problem in found] == paths
    assert all(problem.message.endswith(".") for problem in found)


def test_a_fact_may_be_barred_where_it_would_run_in_circles() -> None:
    assert [problem.path for problem in problems(Is(fact="priority", values=("high",)), barred={"priority"})] == [
        ("fact",)
    ]
