"""Viber, for customers: one-to-one chats with one bot, through the REST Bot API."""

from bot.channels.viber.channel import ViberChannel
from bot.channels.viber.settings import ViberSettings

__all__ = ["ViberChannel", "ViberSettings"]
