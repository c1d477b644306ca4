"""WhatsApp's Cloud API in one process: strict about what it is sent, and as unpleasant as the real one when asked."""

from tests.fakes.whatsapp.cloud import WhatsAppCloud
from tests.fakes.whatsapp.people import Person, Shown

__all__ = ["Person", "Shown", "WhatsAppCloud"]
