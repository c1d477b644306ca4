"""Drafts and revisions of flows: who saved, what is in force, and what happens when two do something at once."""

import asyncio
from datetime import timedelta
from math import inf
from typing import Any

import pytest

from flows.errors import FlowArchived, RevisionMissing, StaleDraft
from flows.model import Flow, Revision, Spot
from flows.words import FlowId, StepId
from storage.mongo.client import Database
from storage.mongo.flows import MongoFlows
from tests import flow_world
from tests.flow_world import MONDAY, message

MAIN = FlowId("main")
LAYOUT = {"hello": Spot(x=10, y=-20.5)}
LATER = MONDAY + timedelta(hours=1)


@pytest.fixture
def flows(mongo: Database) -> MongoFlows:
    return MongoFlows(mongo)


def saying(text: str, id: str = "main") -> Flow:
    return flow_world.flow({"hello": message(text)}, id=id)


async def published(flows: MongoFlows, *texts: str) -> list[Revision]:
    """A revision for each text; the draft is what was published last."""
    made = []
    for base, text in enumerate(texts):
        version = await flows.save(saying(text), LAYOUT, base=base, by="ann", at=MONDAY)
        made.append(await flows.publish(MAIN, version=version, by="ann", at=MONDAY, comment=text))
    return made


# -- drafts --------------------------------------------------------------------------------------------------------


async def test_a_draft_comes_back_as_it_was_saved(flows: MongoFlows, mongo: Database) -> None:
    assert await flows.draft(MAIN) is None
    assert await flows.save(saying("Hello"), LAYOUT, base=0, by="ann", at=MONDAY) == 1
    assert await flows.save(saying("Good day"), {}, base=1, by="ben", at=MONDAY) == 2
    await flows.save(saying("Bye", id="bye"), {}, base=0, by="ann", at=MONDAY)

    drafts = await MongoFlows(mongo).drafts()
    assert [each.flow.id for each in drafts] == ["bye", "main"]
    assert drafts[1] == await flows.draft(MAIN)
    assert (drafts[1].flow, drafts[1].layout) == (saying("Good day"), {})
    assert (drafts[1].version, drafts[1].author, drafts[1].based_on) == (2, "ben", None)


async def test_names_and_numbers_of_any_kind_are_kept(flows: MongoFlows) -> None:
    body = {"$schema": "x", "a.b": {"$set": 10**30}, "": [1.5, None]}
    call: dict[str, Any] = {"kind": "http", "url": "https://x.example", "headers": {"X.Y": "$z"}}
    odd = flow_world.flow({"$call.1": call}, id="a:1", variables={"$v.w": {"type": "record", "default": body}})
    for base in (0, 1):
        await flows.save(odd, {StepId("$call.1"): Spot(x=inf, y=0)}, base=base, by="ann", at=MONDAY)
    made = await flows.publish(odd.id, version=2, by="ann", at=MONDAY)

    draft = await flows.draft(odd.id)
    assert draft is not None
    assert (draft.flow, draft.layout) == (odd, {"$call.1": Spot(x=inf, y=0)})
    assert await flows.revision(odd.id, 1) == made
    assert made.flow == odd


@pytest.mark.parametrize("base", [0, 1, 5])
async def test_a_save_over_a_newer_draft_is_told_which_it_is(flows: MongoFlows, base: int) -> None:
    await published(flows, "first", "second")
    with pytest.raises(StaleDraft) as stale:
        await flows.save(saying("late"), {}, base=base, by="ben", at=MONDAY)
    assert stale.value.current == 2
    draft = await flows.draft(MAIN)
    assert draft is not None
    assert draft.flow == saying("second")


async def test_what_there_is_not_can_be_neither_changed_nor_published(flows: MongoFlows) -> None:
    with pytest.raises(StaleDraft) as stale:
        await flows.save(saying("Hello"), {}, base=3, by="ann", at=MONDAY)
    assert stale.value.current == 0
    with pytest.raises(StaleDraft):
        await flows.publish(MAIN, version=1, by="ann", at=MONDAY)
    with pytest.raises(RevisionMissing):
        await flows.roll_back(MAIN, 1, by="ann", at=MONDAY)


@pytest.mark.parametrize("base", [0, 1])
async def test_of_many_who_save_at_once_exactly_one_wins(mongo: Database, base: int) -> None:
    if base:
        await MongoFlows(mongo).save(saying("first"), {}, base=0, by="ann", at=MONDAY)
    savers = [MongoFlows(mongo) for _ in range(8)]
    outcomes = await asyncio.gather(
        *(each.save(saying(str(n)), {}, base=base, by=str(n), at=MONDAY) for n, each in enumerate(savers)),
        return_exceptions=True,
    )

    [winner] = [n for n, outcome in enumerate(outcomes) if outcome == base + 1]
    lost = [outcome for n, outcome in enumerate(outcomes) if n != winner]
    assert [isinstance(each, StaleDraft) and each.current for each in lost] == [base + 1] * 7
    draft = await savers[0].draft(MAIN)
    assert draft is not None
    assert (draft.flow, draft.author) == (saying(str(winner)), str(winner))


# -- publishing ----------------------------------------------------------------------------------------------------


async def test_publishing_freezes_the_draft_and_tells_it_which_revision_it_is(flows: MongoFlows) -> None:
    [made] = await published(flows, "Hello")
    assert (made.number, made.author, made.published_at, made.comment) == (1, "ann", MONDAY, "Hello")
    assert (made.flow, made.layout, made.checksum) == (saying("Hello"), LAYOUT, saying("Hello").checksum())

    await flows.save(saying("Good day"), {}, base=1, by="ben", at=LATER)
    assert await flows.revision(MAIN, 1) == made
    assert (await flows.library()).current(MAIN) == made
    draft = await flows.draft(MAIN)
    assert draft is not None
    assert (draft.version, draft.based_on) == (2, 1)


async def test_only_the_draft_that_was_seen_is_published(flows: MongoFlows) -> None:
    await published(flows, "first", "second")
    with pytest.raises(StaleDraft) as stale:
        await flows.publish(MAIN, version=1, by="ann", at=MONDAY)
    assert stale.value.current == 2
    assert [each.number for each in await flows.revisions(MAIN)] == [2, 1]


async def test_publishing_twice_makes_one_revision(mongo: Database) -> None:
    await MongoFlows(mongo).save(saying("Hello"), LAYOUT, base=0, by="ann", at=MONDAY)
    publishers = [MongoFlows(mongo) for _ in range(8)]
    made = await asyncio.gather(*(each.publish(MAIN, version=1, by="ann", at=MONDAY) for each in publishers))
    assert await publishers[0].revisions(MAIN) == [made[0]]
    assert made == [made[0]] * 8


async def test_a_rollback_publishes_an_old_revision_anew(flows: MongoFlows) -> None:
    first, second = await published(flows, "first", "second")
    back = await flows.roll_back(MAIN, 1, by="ben", at=LATER, comment="It was better.")

    assert (back.number, back.flow, back.author, back.comment) == (3, first.flow, "ben", "It was better.")
    assert await flows.revisions(MAIN) == [back, second, first]
    assert (await flows.library()).current(MAIN) == back
    draft = await flows.draft(MAIN)
    assert draft is not None
    assert draft.flow == second.flow, "what somebody draws is theirs"
    assert await flows.roll_back(MAIN, 1, by="ben", at=LATER) == back, "it is in force already"
    with pytest.raises(RevisionMissing):
        await flows.roll_back(MAIN, 9, by="ben", at=LATER)


async def test_of_many_who_publish_at_once_each_gets_a_number_of_their_own(mongo: Database) -> None:
    await published(MongoFlows(mongo), *"abcdefgh")
    many = [MongoFlows(mongo) for _ in range(8)]
    await asyncio.gather(*(each.roll_back(MAIN, n, by=str(n), at=LATER) for n, each in enumerate(many[:7], 1)))

    revisions = await many[0].revisions(MAIN)
    assert [each.number for each in revisions] == list(range(15, 0, -1))
    assert {each.author for each in revisions[:7]} == set("1234567")
    assert all(each.flow == saying("abcdefgh"[int(each.author) - 1]) for each in revisions[:7])


async def test_what_is_older_never_comes_on_top_of_what_was_saved_and_published_meanwhile(
    mongo: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow, fast = MongoFlows(mongo), MongoFlows(mongo)
    await slow.save(saying("first"), {}, base=0, by="ann", at=MONDAY)
    read = slow.draft

    async def reads_and_dawdles(flow: FlowId) -> Any:
        draft = await read(flow)
        if not await fast.revisions(MAIN):
            await fast.save(saying("second"), {}, base=1, by="ben", at=MONDAY)
            await fast.publish(MAIN, version=2, by="ben", at=MONDAY)
        return draft

    monkeypatch.setattr(slow, "draft", reads_and_dawdles)
    with pytest.raises(StaleDraft) as stale:
        await slow.publish(MAIN, version=1, by="ann", at=MONDAY)
    assert stale.value.current == 2
    assert [each.flow for each in await fast.revisions(MAIN)] == [saying("second")]


# -- the library ---------------------------------------------------------------------------------------------------


async def test_the_library_has_the_latest_and_what_somebody_is_still_in(flows: MongoFlows) -> None:
    first, second = await published(flows, "first", "second")
    await flows.save(saying("drawn only", id="sketch"), {}, base=0, by="ann", at=MONDAY)

    library = await flows.library()
    assert (library.published, library.revision(MAIN, 1)) == ({MAIN: 2}, None)
    library = await flows.library([(MAIN, 1), (MAIN, 1), (MAIN, 7), (FlowId("gone"), 1)])
    assert library.revisions == {MAIN: {1: first, 2: second}}
    assert library.current(MAIN) == second

    await flows.save(saying("third"), {}, base=2, by="ann", at=MONDAY)
    third = await flows.publish(MAIN, version=3, by="ann", at=MONDAY)
    assert (await flows.library()).current(MAIN) == third, "at once"


async def test_an_archived_flow_begins_no_more_and_those_in_it_go_on(flows: MongoFlows) -> None:
    [first] = await published(flows, "first")
    assert await flows.archive(MAIN, base=1, by="ben", at=LATER) == 2

    library = await flows.library([(MAIN, 1)])
    assert (library.offers(), library.current(MAIN), library.revision(MAIN, 1)) == ((), None, first)
    draft = await flows.draft(MAIN)
    assert draft is not None
    assert (draft.archived, draft.author) == (True, "ben")
    with pytest.raises(FlowArchived):
        await flows.publish(MAIN, version=2, by="ann", at=LATER)
    with pytest.raises(FlowArchived):
        await flows.roll_back(MAIN, 1, by="ann", at=LATER)
    with pytest.raises(StaleDraft):
        await flows.save(saying("late"), {}, base=1, by="ann", at=LATER)

    assert await flows.restore(MAIN, base=2, by="ben", at=LATER) == 3
    assert (await flows.library()).current(MAIN) == first


async def test_the_edition_tells_of_whatever_changes_what_is_in_force_and_of_nothing_else(flows: MongoFlows) -> None:
    editions = [await flows.edition()]

    async def noted() -> int:
        editions.append(await flows.edition())
        return len(set(editions))

    await flows.save(saying("One"), {}, base=0, by="ann", at=MONDAY)
    assert await noted() == 1
    await flows.publish(MAIN, version=1, by="ann", at=MONDAY)
    assert await noted() == 2
    await flows.publish(MAIN, version=1, by="ann", at=MONDAY)  # it is in force already
    assert await noted() == 2
    await flows.save(saying("Two"), {}, base=1, by="ann", at=MONDAY)
    await flows.publish(MAIN, version=2, by="ann", at=MONDAY)
    assert await noted() == 3
    await flows.roll_back(MAIN, 1, by="ann", at=MONDAY)
    assert await noted() == 4
    await flows.archive(MAIN, base=2, by="ann", at=MONDAY)
    assert await noted() == 5
    await flows.restore(MAIN, base=3, by="ann", at=MONDAY)
    assert await noted() == 6
