"""Telegram, for customers: private chats with one bot, through the Bot API."""

from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings

__all__ = ["TelegramChannel", "TelegramSettings"]
