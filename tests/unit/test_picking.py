"""Which waiting session is given out next, and the laws of a day on which everybody comes and goes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from handoff.ids import ConversationId, LineId, OperatorId
from handoff.routing.again import again
from handoff.routing.candidate import unable
from handoff.routing.choice import Candidate, Criterion, Needs
from handoff.routing.picking import Head, Pick, pick
from handoff.routing.rules import RuleSet
from tests.parts import DELIVERY, NOW, PAYMENTS
from tests.strategies import candidates, needs, schemes

MINUTE = timedelta(minutes=1)
ORDER = (Criterion.FREE, Criterion.IDLE)


def head(name: str, *, rank: int = 1, waited: int = 0, line: LineId = DELIVERY, **asked: Any) -> Head:
    since = NOW - waited * MINUTE
    return Head(conversation=ConversationId(name), line=line, order=ORDER, rank=rank, since=since, needs=Needs(**asked))


def who(name: str, **known: Any) -> Candidate:
    return Candidate(id=OperatorId(name), **{"online": True, "capacity": 3, **known})


def picked(heads: Sequence[Head], people: Sequence[Candidate]) -> tuple[str, str] | None:
    chosen = pick(heads, lambda _: people)
    return (chosen.head.conversation, chosen.choice.operator) if chosen else None


LEGAL: dict[str, Any] = {"skills": {"legal": 1}}
LAWYER = who("lara", **LEGAL)


@pytest.mark.parametrize(
    ("story", "heads", "people", "expected"),
    [
        ("nothing waits", [], [who("anna")], None),
        ("nobody is there", [head("a")], [], None),
        ("the oldest", [head("new", waited=1), head("old", waited=9)], [who("anna")], ("old", "anna")),
        ("urgent before old", [head("old", waited=9), head("hot", rank=2)], [who("anna")], ("hot", "anna")),
        ("same age: always the same one", [head("b"), head("a")], [who("anna")], ("a", "anna")),
        (
            "who can't be served holds nobody up",
            [head("law", rank=3, **LEGAL), head("a")],
            [who("anna")],
            ("a", "anna"),
        ),
        ("each to who can", [head("law", rank=3, **LEGAL), head("a")], [who("anna"), LAWYER], ("law", "lara")),
        (
            "a gap too small for the heavy one is not filled by a light one",
            [head("heavy", rank=2, effort=3), head("light")],
            [who("anna", load=1)],
            None,
        ),
        (
            "others may take the light one",
            [head("heavy", rank=2, effort=3, **LEGAL), head("light")],
            [replace(LAWYER, load=1), who("anna", load=2)],
            ("light", "anna"),
        ),
        (
            "nobody is kept for what is heavier than they can ever hold",
            [head("heavy", rank=2, effort=4), head("light")],
            [who("anna", load=1)],
            ("light", "anna"),
        ),
        (
            "nobody is kept for what they have refused",
            [head("heavy", rank=2, effort=3, declined=(OperatorId("anna"),)), head("light")],
            [who("anna", load=1), who("boris", load=2)],
            ("light", "anna"),
        ),
        (
            "a light one that goes first is not held up",
            [head("light", waited=2), head("heavy", waited=1, effort=3)],
            [who("anna", load=1)],
            ("light", "anna"),
        ),
        (
            "nobody is kept for another line's",
            [head("heavy", rank=2, effort=3, line=PAYMENTS), head("light")],
            [who("anna", load=1)],
            ("light", "anna"),
        ),
        (
            "as soon as there is room, the heavy one goes first",
            [head("heavy", rank=2, effort=3), head("light", waited=99)],
            [who("anna")],
            ("heavy", "anna"),
        ),
    ],
)
def test_what_is_given_out_next(
    story: str, heads: Sequence[Head], people: Sequence[Candidate], expected: tuple[str, str] | None
) -> None:
    assert picked(heads, people) == expected


def test_a_pick_remembers_for_whom_people_were_kept() -> None:
    chosen = pick(
        [head("heavy", rank=2, effort=3, **LEGAL), head("light")],
        lambda _: [replace(LAWYER, load=1), who("anna", load=2)],
    )
    assert chosen is not None
    decision = chosen.decision(NOW)

    assert [(each.id, each.held_back) for each in decision.candidates] == [("lara", True), ("anna", False)]
    assert decision.choice.why.code == "only"


heads = st.lists(
    st.builds(
        Head,
        conversation=st.integers(0, 50).map(lambda n: ConversationId(f"c{n}")),
        line=st.sampled_from([DELIVERY, PAYMENTS]),
        order=st.just(tuple(Criterion)),
        rank=st.integers(0, 3),
        since=st.integers(0, 5).map(lambda n: NOW - n * MINUTE),
        needs=needs,
    ),
    unique_by=lambda each: each.conversation,
    max_size=6,
)


@given(heads, candidates(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_are_listed_means_nothing(
    heads: list[Head], people: list[Candidate], chance: Random
) -> None:
    shuffled = pick(chance.sample(heads, len(heads)), lambda _: chance.sample(people, len(people)))
    straight = pick(heads, lambda _: people)

    assert (shuffled and (shuffled.head, shuffled.choice)) == (straight and (straight.head, straight.choice))


@given(heads, candidates(held_back=False))
def test_the_first_of_a_line_is_passed_over_only_when_nobody_can_take_it(
    heads: list[Head], people: list[Candidate]
) -> None:
    chosen = pick(heads, lambda _: people)
    in_turn = sorted(heads, key=lambda each: (-each.rank, each.since, each.conversation))
    passed_over = in_turn[: in_turn.index(chosen.head)] if chosen else in_turn
    first_of_line = {each.line: each for each in reversed(passed_over)}

    assert all(unable(first.needs, each) for first in first_of_line.values() for each in people)


@given(heads, candidates(held_back=False), schemes())
def test_what_was_picked_can_be_computed_again(heads: list[Head], people: list[Candidate], scheme: Any) -> None:
    chosen = pick(heads, lambda _: people)
    if chosen is not None:
        decision = chosen.decision(NOW)
        assert again(decision, rules=RuleSet(), scheme=scheme) == decision


@dataclass
class Floor:
    """A line's day, minute by minute: sessions arrive and end, people come, go and refuse; `pick` gives out."""

    chance: Random
    people: dict[OperatorId, Candidate]
    minute: int = 0
    arrived: int = 0
    waiting: dict[ConversationId, Head] = field(default_factory=dict)
    held: dict[ConversationId, tuple[OperatorId, int]] = field(default_factory=dict)
    served: list[str] = field(default_factory=list)

    def load(self, who: OperatorId) -> int:
        return sum(effort for holder, effort in self.held.values() if holder == who)

    def now(self) -> list[Candidate]:
        return [replace(each, load=self.load(each.id)) for each in self.people.values()]

    def step(self) -> None:
        self.minute += 1
        match self.chance.randrange(6):
            case 0 | 1 | 2:
                self.arrive()
            case 3 if self.held:
                del self.held[self.chance.choice(sorted(self.held))]
            case 4:
                self.turn_up_or_leave(self.chance.choice(sorted(self.people)))
            case 5 if self.waiting:
                self.refuse(self.chance.choice(sorted(self.waiting)), self.chance.choice(sorted(self.people)))

    def arrive(self) -> None:
        self.arrived += 1
        name = ConversationId(f"c{self.arrived:04}")
        skill: dict[str, Any] = {"skills": {"legal": self.chance.randint(1, 3)}} if self.chance.random() < 0.3 else {}
        new = head(name, rank=self.chance.randrange(4), effort=self.chance.choice([1, 1, 2, 3]), **skill)
        self.waiting[name] = replace(new, since=NOW + self.minute * MINUTE)

    def turn_up_or_leave(self, who: OperatorId) -> None:
        one = self.people[who]
        self.people[who] = replace(one, online=not one.online)
        if one.online:  # what they held goes back to the queue, as `when the operator goes offline` says
            for name in [name for name, (holder, _) in self.held.items() if holder == who]:
                _, effort = self.held.pop(name)
                self.waiting[name] = head(name, rank=3, effort=effort)

    def refuse(self, name: ConversationId, who: OperatorId) -> None:
        waiting = self.waiting[name]
        declined = (*waiting.needs.declined, who)
        self.waiting[name] = replace(waiting, needs=replace(waiting.needs, declined=declined))

    def give_out(self) -> None:
        while (chosen := pick(self.waiting.values(), lambda _: self.now())) is not None:
            self.check(chosen)
            taken = self.waiting.pop(chosen.head.conversation)
            assert taken.conversation not in self.held, "in two hands"
            self.held[taken.conversation] = (chosen.choice.operator, taken.needs.effort)
            self.served.append(taken.conversation)

    def check(self, chosen: Pick) -> None:
        """Nobody with equal needs goes before one who is more urgent or, if equally urgent, older."""
        mine = chosen.head
        for other in self.waiting.values():
            if other.needs == mine.needs:
                assert (-mine.rank, mine.since) <= (-other.rank, other.since)


def floor(seed: int) -> Floor:
    chance = Random(seed)
    people = {
        one.id: one
        for n in range(chance.randint(1, 5))
        for one in [
            who(
                f"p{n}", capacity=chance.randint(1, 5), online=chance.random() < 0.7,
                skills={"legal": chance.randint(0, 3)},
            )
        ]
    }  # fmt: skip
    return Floor(chance=chance, people=people)


def loads(day: Floor) -> Mapping[OperatorId, int]:
    return {who: day.load(who) for who in day.people}


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 1_000_000))
def test_a_day_keeps_the_laws(seed: int) -> None:
    day = floor(seed)
    for _ in range(80):
        day.step()
        day.give_out()

        assert all(load <= day.people[who].capacity for who, load in loads(day).items())
        assert all(day.people[holder].online for holder, _ in day.held.values())
        assert not day.held.keys() & day.waiting.keys()
        unserved = [each for each in day.waiting.values() if each.needs.effort == 1 and not each.needs.declined]
        heavy = any(each.needs.effort > 1 for each in day.waiting.values())
        if not heavy:  # then nobody is kept back: whoever can take one has no room left
            assert all(unable(each.needs, one) for each in unserved for one in day.now())


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1_000_000))
def test_when_everybody_comes_and_finishes_everything_is_served(seed: int) -> None:
    day = floor(seed)
    day.people = {
        name: replace(one, capacity=5, skills={"legal": 3}) for name, one in day.people.items()
    }  # fmt: skip
    for _ in range(60):
        day.step()
        day.give_out()

    day.people = {name: replace(one, online=True) for name, one in day.people.items()}
    for _ in range(len(day.waiting) + len(day.held) + 1):
        day.give_out()
        day.held.clear()

    assert not day.waiting
