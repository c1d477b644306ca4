"""Where the templates of messengers' accounts are kept, so that they are at hand when the messenger is away."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from handoff.templates import Template, TemplateList


class Templates(Protocol):
    """By channel and account, as addresses name them."""

    async def of(self, channel: str, account: str) -> TemplateList: ...

    async def keep(self, channel: str, account: str, templates: Sequence[Template], at: datetime) -> None:
        """In the place of what was known."""
        ...
