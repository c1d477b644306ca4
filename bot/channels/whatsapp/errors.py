"""The Cloud API's refusals in the words of `bot.channels.base`. Codes are those of Meta's list of error codes."""

from datetime import timedelta

import httpx
import orjson
import structlog
from pydantic import ValidationError

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.whatsapp.payload import Failure

LOCKED_OUT_REASON = "WhatsApp does not accept our access token, or not for this number."
WINDOW_SHUT = "More than 24 hours have passed since the customer wrote: WhatsApp takes approved templates only."
UNDELIVERABLE = 131026

_NUMBER_TOO_FAST = {130429: timedelta(seconds=1), 4: timedelta(minutes=1), 80007: timedelta(minutes=1)}
"""Limits of the whole number or account, and how long to leave it alone."""
_PAIR_TOO_FAST = 131056
_LONGEST_PAIR_WAIT = 6
"""4**6 seconds is over an hour: by then the debt of any burst is repaid."""
_LOCKED_OUT = frozenset({0, 3, 10, 190, 368, 131005, 131031, 133010, *range(200, 300)})
_WINDOW = 131047
_TROUBLE = frozenset({1, 2, 131000, 131016, 131057, 133004})

log = structlog.get_logger(__name__)


class NumberThrottled(Throttled):
    """Our number as a whole is too fast: every chat has to wait."""


def answered(response: httpx.Response, tries: int) -> SendError:
    """What an answer other than success means. `tries` were made before and not taken."""
    failure = _failure(response)
    if failure is None:
        # A proxy's page: whoever wrote it does not know whether the message went through.
        return Unknown(f"WhatsApp answered with HTTP {response.status_code} and no word on the message.")
    if response.status_code == 504:
        return Unknown("WhatsApp took the message and did not say whether it was sent.")
    if response.status_code == 401 and failure.code not in _LOCKED_OUT:
        failure = Failure(code=190)
    if response.status_code == 429 and failure.code not in (*_NUMBER_TOO_FAST, _PAIR_TOO_FAST):
        failure = Failure(code=130429)
    error = refusal(failure, tries)
    if isinstance(error, Rejected) and response.status_code >= 500:
        return Unreachable(f"WhatsApp has trouble: {failure.words}.")
    return error


def refusal(failure: Failure, tries: int = 0) -> SendError:
    """What a failure means, whether it came with the answer or later."""
    code, words = failure.code, failure.words.rstrip(".")
    if code in _NUMBER_TOO_FAST:
        wait = _NUMBER_TOO_FAST[code] * 2 ** min(tries, 6)
        return NumberThrottled("WhatsApp asks our number to write more slowly.", wait)
    if code == _PAIR_TOO_FAST:
        wait = timedelta(seconds=4 ** min(tries, _LONGEST_PAIR_WAIT))
        return Throttled("WhatsApp asks to write more slowly to this customer.", wait)
    if code == UNDELIVERABLE:
        return Gone(f"WhatsApp cannot deliver to this customer: {words}.")
    if code == _WINDOW:
        return Rejected(WINDOW_SHUT)
    if code in _LOCKED_OUT:
        log.error("WhatsApp has locked us out", action="locked_out", code=code)
        return LockedOut(LOCKED_OUT_REASON)
    if code in _TROUBLE:
        return Unreachable(f"WhatsApp has trouble: {words}.")
    return Rejected(f"WhatsApp refuses the message: {words or 'it does not say why'} ({code}).")


def broken(error: httpx.HTTPError) -> SendError:
    """What a connection that broke means for the call that was on it."""
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
        return Unreachable("WhatsApp cannot be reached.")
    return Unknown("The connection to WhatsApp broke before it said whether the message was sent.")


def _failure(response: httpx.Response) -> Failure | None:
    try:
        return Failure.model_validate(orjson.loads(response.content)["error"])
    except (orjson.JSONDecodeError, ValidationError, KeyError, TypeError):
        return None
