"""VK, for customers: the messages of one community, by the Callback API or by polling."""

from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings

__all__ = ["VkChannel", "VkSettings"]
