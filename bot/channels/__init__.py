"""The messengers. Adding one is a package beside this and a line in `KINDS`; `README.md` says what it needs."""

from typing import Any

from bot.channels.custom.kind import CUSTOM
from bot.channels.email.kind import EMAIL
from bot.channels.kind import Kind
from bot.channels.site.kind import SITE
from bot.channels.telegram.kind import TELEGRAM
from bot.channels.viber.kind import VIBER
from bot.channels.vk.kind import VK
from bot.channels.whatsapp.kind import WHATSAPP

KINDS: tuple[Kind[Any], ...] = (
    SITE,
    TELEGRAM,
    VIBER,
    WHATSAPP,
    VK,
    CUSTOM,
    EMAIL,
)
