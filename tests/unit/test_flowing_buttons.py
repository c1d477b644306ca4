"""Buttons of flows on the wire: short, and resolved against what may run."""

from hypothesis import given
from hypothesis import strategies as st

from bot.flowing.buttons import action_of, is_ours, read_action
from flows.effects import Button
from flows.gallery import every
from flows.happenings import Pressed
from flows.words import FlowId, StepId
from handoff.session import Asked
from tests.flow_world import flow, library, message

MENU = message("Menu") | {"buttons": [{"id": "one", "label": {"en": "One"}}]}
CHOICES = [{"id": "a", "label": {"en": "A"}}]
ASK = {"kind": "question", "text": {"en": "?"}, "answer": "choice", "choices": CHOICES}
RATE = {"kind": "rate", "text": {"en": "?"}, "scale": 3, "good_from": 2}


def button(flow: str, step: str, choice: str) -> Button:
    return Button(label="x", flow=FlowId(flow), step=StepId(step), choice=choice)


@given(st.text(max_size=64), st.text(max_size=64), st.text(max_size=40))
def test_every_action_is_short_and_known_as_ours(flow: str, step: str, choice: str) -> None:
    action = action_of(button(flow, step, choice))

    assert len(action.encode()) <= 40
    assert is_ours(action)


def test_the_desks_own_actions_are_not_ours() -> None:
    assert not any(is_ours(f"{each}#1") for each in Asked)


def test_buttons_of_all_kinds_of_steps_are_resolved() -> None:
    there = library(flow({"menu": MENU, "ask": ASK, "rate": RATE}))
    pressed = [("menu", "one"), ("ask", "a"), ("rate", "1"), ("rate", "3")]

    found = [read_action(action_of(button("main", *each)), there) for each in pressed]

    assert found == [Pressed(flow=FlowId("main"), step=StepId(step), choice=choice) for step, choice in pressed]


def test_what_is_gone_is_resolved_only_if_a_trigger_speaks_of_it() -> None:
    wants = [{"id": "b", "kind": "button", "flow": "gone", "step": "menu", "choice": "one", "leads_to": "a"}]
    plain, wanting = flow({"a": message("A")}), flow({"a": message("A")}, triggers=wants)
    action = action_of(button("gone", "menu", "one"))

    assert read_action(action, library(plain)) is None
    assert read_action(action, library(wanting)) == Pressed(
        flow=FlowId("gone"), step=StepId("menu"), choice="one"
    )  # fmt: skip


def test_no_two_buttons_of_the_gallery_are_mistaken_for_each_other() -> None:
    there = library(*every())
    all_of_them = [
        (flow.id, step, each.choice)
        for flow in every()
        for step, kind in flow.steps.items()
        for _, say in kind.shows("en")
        for each in say.buttons
    ]

    found = [read_action(action_of(button(*each)), there) for each in all_of_them]

    assert [(each.flow, each.step, each.choice) for each in found if each] == all_of_them
