"""VK's API for communities in one process: strict, scriptable, and honest about who said what and when."""

from tests.fakes.vk.cloud import Call, VkCloud
from tests.fakes.vk.users import Received, User

__all__ = ["Call", "Received", "User", "VkCloud"]
