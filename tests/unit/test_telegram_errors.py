"""Telegram's refusals and the network's, in our words. What a server can be made to say is told in the scenarios."""

from datetime import timedelta

import aiohttp
import pytest
from aiogram.exceptions import (
    AiogramError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramNetworkError,
    TelegramRetryAfter,
)
from aiogram.methods import SendMessage

from bot.channels.base import Gone, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.telegram.errors import send_error

CALL = SendMessage(chat_id=7, text="my card is 4111 1111")


def network(cause: Exception) -> AiogramError:
    error = TelegramNetworkError(method=CALL, message=f"{type(cause).__name__}: {cause}")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (network(aiohttp.ConnectionTimeoutError("to host http://cloud/bot10001:secret/sendMessage")), Unreachable),
        (network(TimeoutError()), Unknown),
        (network(aiohttp.ServerDisconnectedError()), Unknown),
        (network(aiohttp.ClientOSError(104, "Connection reset by peer")), Unknown),
        (TelegramEntityTooLarge(method=CALL, message="Request Entity Too Large"), Rejected),
        (TelegramConflictError(method=CALL, message="Conflict: terminated by other getUpdates request"), Unreachable),
        (TelegramBadRequest(method=CALL, message="Bad Request: chat not found"), Gone),
        (TelegramBadRequest(method=CALL, message="Bad Request: message is too long"), Rejected),
        (AiogramError("something new"), Unknown),
    ],
)
def test_each_error_has_its_class_and_gives_nothing_away(error: AiogramError, kind: type[SendError]) -> None:
    told = send_error(error)

    assert type(told) is kind
    assert "secret" not in told.reason
    assert "4111" not in told.reason


def test_the_wait_is_the_one_that_telegram_names() -> None:
    told = send_error(TelegramRetryAfter(method=CALL, message="Too Many Requests: retry after 17", retry_after=17))

    assert isinstance(told, Throttled)
    assert told.retry_after == timedelta(seconds=17)
