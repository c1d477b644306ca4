"""Two people change one draft: what each did stays, and what both did is told."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from flows.merging import merge
from flows.model import Flow
from tests.flow_world import flow, message

CHOICES = [{"id": "yes", "label": {"en": "Yes"}}, {"id": "no", "label": {"en": "No"}}]
BASE = flow(
    {
        "ask": {"kind": "question", "text": {"en": "Which?"}, "answer": "choice", "choices": CHOICES},
        "say": {"kind": "message", "variants": [{"en": "Well.", "pl": ""}], "title": "Say"},
        "end": {"kind": "close"},
    },
    "ask.choice:yes > say, ask.choice:no > end, say.next > end",
    languages=["en", "pl"],
    variables={"order": {"title": "Order"}, "kind": {"title": "Kind"}},
)


def changed(**paths: Any) -> Flow:
    """The base with values put at paths: `steps__say__title="Tell"`; None takes away."""
    document = BASE.model_dump(mode="json")
    for path, value in paths.items():
        *way, last = path.split("__")
        place: Any = document
        for name in way:
            place = place[int(name) if isinstance(place, list) else name]
        if value is None:
            del place[last]
        else:
            place[int(last) if isinstance(place, list) else last] = value
    return Flow.model_validate(document)


def edges(*written: str) -> list[dict[str, str]]:
    read = [each.replace(">", " ").split() for each in written]
    return [{"step": at.split(".", 1)[0], "port": at.split(".", 1)[1], "to": to} for at, to in read]


EDITS = {
    "title": {"steps__say__title": "Tell"},
    "retries": {"steps__ask__retries": 3},
    "english": {"steps__say__variants__0__en": "Well then."},
    "polish": {"steps__say__variants__0__pl": "No więc."},
    "choice": {"steps__ask__choices__0__label__en": "Yes, please"},
    "other choice": {"steps__ask__choices__1__label__en": "No, thanks"},
    "new step": {"steps__bye": message("Bye")},
    "variable": {"variables__order__type": "number"},
    "variable called kind": {"variables__kind__given": True},
    "trigger": {"triggers__0__priority": 5},
    "name": {"name__en": "Main"},
    "language": {"languages": ["en", "pl", "el"]},
    "priority": {"priority": 7},
    "edge": {"edges__2__to": "ask"},
}
"""Changes of the base that have nothing to do with each other."""


@given(st.sets(st.sampled_from(sorted(EDITS))), st.sets(st.sampled_from(sorted(EDITS))))
def test_changes_of_different_things_are_all_kept_and_none_is_a_conflict(one: set[str], other: set[str]) -> None:
    def with_edits(names: set[str]) -> Flow:
        return changed(**{path: value for name in sorted(names) for path, value in EDITS[name].items()})

    merged = merge(base=BASE, ours=with_edits(one), theirs=with_edits(other))

    assert merged.flow == with_edits(one | other)
    assert merged.conflicts == ()


STEPS = st.sampled_from(
    [
        message("One"), message("Two"), {"kind": "close"}, {"kind": "note", "text": "n"},
        {"kind": "split", "branches": [{"id": "a"}]}, {"kind": "split", "branches": [{"id": "b"}, {"id": "a"}]},
        {"kind": "tag", "add": ["x", "y"]}, {"kind": "tag", "add": ["y", "x", "z"]}, {"kind": "tag", "add": ["x", "x"]},
    ]
)  # fmt: skip
FLOWS = st.builds(
    lambda steps, edges, priority: Flow.model_validate(
        {"id": "f", "name": {}, "languages": ["en"], "steps": steps, "edges": edges, "priority": priority}
    ),
    st.dictionaries(st.sampled_from("abc"), STEPS, max_size=3),
    st.lists(
        st.fixed_dictionaries({"step": st.sampled_from("abc"), "port": st.just("next"), "to": st.sampled_from("abc")}),
        max_size=3,
    ),
    st.integers(0, 2),
)  # fmt: skip


@given(FLOWS, FLOWS)
def test_who_changed_alone_is_taken_whole(base: Flow, one: Flow) -> None:
    for merged in (
        merge(base=base, ours=one, theirs=base), merge(base=base, ours=base, theirs=one),
        merge(base=base, ours=one, theirs=one),
    ):  # fmt: skip
        assert merged.flow == one
        assert merged.conflicts == ()


@given(FLOWS, FLOWS, FLOWS)
def test_any_two_changes_make_a_flow_and_ours_wins_where_they_collide(base: Flow, ours: Flow, theirs: Flow) -> None:
    merged = merge(base=base, ours=ours, theirs=theirs)

    if merged.conflicts:
        assert {each.field for each in merged.conflicts if each.step is None} <= {"edges", "priority"}
    else:
        assert merge(base=base, ours=theirs, theirs=ours).flow.steps == merged.flow.steps
    for id, step in ours.steps.items():
        if id not in base.steps or base.steps[id].kind != step.kind:
            assert merged.flow.steps[id].kind == step.kind


def conflicts(ours: Flow, theirs: Flow) -> dict[tuple[str | None, str], tuple[Any, Any]]:
    merged = merge(base=BASE, ours=ours, theirs=theirs)
    return {(each.step, each.field): (each.ours, each.theirs) for each in merged.conflicts}


def test_one_text_written_twice_is_a_conflict_of_that_text() -> None:
    ours, theirs = changed(steps__ask__text__en="Which one?"), changed(steps__ask__text__en="Which order?")

    assert conflicts(ours, theirs) == {("ask", "text.en"): ("Which one?", "Which order?")}
    assert merge(base=BASE, ours=ours, theirs=theirs).flow == ours


def test_a_choice_changed_twice_is_told_with_all_choices_and_the_rest_of_both_changes() -> None:
    ours = changed(steps__ask__choices__0__label__en="Sure", steps__ask__choices__1__label__en="Nope")
    theirs = changed(steps__ask__choices__0__label__en="Of course", steps__ask__text__en="Which order?")

    found = conflicts(ours, theirs)

    mine, other = found.pop(("ask", "choices"))
    assert found == {}
    assert [each["label"]["en"] for each in mine] == ["Sure", "Nope"]
    assert [each["label"]["en"] for each in other] == ["Of course", "Nope"]


def test_a_step_that_one_deleted_and_the_other_changed_is_told_whole() -> None:
    ours, theirs = changed(steps__say=None), changed(steps__say__title="Tell")

    found = conflicts(ours, theirs)

    assert set(found) == {("say", "")}
    assert found["say", ""][0] is None
    assert found["say", ""][1]["title"] == "Tell"


def test_a_step_that_became_two_different_kinds_is_told_whole() -> None:
    ours, theirs = changed(steps__end=message("Bye")), changed(steps__end={"kind": "note", "text": "Done"})

    assert set(conflicts(ours, theirs)) == {("end", "")}


def test_a_port_led_to_two_places_is_a_conflict_of_the_edges_and_others_are_kept_on_both_sides() -> None:
    ours = changed(edges=edges("ask.choice:yes > end", "ask.choice:no > end", "say.next > end", "ask.failed > end"))
    theirs = changed(edges=edges("ask.choice:yes > ask", "ask.choice:no > end"))

    found = conflicts(ours, theirs)

    assert set(found) == {(None, "edges")}
    mine, other = ({(each["step"], each["port"]): each["to"] for each in side} for side in found[None, "edges"])
    assert mine == {("ask", "choice:yes"): "end", ("ask", "choice:no"): "end", ("ask", "failed"): "end"}
    assert other == {**mine, ("ask", "choice:yes"): "ask"}


def test_the_order_of_who_reordered_is_kept() -> None:
    ours = changed(steps__ask__choices=[CHOICES[0], {"id": "no", "label": {"en": "Nope"}}])
    theirs = changed(steps__ask__choices=[CHOICES[1], CHOICES[0]])

    merged = merge(base=BASE, ours=ours, theirs=theirs)

    asked = merged.flow.steps[next(iter(merged.flow.steps))].model_dump(mode="json")
    assert [(each["id"], each["label"]["en"]) for each in asked["choices"]] == [("no", "Nope"), ("yes", "Yes")]
    assert merged.conflicts == ()


def test_branches_that_each_took_away_are_not_all_gone() -> None:
    branches = [{"id": "a"}, {"id": "b"}]
    base, ours, theirs = (
        flow({"pick": {"kind": "split", "branches": each}}) for each in (branches, branches[:1], branches[1:])
    )

    merged = merge(base=base, ours=ours, theirs=theirs)

    assert merged.flow == ours
    assert [(each.step, each.field) for each in merged.conflicts] == [("pick", "branches")]
