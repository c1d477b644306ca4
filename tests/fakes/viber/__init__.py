"""Viber's REST Bot API in one process: strict, scriptable, and honest about who said what and when."""

from tests.fakes.viber.cloud import Bot, Call, ViberCloud
from tests.fakes.viber.users import Received, User

__all__ = ["Bot", "Call", "Received", "User", "ViberCloud"]
