"""Flows as values and as files."""

import json
from datetime import UTC, datetime

import pytest

from flows.errors import BadFlowFile
from flows.files import dump, load
from flows.model import Draft, Flow, Library, Spot
from flows.schema import document
from flows.steps import STEPS
from flows.words import FlowId, PortName, StepId

MONDAY = datetime(2026, 11, 23, 10, tzinfo=UTC)
ORDER = """{"format": 1, "layout": {"ask": {"x": 10, "y": 20}}, "flow": {
  "id": "order", "name": {"en": "Order"}, "languages": ["en", "ru"],
  "variables": {"size": {"type": "text"}},
  "triggers": [{"id": "t", "kind": "words", "words": ["order"], "leads_to": "ask"}],
  "steps": {
    "ask": {"kind": "question", "text": {"en": "Which size?", "ru": "Какой размер?"}, "answer": "choice",
            "variable": "size", "patience": "PT10M",
            "choices": [{"id": "s", "label": {"en": "Small"}}, {"id": "l", "label": {"en": "Large"}}]},
    "small": {"kind": "note", "text": "Small"},
    "done": {"kind": "close", "reason": "ordered"}},
  "edges": [{"step": "ask", "port": "choice:s", "to": "small"}, {"step": "ask", "port": "next", "to": "done"}]}}"""


@pytest.fixture
def flow() -> Flow:
    return load(ORDER).flow


def test_a_file_comes_back_as_it_was() -> None:
    file = load(ORDER)
    written = dump(file.flow, file.layout)
    assert load(written) == file
    assert dump(load(written).flow, load(written).layout) == written
    assert "Какой размер?" in written


def test_moving_a_box_changes_no_flow(flow: Flow) -> None:
    draft = Draft(flow=flow)
    moved = draft.saved(flow, {"ask": Spot(x=99, y=0)})
    assert moved.version == draft.version + 1
    assert moved.flow.checksum() == draft.flow.checksum()


def test_changing_a_word_changes_the_checksum(flow: Flow) -> None:
    assert load(ORDER.replace("Large", "Huge")).flow.checksum() != flow.checksum()


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (('"format": 1', '"format": 2'), "format"),
        (('"kind": "close"', '"kind": "explode"'), "flow.steps.done"),
        (('"reason": "ordered"', '"reason": 7'), "flow.steps.done.close.reason"),
        (('"port": "next"', '"gate": "next"'), "flow.edges.1.port"),
        (('"languages": ["en", "ru"]', '"languages": []'), "flow.languages"),
        (('{"format"', '["format"'), ""),
    ],
)
def test_a_bad_file_is_refused_with_the_place(change: tuple[str, str], place: str) -> None:
    with pytest.raises(BadFlowFile) as raised:
        load(ORDER.replace(*change))
    assert place in {each[0] for each in raised.value.problems}


def test_a_port_without_an_edge_leads_where_it_falls_to(flow: Flow) -> None:
    ask = StepId("ask")
    ways = {str(port.name): flow.target(ask, port.name) for port in flow.steps[ask].ports()}
    assert ways == {
        "choice:s": "small",
        "choice:l": "done",
        "next": "done",
        "failed": None,
        "silent": None,
        "person": None,
    }


def test_a_changed_copy_has_its_own_ways(flow: Flow) -> None:
    ask, port = StepId("ask"), PortName("next")
    assert flow.target(ask, port) == "done"
    assert flow.model_copy(update={"edges": ()}).target(ask, port) is None


def test_the_library_begins_the_newest_and_keeps_the_others(flow: Flow) -> None:
    old, new = (Draft(flow=flow).publish(number=number, at=MONDAY, author="ann") for number in (1, 2))
    library = Library.of(new, old)
    assert library.current(FlowId("order")) == new
    assert library.revision(FlowId("order"), 1) == old
    assert library.revision(FlowId("order"), 3) is None
    assert library.current(FlowId("gone")) is None
    assert [offer.trigger.id for offer in library.offers()] == ["t"]


def test_a_rollback_is_the_older_number_published_again(flow: Flow) -> None:
    old, new = (Draft(flow=flow).publish(number=number, at=MONDAY, author="ann") for number in (1, 2))
    library = Library(revisions=Library.of(old, new).revisions, published={flow.id: 1})
    assert library.current(flow.id) == old


def test_the_schema_tells_every_kind_and_what_fields_are_for() -> None:
    schema = document()
    kinds = {
        definition["properties"]["kind"].get("const")
        for definition in schema["$defs"].values()
        if "kind" in definition.get("properties", {})
    }
    assert kinds >= set(STEPS)
    assert schema["$defs"]["Case"]["properties"]["when"]["format"] == "expression"
    assert schema["$defs"]["Subflow"]["properties"]["flow"]["format"] == "flow"
    assert json.dumps(schema)


@pytest.mark.parametrize("kind", STEPS)
def test_every_field_of_a_form_has_a_title(kind: str) -> None:
    fields = {name: field for name, field in STEPS[kind].model_fields.items() if name != "kind"}
    assert all(field.title for field in fields.values()), [name for name, field in fields.items() if not field.title]
    assert STEPS[kind].__doc__


def test_fields_that_mean_something_only_with_others_name_fields_and_values_that_there_are() -> None:
    definitions = document()["$defs"]
    hints = [
        (each["properties"], field, values)
        for each in definitions.values()
        for part in each.get("properties", {}).values()
        for field, values in part.get("shown_if", {}).items()
    ]
    assert hints
    for properties, field, values in hints:
        own = properties[field]
        known = definitions[own["$ref"].rsplit("/")[-1]] if "$ref" in own else own
        assert set(values) <= set(known["enum"])
