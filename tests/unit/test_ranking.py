"""In which order a supervisor sees those to whom a session may be handed."""

from collections.abc import Sequence

from hypothesis import given

from handoff.ids import OperatorId
from handoff.routing.candidate import Candidate, Needs
from handoff.routing.choice import choose
from handoff.routing.criteria import Criterion
from handoff.routing.ranking import ranked
from tests.strategies import candidates, needs, orders


def who(name: str, *, online: bool = True, load: int = 0) -> Candidate:
    return Candidate(id=OperatorId(name), online=online, load=load, capacity=5)


def test_the_able_come_first_and_the_others_say_why_not() -> None:
    people = (who("anna", online=False), who("boris", load=4), who("cleo", load=1), who("dora", load=5))

    seen = ranked(Needs(), people, (Criterion.FREE,))

    assert [each.candidate.id for each in seen] == ["cleo", "boris", "anna", "dora"]
    assert [each.why_not and each.why_not.code for each in seen] == [None, None, "offline", "no_room"]


def test_the_wanted_one_comes_first_among_the_able() -> None:
    wanted = Needs(wanted=OperatorId("boris"))

    assert ranked(wanted, (who("anna"), who("boris", load=4)), (Criterion.FREE,))[0].candidate.id == "boris"
    assert ranked(wanted, (who("anna"), who("boris", load=5)), (Criterion.FREE,))[0].candidate.id == "anna"


@given(needs, candidates(), orders)
def test_the_first_of_the_able_is_whom_the_desk_would_choose(
    asked: Needs, people: Sequence[Candidate], order: Sequence[Criterion]
) -> None:
    able = [each.candidate.id for each in ranked(asked, people, order) if each.why_not is None]
    chosen = choose(asked, people, order)

    if able:
        assert chosen is not None
        assert chosen.operator == able[0]
