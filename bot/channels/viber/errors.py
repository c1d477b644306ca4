"""Viber's refusals in our words. HTTP says 200 to them, and the `status` in the body what is wrong."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import httpx
import orjson

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable

PAUSE = timedelta(minutes=1)
"""Viber names no time. Its limit of a hundred messages an hour ends as soon as the customer answers."""

_LOCKED_OUT = {
    2: "Viber does not accept the bot's token.",
    7: "Viber has blocked the bot.",
    8: "Viber does not know the bot.",
    9: "Viber has suspended the bot.",
    15: "Viber does not let the bot do this.",
}
_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol)


class NotSubscribed(Gone):
    """The customer has not written yet, or has left."""


def answer(response: httpx.Response) -> Mapping[str, Any]:
    """What Viber says, if it did what it was asked. Raises SendError."""
    match response.status_code:
        case 200:
            return _checked(response.content)
        case 504:
            # The server in front passed the call on and did not wait for the end.
            raise Unknown("Viber took the message and did not say whether it was sent.")
        case 429:
            raise Throttled("Viber asks to write more slowly.", PAUSE)
        case status if status >= 500:
            raise Unreachable(f"Viber has trouble: HTTP {status}.")
        case status:
            raise Rejected(f"Viber refuses the call: HTTP {status}.")


def lost(error: httpx.HTTPError) -> SendError:
    if isinstance(error, _NEVER_LEFT):
        return Unreachable("Viber cannot be reached.")
    return Unknown("The connection to Viber broke before it said whether the message was sent.")


def _checked(body: bytes) -> Mapping[str, Any]:
    try:
        said = orjson.loads(body)
        status, why = int(said["status"]), str(said.get("status_message", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise Unknown("Viber took the message and answered something unreadable.") from None
    if status:
        raise _refusal(status, why)
    return dict(said)


def _refusal(status: int, why: str) -> SendError:
    match status:
        case 1:
            return Rejected(f"Viber cannot call the bot's webhook: {why or 'no cause given'}.")
        case 2 | 7 | 8 | 9 | 15:
            return LockedOut(_LOCKED_OUT[status])
        case 5:
            return Gone("Viber does not know this customer any more.")
        case 6:
            return NotSubscribed("The customer is not subscribed to the bot.")
        case 10:
            return Unreachable("Viber waits for the bot's webhook to be set.")
        case 11 | 13:
            return Rejected("The customer's Viber is too old to show this message.")
        case 12:
            return Throttled("Viber takes no more messages to this customer before they answer.", PAUSE)
        case _:
            return Rejected(f"Viber refuses the message: {why or 'no cause given'} (status {status}).")
