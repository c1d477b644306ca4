"""What a press of a button means now: its question may be over."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.buttons import FROM_BUTTON, Verb, button, read_action
from handoff.session import Asked
from tests.parts import conversation, with_bot

SESSION = replace(with_bot(conversation()), number=3)
QUESTIONS: dict[Verb, Asked] = {
    "helped": Asked.HELPED,
    "not_helped": Asked.HELPED,
    "yes_person": Asked.OFFER_PERSON,
    "no_person": Asked.OFFER_PERSON,
}


@pytest.mark.parametrize(
    ("story", "action", "asked", "verb"),
    [
        ("an answer to the open question", "helped#3", Asked.HELPED, "helped"),
        ("its other answer", "not_helped#3", Asked.HELPED, "not_helped"),
        ("a person is wanted", "yes_person#3", Asked.OFFER_PERSON, "yes_person"),
        ("a button of an earlier session", "helped#2", Asked.HELPED, None),
        ("a button of a session that cannot be", "helped#33", Asked.HELPED, None),
        ("another question was asked since", "helped#3", Asked.OFFER_PERSON, None),
        ("the question was answered already", "yes_person#3", None, None),
        ("a person may be asked for at any time", "person#3", None, "person"),
        ("... whatever else was asked", "person#3", Asked.HELPED, "person"),
        ("... but not from an earlier session", "person#2", None, None),
        ("an unknown verb", "pay#3", Asked.HELPED, None),
        ("no number", "helped", Asked.HELPED, None),
        ("nothing", "", None, None),
        ("a number that only looks the same", "helped#03", Asked.HELPED, None),
        ("more behind the number", "helped#3#3", Asked.HELPED, None),
    ],
)
def test_what_a_press_means(story: str, action: str, asked: Asked | None, verb: str | None) -> None:
    assert read_action(action, replace(SESSION, asked=asked)) == verb


@pytest.mark.parametrize("verb", FROM_BUTTON)
def test_a_button_is_read_back_while_its_question_is_open(verb: Verb) -> None:
    asked = replace(SESSION, asked=QUESTIONS.get(verb))

    assert read_action(button(verb, "Yes", asked).action, asked) == verb


@pytest.mark.parametrize("verb", FROM_BUTTON)
def test_an_action_fits_every_messenger(verb: Verb) -> None:
    """Forty bytes at most, in the ten-thousandth session too."""
    assert len(button(verb, "Yes", replace(SESSION, number=10_000)).action.encode()) <= 40


@given(st.text(), st.sampled_from([None, *Asked]))
def test_nothing_that_a_client_may_send_breaks_it(action: str, asked: Asked | None) -> None:
    assert read_action(action, replace(SESSION, asked=asked)) in {None, *FROM_BUTTON}
