"""Telegram's refusals in the words of `bot.channels.base`.

Whoever raises the result does so `from None`: aiohttp writes the address of a call, which holds the bot's token, into
some of its errors, and a traceback would carry it into the log.
"""

from datetime import timedelta

from aiogram.exceptions import (
    AiogramError,
    TelegramAPIError,
    TelegramBadRequest,
    TelegramConflictError,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
    TelegramUnauthorizedError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable

LOCKED_OUT = (TelegramUnauthorizedError, TelegramNotFound)
"""A wrong token gets 401, one of a wrong shape 404."""
LOCKED_OUT_REASON = "Telegram does not accept the bot's token."


def send_error(error: AiogramError) -> SendError:
    match error:
        case TelegramRetryAfter():
            wait = timedelta(seconds=error.retry_after)
            return Throttled(f"Telegram asks to wait {error.retry_after} s before writing to this chat again.", wait)
        case TelegramForbiddenError():
            return Gone(f"Telegram does not let us write to this customer: {error.message}.")
        case TelegramMigrateToChat():
            return Rejected(f"This chat has moved to {error.migrate_to_chat_id}, where we do not follow.")
        case TelegramBadRequest() if "chat not found" in error.message.lower():
            return Gone("Telegram does not know this chat any more.")
        case TelegramBadRequest():
            return Rejected(f"Telegram refuses the message: {error.message}.")
        case TelegramUnauthorizedError() | TelegramNotFound():
            return LockedOut(LOCKED_OUT_REASON)
        case TelegramEntityTooLarge():
            return Rejected("Telegram refuses the message: it is too large.")
        case TelegramNetworkError() if _never_left(error):
            return Unreachable("Telegram cannot be reached.")
        case TelegramServerError() if "timeout" in error.message.lower():
            # 504: the server in front passed the call on and did not wait for the end.
            return Unknown("Telegram took the message and did not say whether it was sent.")
        case TelegramServerError() | TelegramConflictError():
            return Unreachable(f"Telegram has trouble: {error.message}.")
        case TelegramAPIError() if not isinstance(error, TelegramNetworkError):
            return Rejected(f"Telegram refuses the message: {error.message}.")
        case _:
            return Unknown("The connection to Telegram broke before it said whether the message was sent.")


def _never_left(error: TelegramNetworkError) -> bool:
    """Whether the connection failed before anything was sent over it."""
    return isinstance(error.__cause__, ClientConnectorError | ConnectionTimeoutError)
