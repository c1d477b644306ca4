"""Who writes: VK says a number, and a name when it is asked. Names are remembered for a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.channels.base import SendError
from bot.channels.vk.client import Client
from bot.events import FromCustomer, Profile

_KNOWN_FOR = timedelta(days=1)
_MOST = 10_000
_AT_ONCE = 1000
log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class People:
    client: Client
    _known: dict[str, tuple[Profile, datetime]] = field(default_factory=dict)

    async def learn(self, events: Sequence[FromCustomer], now: datetime) -> None:
        """Who wrote them; unknown where VK does not tell: no message waits for a name."""
        users = {each.address.external_id for each in events}
        await self._ask([user for user in users if not self._is_known(user, now)], now)

    def named(self, events: Sequence[FromCustomer]) -> list[FromCustomer]:
        """The same with their writers' names, as far as those are known."""
        return [replace(each, profile=self._profile(each)) for each in events]

    def _is_known(self, user: str, now: datetime) -> bool:
        return user in self._known and now - self._known[user][1] < _KNOWN_FOR

    async def _ask(self, users: Sequence[str], now: datetime) -> None:
        if not users:
            return
        try:
            told = await self.client.call("users.get", user_ids=",".join(users[:_AT_ONCE]), fields="screen_name")
        except SendError as error:
            log.info("VK does not tell who writes", action="names_unknown", reason=error.reason)
            return
        self._forget_some()
        self._known |= {user: (profile, now) for user, profile in _profiles(told)}

    def _profile(self, event: FromCustomer) -> Profile:
        known, _ = self._known.get(event.address.external_id, (Profile(), None))
        return replace(event.profile, name=known.name, username=known.username)

    def _forget_some(self) -> None:
        if len(self._known) > _MOST:
            self._known.clear()


def _profiles(told: object) -> Iterable[tuple[str, Profile]]:
    for each in told if isinstance(told, list) else ():
        if isinstance(each, dict) and isinstance(each.get("id"), int):
            name = " ".join(str(each.get(part) or "") for part in ("first_name", "last_name")).strip()
            page = each.get("screen_name")
            yield str(each["id"]), Profile(name=name or None, username=page if isinstance(page, str) else None)
