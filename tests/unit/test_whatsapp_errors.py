"""What WhatsApp's refusals mean to us: a row for each code that we tell apart. [8] [9] [11]"""

from datetime import timedelta

import httpx
import pytest

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.whatsapp.errors import LOCKED_OUT_REASON, WINDOW_SHUT, NumberThrottled, answered, broken, refusal
from bot.channels.whatsapp.payload import Failure


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (130429, NumberThrottled), (80007, NumberThrottled), (4, NumberThrottled), (131056, Throttled),
        (131026, Gone), (131047, Rejected), (190, LockedOut), (10, LockedOut), (131005, LockedOut), (100, Rejected),
        (131009, Rejected), (132000, Rejected), (131000, Unreachable), (131016, Unreachable), (999999, Rejected),
    ],
)  # fmt: skip
def test_each_code_has_its_class_and_a_reason(code: int, error: type[SendError]) -> None:
    found = refusal(Failure(code=code, message="Because."))

    assert type(found) is error
    assert found.reason.endswith(".")


def test_a_pair_that_is_too_fast_waits_four_times_longer_each_time() -> None:
    """[8]"""
    waits = [_wait(131056, tries) for tries in range(4)]

    assert waits == [timedelta(seconds=each) for each in (1, 4, 16, 64)]
    assert _wait(131056, 50) == timedelta(seconds=4096)


def test_a_number_that_is_too_fast_waits_twice_as_long_each_time() -> None:
    """[8]"""
    assert [_wait(130429, tries) for tries in (0, 1, 2)] == [timedelta(seconds=each) for each in (1, 2, 4)]


def _wait(code: int, tries: int) -> timedelta:
    found = refusal(Failure(code=code), tries)
    assert isinstance(found, Throttled)
    return found.retry_after


@pytest.mark.parametrize(
    ("status", "code", "error", "reason"),
    [
        (400, 131047, Rejected, WINDOW_SHUT),
        (401, 190, LockedOut, LOCKED_OUT_REASON),
        (401, 999, LockedOut, LOCKED_OUT_REASON),
        (429, 999, NumberThrottled, "WhatsApp asks our number to write more slowly."),
        (400, 100, Rejected, "WhatsApp refuses the message: Why (100)."),
        (500, 131000, Unreachable, "WhatsApp has trouble: Why."),
        (503, 999, Unreachable, "WhatsApp has trouble: Why."),
        (504, 131000, Unknown, "WhatsApp took the message and did not say whether it was sent."),
    ],
)
def test_an_answer_is_read_with_its_status(status: int, code: int, error: type[SendError], reason: str) -> None:
    body = {"error": {"message": "(#1) x", "code": code, "error_data": {"details": "Why"}}}

    found = answered(httpx.Response(status, json=body), 0)

    assert (type(found), found.reason) == (error, reason)


@pytest.mark.parametrize("content", [b"<html>Bad gateway</html>", b"", b"[]", b"null", b'{"error": "no"}', b"{}"])
def test_an_answer_that_is_not_the_apis_leaves_it_open_what_happened(content: bytes) -> None:
    assert isinstance(answered(httpx.Response(502, content=content), 0), Unknown)


@pytest.mark.parametrize(
    ("error", "means"),
    [
        (httpx.ConnectError("no"), Unreachable), (httpx.ConnectTimeout("no"), Unreachable),
        (httpx.PoolTimeout("no"), Unreachable), (httpx.ReadTimeout("late"), Unknown), (httpx.ReadError("cut"), Unknown),
        (httpx.RemoteProtocolError("cut"), Unknown),
    ],
)  # fmt: skip
def test_only_a_connection_that_never_was_is_surely_nothing_sent(
    error: httpx.HTTPError, means: type[SendError]
) -> None:
    assert isinstance(broken(error), means)
