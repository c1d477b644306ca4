"""Who gets a session: who can't, who comes first among those who can, and why it was them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.ids import OperatorId
from handoff.reasons import Reason
from handoff.routing.candidate import lacks_only_room
from handoff.routing.choice import Candidate, Choice, Criterion, Needs, choose, unable
from handoff.routing.criteria import merit
from tests.parts import NOW
from tests.strategies import candidates, needs, orders

ANY = Needs()
FREE, SKILL, LANGUAGE, HISTORY, REGION, IDLE = Criterion


def who(name: str, **known: Any) -> Candidate:
    """Online, with room for five."""
    return Candidate(id=OperatorId(name), **{"online": True, "capacity": 5, **known})


def ago(minutes: int) -> dict[str, Any]:
    return {"idle_since": NOW - timedelta(minutes=minutes)}


ANNA, BORIS, CLEO = who("anna"), who("boris"), who("cleo")
LEGAL = Needs(skills={"legal": 3})
POLISH = Needs(language="pl", language_required=True)


@pytest.mark.parametrize(
    ("story", "asked", "candidate", "reason"),
    [
        ("online and free", ANY, ANNA, None),
        ("offline", ANY, who("anna", online=False), "offline"),
        ("off shift, though online", ANY, who("anna", on_shift=False), "off_shift"),
        ("room for just this one", Needs(effort=2), who("anna", load=3), None),
        ("no room", Needs(effort=3), who("anna", load=3), "no_room"),
        ("over their capacity already", ANY, who("anna", load=7), "no_room"),
        ("heavier than all that they can hold", Needs(effort=6), ANNA, "too_heavy"),
        ("takes nothing at all", ANY, who("anna", capacity=0), "too_heavy"),
        ("just skilled enough", LEGAL, who("anna", skills={"legal": 3}), None),
        ("not skilled enough", LEGAL, who("anna", skills={"legal": 2, "billing": 5}), "skill"),
        ("without the skill", LEGAL, ANNA, "skill"),
        ("speaks it", POLISH, who("anna", languages=("en", "pl")), None),
        ("speaks another region's", replace(POLISH, language="pl-PL"), who("anna", languages=("PL",)), None),
        ("does not speak it", POLISH, who("anna", languages=("en",)), "language"),
        ("does not speak it, which is no must", replace(POLISH, language_required=False), ANNA, None),
        ("nobody knows what the customer speaks", replace(POLISH, language=""), ANNA, None),
        ("no supervisor", Needs(supervisor=True), ANNA, "not_supervisor"),
        ("a supervisor", Needs(supervisor=True), who("anna", supervisor=True), None),
        (
            "a supervisor has no more room than others",
            Needs(supervisor=True),
            who("anna", supervisor=True, load=5),
            "no_room",
        ),
        ("has refused it", Needs(declined=(OperatorId("anna"),)), ANNA, "declined"),
        ("is kept for another", ANY, who("anna", held_back=True), "held_back"),
        ("what will not pass is named first", LEGAL, who("anna", load=5), "skill"),
    ],
)
def test_who_can_be_given_a_session(story: str, asked: Needs, candidate: Candidate, reason: str | None) -> None:
    found = unable(asked, candidate)

    assert (found and found.code) == reason


def test_it_is_said_what_was_missing() -> None:
    assert unable(LEGAL, who("anna", skills={"legal": 2})) == Reason(
        code="skill", values={"skill": "legal", "level": "3", "has": "2"}
    )
    assert unable(Needs(effort=2), who("anna", load=4)) == Reason(code="no_room", values={"free": "1", "effort": "2"})


@pytest.mark.parametrize(
    ("story", "asked", "there", "order", "expected"),
    [
        ("only one can", LEGAL, [ANNA, who("boris", skills={"legal": 4})], (FREE,), ("boris", "only", {})),
        (
            "more room",
            ANY,
            [who("anna", load=3), who("boris", load=2)],
            (FREE,),
            ("boris", "free", {"free": "3", "of": "5"}),
        ),
        (
            "the larger share, not the larger number",
            ANY,
            [who("anna", load=5, capacity=10), who("boris", load=1, capacity=5)],
            (FREE,),
            ("boris", "free", {"free": "4", "of": "5"}),
        ),
        (
            "more skilled",
            Needs(skills={"legal": 1, "billing": 1}),
            [who("anna", skills={"legal": 2, "billing": 2}), who("boris", skills={"legal": 1, "billing": 5})],
            (SKILL,),
            ("boris", "skill", {"skill": "billing", "level": "5"}),
        ),
        (
            "skills that nobody asked for don't count",
            LEGAL,
            [who("anna", skills={"legal": 4}), who("boris", skills={"legal": 3, "billing": 5})],
            (SKILL,),
            ("anna", "skill", {"skill": "legal", "level": "4"}),
        ),
        (
            "speaks it better",
            Needs(language="pl"),
            [who("anna", languages=("en", "pl")), who("boris", languages=("pl", "en"))],
            (LANGUAGE,),
            ("boris", "language", {"language": "pl"}),
        ),
        (
            "speaks it at all",
            Needs(language="pl"),
            [ANNA, who("boris", languages=("en", "pl"))],
            (LANGUAGE,),
            ("boris", "language", {"language": "pl"}),
        ),
        (
            "knows the customer",
            ANY,
            [who("anna", solved=1), who("boris", solved=3)],
            (HISTORY,),
            ("boris", "history", {"solved": "3"}),
        ),
        (
            "the same region",
            Needs(region="north"),
            [ANNA, who("boris", regions=("south", "north"))],
            (REGION,),
            ("boris", "region", {"region": "north"}),
        ),
        ("no region is no merit", Needs(), [ANNA, who("boris", regions=("north",))], (REGION,), ("anna", "equal", {})),
        (
            "idle for longer",
            ANY,
            [who("anna", **ago(5)), who("boris", **ago(9))],
            (IDLE,),
            ("boris", "idle", {"since": "2026-11-23T09:21:00+00:00"}),
        ),
        ("never had one", ANY, [who("anna", **ago(5)), BORIS], (IDLE,), ("boris", "idle", {})),
        (
            "the first criterion decides",
            ANY,
            [who("anna", load=1, solved=9), BORIS],
            (FREE, HISTORY),
            ("boris", "free", {"free": "5", "of": "5"}),
        ),
        (
            "the next one where it does not",
            ANY,
            [ANNA, who("boris", solved=1)],
            (FREE, HISTORY),
            ("boris", "history", {"solved": "1"}),
        ),
        ("nothing sets them apart", ANY, [BORIS, ANNA], tuple(Criterion), ("anna", "equal", {})),
        ("an empty order", ANY, [BORIS, who("anna", load=4)], (), ("anna", "equal", {})),
        (
            "the wanted one, though another is better",
            Needs(wanted=ANNA.id),
            [who("anna", load=4), BORIS],
            (FREE,),
            ("anna", "wanted", {}),
        ),
        (
            "the one who knows the case",
            Needs(wanted=OperatorId("anna"), wanted_why="history"),
            [who("anna", load=4), BORIS],
            (FREE,),
            ("anna", "history", {}),
        ),
        (
            "nobody waits for the wanted one",
            Needs(wanted=ANNA.id),
            [who("anna", load=5), BORIS],
            (FREE,),
            ("boris", "only", {}),
        ),
        (
            "the wanted one may refuse",
            Needs(wanted=ANNA.id, declined=(ANNA.id,)),
            [ANNA, BORIS],
            (FREE,),
            ("boris", "only", {}),
        ),
    ],
)
def test_who_gets_it_and_why(
    story: str,
    asked: Needs,
    there: Sequence[Candidate],
    order: Sequence[Criterion],
    expected: tuple[str, str, dict[str, str]],
) -> None:
    name, code, values = expected

    assert choose(asked, there, order) == Choice(operator=OperatorId(name), why=Reason(code=code, values=values))


def test_nobody_there_is_nobody() -> None:
    assert choose(ANY, [], tuple(Criterion)) is None
    assert choose(ANY, [who("anna", online=False), who("boris", load=5)], tuple(Criterion)) is None


REFUSED = Needs(declined=(OperatorId("anna"), OperatorId("boris")))


@pytest.mark.parametrize(
    ("story", "asked", "there", "expected"),
    [
        ("another is asked first", REFUSED, [ANNA, BORIS, who("cleo", load=4)], "cleo"),
        ("nobody asks again while another has only no room", REFUSED, [ANNA, BORIS, who("cleo", load=5)], None),
        ("nor while another is kept for something else", REFUSED, [ANNA, BORIS, who("cleo", held_back=True)], None),
        ("all who are there have refused: who did so first", REFUSED, [BORIS, ANNA, who("cleo", online=False)], "anna"),
        (
            "the others could never take it",
            replace(REFUSED, skills={"legal": 1}),
            [who("boris", skills={"legal": 1}), CLEO],
            "boris",
        ),
        ("the others' capacity is too small", replace(REFUSED, effort=3), [BORIS, who("cleo", capacity=2)], "boris"),
        ("not at once", REFUSED, [who("anna", resting=True), who("boris", resting=True)], None),
        ("only who can take it", REFUSED, [who("anna", load=5), BORIS], "boris"),
        ("nobody else, and no room", REFUSED, [who("anna", load=5), who("boris", online=False)], None),
    ],
)
def test_who_refused_is_asked_again_only_when_there_is_nobody_else(
    story: str, asked: Needs, there: Sequence[Candidate], expected: str | None
) -> None:
    choice = choose(asked, there, (FREE,))

    assert (choice and choice.operator) == expected
    assert choice is None or choice.why.code == ("again" if choice.operator in asked.declined else "only")


def chosen(asked: Needs, there: Sequence[Candidate], choice: Choice) -> Candidate:
    assert [each.id for each in there].count(choice.operator) == 1
    return next(each for each in there if each.id == choice.operator)


@given(needs, candidates(), orders)
def test_nobody_gets_what_they_can_not_take(asked: Needs, there: list[Candidate], order: tuple[Criterion, ...]) -> None:
    choice = choose(asked, there, order)
    if choice is None:
        assert all(unable(asked, each) for each in there)
        return
    one = chosen(asked, there, choice)

    assert one.online
    assert one.on_shift
    assert one.load + asked.effort <= one.capacity
    assert all(one.skills.get(skill, 0) >= level for skill, level in asked.skills.items())
    assert one.supervisor or not asked.supervisor
    assert not asked.language_required or not asked.language or asked.language in one.languages
    assert not one.held_back


@given(needs, candidates(), orders, st.randoms(use_true_random=False))
def test_the_order_in_which_people_are_listed_means_nothing(
    asked: Needs, there: list[Candidate], order: tuple[Criterion, ...], chance: Any
) -> None:
    shuffled = chance.sample(there, len(there))

    assert choose(asked, shuffled, order) == choose(asked, there, order)


@given(needs, candidates(online=True, on_shift=True, held_back=False, load=0, capacity=3), orders)
def test_the_choice_is_the_best_by_the_order_of_the_line(
    asked: Needs, there: list[Candidate], order: tuple[Criterion, ...]
) -> None:
    asked = replace(asked, wanted=None)
    choice = choose(asked, there, order)
    able = [each for each in there if unable(asked, each) is None]
    if choice is None or not able:
        return
    one = chosen(asked, there, choice)
    merits = {each.id: tuple(merit(by, asked, each) for by in order) for each in able}

    assert merits[one.id] == max(merits.values())
    assert one.id == min(name for name in merits if merits[name] == merits[one.id])
    if choice.why.code in set(Criterion):
        decided = order.index(Criterion(choice.why.code))
        others = sorted((merits[each.id] for each in able if each.id != one.id), reverse=True)
        assert others[0][:decided] == merits[one.id][:decided]
        assert others[0][decided] < merits[one.id][decided]
    else:
        assert choice.why.code == ("only" if len(able) == 1 else "equal")


@given(needs, candidates(), orders)
def test_the_wanted_one_gets_it_when_able_and_only_then(
    asked: Needs, there: list[Candidate], order: tuple[Criterion, ...]
) -> None:
    choice = choose(asked, there, order)
    able = {each.id for each in there if unable(asked, each) is None}

    if asked.wanted in able:
        assert choice == Choice(operator=asked.wanted, why=Reason(code=asked.wanted_why))
    elif choice is not None:
        assert choice == choose(replace(asked, wanted=None), there, order)


@given(needs, candidates(), orders)
def test_nobody_is_spammed_and_nothing_sinks(
    asked: Needs, there: list[Candidate], order: tuple[Criterion, ...]
) -> None:
    choice = choose(asked, there, order)
    others = [each for each in there if each.id not in asked.declined]
    could_later = any(unable(asked, each) is None or lacks_only_room(asked, each) for each in others)
    if choice is not None and choice.operator in asked.declined:
        assert not could_later
        assert not chosen(asked, there, choice).resting
    if choice is None and not could_later:
        willing = replace(asked, declined=())
        assert all(unable(willing, each) or each.resting for each in there)


@given(needs, candidates(), orders)
def test_more_people_never_mean_that_nobody_gets_it_who_has_not_refused(
    asked: Needs, there: list[Candidate], order: tuple[Criterion, ...]
) -> None:
    choice = choose(asked, there[1:], order)
    if choice is not None and choice.operator not in asked.declined:
        assert choose(asked, there, order) is not None
