"""The bot's quick answers. An action names its session, so that a button of an earlier one is known as old."""

from typing import Literal

from handoff.messages import Button
from handoff.session import Asked, WithBot

Verb = Literal["helped", "not_helped", "person", "yes_person", "no_person"]

FROM_BUTTON: dict[Verb, str] = {
    "helped": "/affirm",
    "not_helped": "/deny",
    "person": "/ask_human",
    "yes_person": "/affirm",
    "no_person": "/deny",
}
"""What a press means to the dialogue."""

_ANSWERS: dict[Verb, Asked] = {
    "helped": Asked.HELPED,
    "not_helped": Asked.HELPED,
    "yes_person": Asked.OFFER_PERSON,
    "no_person": Asked.OFFER_PERSON,
}


def button(verb: Verb, label: str, session: WithBot) -> Button:
    return Button(action=f"{verb}#{session.number}", label=label)


def read_action(action: str, session: WithBot) -> Verb | None:
    """What a press means now; None when its question is over."""
    name, _, number = action.partition("#")
    verb = next((each for each in FROM_BUTTON if each == name), None)
    if verb is None or number != str(session.number) or _ANSWERS.get(verb, session.asked) is not session.asked:
        return None
    return verb
