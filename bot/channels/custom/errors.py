"""What a partner's answers mean for a message.

The partner shows an id once, however often it comes. So where an answer was lost, we send again, as with no other
messenger; only when the last try has ended, and one of them may have got through, is the outcome `Unknown`.
"""

from datetime import timedelta

import httpx
from pydantic import ValidationError

from bot.calling.answers import Answer
from bot.channels.base import Accepted, Gone, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.custom.payload import NotTaken, Taken
from handoff.messages import Delivery

TRIES = 6
"""As many as the postman makes; a test holds them equal."""
PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(hours=1)
LOST = "The custom messenger did not say whether it has shown the message."
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_PASSED_ON = (408, 502, 504)
"""Of a proxy, which can't know what became of the request behind it."""


class Lost(Unreachable):
    """The partner may have the message. Safe to send again."""

    def __init__(self) -> None:
        super().__init__(LOST)


def accepted(answer: Answer, our_id: str) -> Accepted:
    """Raises SendError."""
    if 200 <= answer.status < 300:
        return Accepted(provider_id=_their_id(answer) or our_id)
    raise _refusal(answer)


def broken(error: httpx.TransportError | TimeoutError) -> SendError:
    return Unreachable("The custom messenger can't be reached.") if isinstance(error, _NEVER_LEFT) else Lost()


def after(error: Unreachable, before: Delivery | None) -> SendError:
    """The error of this try, in the light of those before it."""
    if not isinstance(error, Lost) and not (before and before.reason == LOST):
        return error
    is_last = before is not None and before.tries + 1 >= TRIES
    return Unknown(LOST) if is_last else Lost()


def _refusal(answer: Answer) -> SendError:
    status, reason = answer.status, _their_reason(answer)
    if status == 410:
        return Gone(reason or "The custom messenger does not have this customer any more.")
    if status == 429:
        return Throttled("The custom messenger asks to write more slowly.", _pause(answer))
    if status in _PASSED_ON:
        return Lost()
    if status >= 500:
        return Unreachable(f"The custom messenger has trouble: HTTP {status}.")
    if status in (401, 403):
        return Rejected("The custom messenger does not accept our signature.")
    return Rejected(reason or f"The custom messenger refuses the message: HTTP {status}.")


def _pause(answer: Answer) -> timedelta:
    return PAUSE if answer.retry_after is None else min(answer.retry_after, LONGEST_PAUSE)


def _their_id(answer: Answer) -> str | None:
    try:
        return Taken.model_validate(answer.body).id
    except ValidationError:  # it said 2xx, and that is what counts
        return None


def _their_reason(answer: Answer) -> str | None:
    try:
        return NotTaken.model_validate(answer.body).reason
    except ValidationError:
        return None
