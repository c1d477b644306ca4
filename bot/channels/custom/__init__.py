"""A company's own messenger, app or script, by a documented and signed HTTP interface in both directions."""

from bot.channels.custom.channel import CustomChannel
from bot.channels.custom.settings import CustomSettings

__all__ = ["CustomChannel", "CustomSettings"]
