"""The Telegram Bot API in one process: strict, scriptable, and honest about who said what and when."""

from tests.fakes.telegram.cloud import TelegramCloud
from tests.fakes.telegram.groups import Forum, Member
from tests.fakes.telegram.users import Press, Received, User

__all__ = ["Forum", "Member", "Press", "Received", "TelegramCloud", "User"]
