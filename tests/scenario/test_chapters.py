"""Rules in versions: what is in force, who saved it, and what happens when two save at once."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from handoff.book import LEVELS, Book
from handoff.hours import BusinessHours, Interval
from handoff.ids import LevelId
from handoff.ports import PRIORITY, ROUTING, SLA, Stale
from handoff.priority import Patience, Points, PriorityScheme
from handoff.routing.conditions import All, Between, During, Is, Not, Says
from handoff.routing.rules import Mode, Outcome, Rule, RuleSet
from handoff.sla.policy import Cell, Hearer, Move, Pause, SlaPolicies, SlaPolicy, Step, Table, Target
from storage.mongo import chapters as chapters_module
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.client import Database
from storage.mongo.connections import MongoConnections
from storage.mongo.lines import MongoLines
from storage.mongo.operators import MongoOperators
from tests.parts import ANNA, DELIVERY, LINES, NOW, SIOBHAN

NIGHTS = BusinessHours(
    zone="Europe/Warsaw",
    week={5: (Interval(opens=time(22), closes=time(6)),)},
    holidays=frozenset({date(2026, 12, 25)}),
)
ANGRY_AT_NIGHT = All(
    of=(
        Is(fact="attribute.contract", values=("gold", "*")), Between(fact="sentiment", below=-0.5),
        Not(of=Says(words=("спасибо*",))), During(hours=NIGHTS),
    )
)  # fmt: skip
RULES = RuleSet(
    rules=(Rule(id="r1", name="Angry", when=ANGRY_AT_NIGHT, then=Outcome(line=DELIVERY, skills={"pl": 3}, effort=2)),),
    mode=Mode.ALL,
)  # fmt: skip
SCHEME = PriorityScheme(
    levels=LEVELS, table=(Points(id="p1", when=ANGRY_AT_NIGHT, points=-5),),
    waiting=(Patience(after=timedelta(minutes=10), points=5),),
)  # fmt: skip
PROMISES = SlaPolicies(
    policies=(
        SlaPolicy(
            id="gold", name="Gold", when=ANGRY_AT_NIGHT, pauses={Target.RESOLUTION: frozenset(Pause)},
            tables=(
                Table(
                    target=Target.RESOLUTION, axes=("customer_tier",),
                    cells=(Cell(row=("*",), limits={LevelId("high"): timedelta(minutes=90), "*": None}),),
                ),
            ),
            steps=(Step(id="warn", percent=80, tell=frozenset({Hearer.OPERATOR}), move=Move.NEXT_TIER),),
        ),
    )
)  # fmt: skip


@pytest.fixture
def chapters(mongo: Database) -> MongoChapters:
    return MongoChapters(mongo)


def named(name: str) -> RuleSet:
    return RuleSet(rules=(Rule(id="r", name=name),))


async def test_until_something_is_saved_the_blank_chapter_counts(chapters: MongoChapters) -> None:
    assert await chapters.current(ROUTING) == (0, RuleSet())
    assert await chapters.current(PRIORITY) == (0, PriorityScheme(levels=LEVELS))
    assert await chapters.versions(SLA) == []


async def test_every_chapter_comes_back_as_it_was_saved(chapters: MongoChapters, mongo: Database) -> None:
    await chapters.save(ROUTING, RULES, base=0, by=ANNA.id, at=NOW)
    await chapters.save(PRIORITY, SCHEME, base=0, by=ANNA.id, at=NOW)
    await chapters.save(SLA, PROMISES, base=0, by=ANNA.id, at=NOW)

    for reader in (chapters, MongoChapters(mongo)):
        assert await reader.current(ROUTING) == (1, RULES)
        assert await reader.current(PRIORITY) == (1, SCHEME)
        assert await reader.current(SLA) == (1, PROMISES)


async def test_each_version_keeps_who_when_and_why_and_an_old_one_can_be_saved_anew(chapters: MongoChapters) -> None:
    await chapters.save(ROUTING, named("first"), base=0, by=ANNA.id, at=NOW, comment="to begin with")
    await chapters.save(ROUTING, named("second"), base=1, by=SIOBHAN.id, at=NOW + timedelta(hours=1))
    old = await chapters.version(ROUTING, 1)
    assert old == named("first")
    await chapters.save(ROUTING, old, base=2, by=ANNA.id, at=NOW + timedelta(hours=2), comment="back to 1")

    assert await chapters.current(ROUTING) == (3, named("first"))
    assert [(each.version, each.by, each.comment) for each in await chapters.versions(ROUTING)] == [
        (3, ANNA.id, "back to 1"), (2, SIOBHAN.id, ""), (1, ANNA.id, "to begin with"),
    ]  # fmt: skip
    assert (await chapters.versions(ROUTING))[0].at == NOW + timedelta(hours=2)
    assert await chapters.version(ROUTING, 9) is None


async def test_who_edited_an_old_version_is_told_which_is_the_latest(chapters: MongoChapters) -> None:
    await chapters.save(ROUTING, named("first"), base=0, by=ANNA.id, at=NOW)
    await chapters.save(ROUTING, named("second"), base=1, by=ANNA.id, at=NOW)

    for base in (0, 1, 5):
        with pytest.raises(Stale) as stale:
            await chapters.save(ROUTING, named("late"), base=base, by=SIOBHAN.id, at=NOW)
        assert stale.value.current == 2
    assert await chapters.current(ROUTING) == (2, named("second"))


async def test_of_many_who_save_at_once_exactly_one_wins(mongo: Database) -> None:
    savers = [MongoChapters(mongo) for _ in range(8)]
    outcomes = await asyncio.gather(
        *(each.save(ROUTING, named(str(n)), base=0, by=ANNA.id, at=NOW) for n, each in enumerate(savers)),
        return_exceptions=True,
    )

    [winner] = [n for n, outcome in enumerate(outcomes) if outcome == 1]
    assert all(isinstance(outcome, Stale) for n, outcome in enumerate(outcomes) if n != winner)
    assert await savers[0].current(ROUTING) == (1, named(str(winner)))
    assert len(await savers[0].versions(ROUTING)) == 1


# -- the book ------------------------------------------------------------------------------------------------------


@pytest.fixture
def book_of(mongo: Database, monkeypatch: pytest.MonkeyPatch) -> Callable[[], MongoBooks]:
    """Another process's book; nothing is kept but for what the test asks for."""
    return lambda: MongoBooks(MongoLines(mongo), MongoOperators(mongo), MongoChapters(mongo), MongoConnections(mongo))


async def test_the_book_has_all_that_is_in_force(
    book_of: Callable[[], MongoBooks], chapters: MongoChapters, mongo: Database
) -> None:
    for line in LINES:
        await MongoLines(mongo).save(line)
    await MongoOperators(mongo).save(ANNA)
    await chapters.save(SLA, PROMISES, base=0, by=None, at=NOW)

    assert await book_of().now() == Book(
        lines=sorted(LINES, key=lambda line: line.id), staff=[ANNA], sla=PROMISES, sla_version=1
    )


async def test_what_is_saved_is_in_force_once_the_kept_book_is_too_old(
    book_of: Callable[[], MongoBooks], chapters: MongoChapters, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = book_of()
    assert (await books.now()).routing_version == 0
    await chapters.save(ROUTING, RULES, base=0, by=None, at=NOW)

    monkeypatch.setattr(chapters_module, "_KEPT_SECONDS", 60.0)
    assert (await books.now()).routing_version == 0, "kept"
    monkeypatch.setattr(chapters_module, "_KEPT_SECONDS", 0.0)
    book = await books.now()
    assert (book.routing_version, book.routing) == (1, RULES)


# -- lines and operators -------------------------------------------------------------------------------------------


async def test_a_line_is_changed_from_the_version_that_was_seen(mongo: Database) -> None:
    lines = MongoLines(mongo)
    await lines.save(LINES[0])

    renamed = await lines.change(replace(LINES[0], names={"en": "Parcels"}), base=0)
    assert (await lines.all(), renamed.version) == ([renamed], 1)

    with pytest.raises(Stale) as stale:
        await lines.change(replace(LINES[0], names={"en": "Late"}), base=0)
    assert stale.value.current == 1
    assert await MongoLines(mongo).all() == [renamed]


async def test_a_new_line_is_made_once(mongo: Database) -> None:
    made = await MongoLines(mongo).change(LINES[0], base=0)
    assert made.version == 1

    with pytest.raises(Stale):
        await MongoLines(mongo).change(LINES[0], base=0)
    with pytest.raises(Stale) as unknown:
        await MongoLines(mongo).change(LINES[1], base=3)
    assert unknown.value.current == 0
