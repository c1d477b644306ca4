"""One turn as JSON: what the product tells Rasa, what Rasa tells it back, and the memory that makes asking twice
harmless."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import Any, Literal

from pydantic import BaseModel, Extra, ValidationError, conint, constr

Answer = dict[str, Any]
Text = constr(strict=True, strip_whitespace=True, min_length=1)

_REMEDIES = {
    "sender": "Send the session's id as a string that is not empty.",
    "message": "Send the customer's words, or an intent such as /affirm, as a string that is not empty.",
    "event_id": "Send the id of the event that carried the message; a repeated id gets the same answer again.",
    "language": "Send the code of the customer's language, such as en or pl.",
    "state": 'Send an object such as {"asked": null, "failures": 0}.',
    "state.asked": "Send helped, offer_person or null: what the bot asked last and has had no answer to.",
    "state.failures": "Send how often the bot has failed in this session, as a number from 0.",
    "state.topic": "Leave it out, or send the topic of the session as it was in the last answer.",
}


class State(BaseModel):
    """What the product's database knows of the session."""

    asked: Literal["helped", "offer_person"] | None = None
    failures: conint(strict=True, ge=0) = 0  # type: ignore[valid-type]
    topic: Text | None = None  # type: ignore[valid-type]

    class Config:
        extra = Extra.forbid


class Turn(BaseModel):
    """One message of a customer, with all that is needed to decide about it."""

    sender: Text  # type: ignore[valid-type]
    message: Text  # type: ignore[valid-type]
    event_id: Text  # type: ignore[valid-type]
    language: Text = "en"  # type: ignore[valid-type]
    state: State = State()

    class Config:
        extra = Extra.forbid


def problems(error: ValidationError) -> list[dict[str, str]]:
    """What is wrong with a turn, field by field, and what to send instead."""
    found = []
    for problem in error.errors():
        field = ".".join(str(part) for part in problem["loc"] if part != "__root__") or "body"
        remedy = _REMEDIES.get(field, f"Send an object with {', '.join(Turn.__fields__)}, and nothing else.")
        found.append({"field": field, "problem": problem["msg"], "remedy": remedy})
    return found


class Turns:
    """Answers each event once: asked again, even while it is still at work, it gives the same answer.

    Only the last event of a session can come again: the product tells the next one after it has this one's answer.
    """

    def __init__(self, sessions: int) -> None:
        self._sessions = sessions
        self._last: OrderedDict[str, tuple[str, asyncio.Task[Answer]]] = OrderedDict()

    async def once(self, sender: str, event_id: str, decide: Callable[[], Awaitable[Answer]]) -> Answer:
        seen, task = self._last.get(sender, (None, None))
        if task is None or seen != event_id or _failed(task):
            task = asyncio.ensure_future(decide())
            self._last[sender] = (event_id, task)
        self._last.move_to_end(sender)
        while len(self._last) > self._sessions:
            self._last.popitem(last=False)
        # A caller who hangs up does not stop the turn: they will ask again.
        return await asyncio.shield(task)

    def forget(self, sender: str) -> None:
        """A turn that is at work goes on; who asks again is decided anew."""
        self._last.pop(sender, None)


def senders_in(body: object) -> list[str] | None:
    """Whom a call asks to forget; None where it does not say so as it should."""
    senders = body.get("senders") if isinstance(body, dict) else None
    if not isinstance(senders, list) or not all(isinstance(each, str) for each in senders):
        return None
    return senders


def _failed(task: "asyncio.Task[Answer]") -> bool:
    return task.done() and (task.cancelled() or task.exception() is not None)
