"""The table of methods: `METHODS[lower-case name](cloud, bot, call)`.

Each returns what stands under `result`, or raises the refusal that the real server gives.
"""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.call import Call
from tests.fakes.telegram.state import Bot

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

Method = Callable[["TelegramCloud", Bot, Call], Awaitable[Any]]
METHODS: dict[str, Method] = {}


def method(function: Method) -> Method:
    """Register under the name on the wire: `send_message` is `sendMessage` in any case."""
    METHODS[function.__name__.replace("_", "")] = function
    return function
