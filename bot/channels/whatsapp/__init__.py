"""WhatsApp, for customers: one business number, through the Cloud API."""

from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.settings import WhatsAppSettings

__all__ = ["WhatsAppChannel", "WhatsAppSettings"]
