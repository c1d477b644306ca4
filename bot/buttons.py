"""The bot's quick answers. An action names its session, so that a button of an earlier one is known as old."""

from typing import Literal, get_args

from handoff.messages import Button
from handoff.session import Asked, WithBot

Choice = Literal[
    "choice_1", "choice_2", "choice_3", "choice_4", "choice_5", "choice_6", "choice_7", "choice_8"
]  # fmt: skip
Verb = Literal["helped", "not_helped", "person", "yes_person", "no_person", "catalogue"] | Choice

CHOICES: tuple[Choice, ...] = get_args(Choice)
"""What the bot has offered, in order: articles, lines or services."""

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
    if number != str(session.number):
        return None
    offered = CHOICES[: len(session.choices)]
    verb = next((each for each in (*FROM_BUTTON, "catalogue", *offered) if each == name), None)
    return verb if verb is None or _ANSWERS.get(verb, session.asked) is session.asked else None
