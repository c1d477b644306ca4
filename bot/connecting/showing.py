"""A connection as the console shows it: what was entered, without its secrets, and how it fares."""

import asyncio
import time
from dataclasses import dataclass, field

from bot.channels.base import KnowsWebhook, SendError, WebhookState
from bot.connecting import schemas
from bot.connecting.roster import Entry, Roster
from bot.connecting.schemas import ConnectionView, HealthView, MishapView, State, WebhookView
from handoff.book import Book
from handoff.ports import Clock
from storage.redis.channel_health import ChannelHealth, Vitals

_ASK_AGAIN = 60.0
_ANSWERS_WITHIN = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """`address` is where others reach us."""

    roster: Roster
    health: ChannelHealth
    address: str
    clock: Clock
    _webhooks: dict[str, tuple[float, WebhookState | None]] = field(default_factory=dict)

    async def all(self, book: Book) -> schemas.Connections:
        entries = self.roster.entries()
        return schemas.Connections(items=list(await asyncio.gather(*(self.one(each, book) for each in entries))))

    async def one(self, entry: Entry, book: Book) -> ConnectionView:
        connection = entry.connection
        vitals, webhook = await asyncio.gather(self.health.of(entry.name, self.clock()), self._webhook(entry))
        return ConnectionView(
            name=entry.name, kind=connection.kind, account=connection.account, title=connection.title,
            from_environment=entry.from_environment, on=connection.on, line=connection.line,
            flows=list(connection.flows), settings=dict(connection.settings), secrets_kept=list(connection.secrets),
            webhook_url=f"{self.address}/channels/{entry.name}", version=connection.version,
            changed_by=book.name(connection.changed_by) if connection.changed_by else None,
            changed_at=connection.changed_at, health=_health(entry, vitals, webhook),
        )  # fmt: skip

    async def _webhook(self, entry: Entry) -> WebhookState | None:
        """Asked once a minute at most; a messenger that is slow to say so is not waited for."""
        if not isinstance(entry.channel, KnowsWebhook):
            return None
        asked_at, known = self._webhooks.get(entry.name, (-_ASK_AGAIN, None))
        if time.monotonic() - asked_at >= _ASK_AGAIN:
            try:
                async with asyncio.timeout(_ANSWERS_WITHIN):
                    known = await entry.channel.webhook_state()
            except (SendError, TimeoutError):
                known = None
            self._webhooks[entry.name] = (time.monotonic(), known)
        return known


def state_of(entry: Entry, vitals: Vitals) -> tuple[State, str]:
    """With the reason, where it fails."""
    if not entry.connection.on:
        return State.OFF, ""
    if entry.channel is None:
        return State.FAILING, entry.reason
    if vitals.trouble:
        return State.FAILING, " ".join(dict.fromkeys(vitals.trouble.values()))
    return (State.OK if vitals.received_at or vitals.sent_at else State.QUIET), ""


def _health(entry: Entry, vitals: Vitals, webhook: WebhookState | None) -> HealthView:
    state, reason = state_of(entry, vitals)
    mishap = vitals.mishap
    return HealthView(
        state=state, reason=reason, last_received_at=vitals.received_at, last_sent_at=vitals.sent_at,
        last_error=MishapView(at=mishap.at, direction=mishap.way, text=mishap.text) if mishap else None,
        received_hour=vitals.received, sent_hour=vitals.sent, failed_hour=vitals.failed, queued=vitals.queued,
        throttled_until=vitals.throttled_until,
        webhook=WebhookView(
            pending=webhook.pending, last_error=webhook.last_error, last_error_at=webhook.last_error_at
        ) if webhook else None,
    )  # fmt: skip
