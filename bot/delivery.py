"""Sends what a conversation's journal holds, in order, and moves it into the history.

Each try is written down before the call, and the message settled after it. A try without a settlement means that a
process died in between: the customer may have the message or not, so it becomes `unknown`, shown to people, not resent.
A throttled or unreachable chat is left queued and wakes by itself; it holds up nobody else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import structlog

from bot.channels.base import (
    Accepted,
    Channel,
    Gone,
    Paced,
    Rejected,
    SendError,
    Throttled,
    Unknown,
    Unreachable,
    channel_name,
)
from bot.connecting.ledger import Ledger
from bot.connecting.unserved import channel_of
from bot.metrics import SENT
from bot.speaking import carry_out, spoken
from bot.tries import Outcome, Tries, Try
from handoff.conversation import Conversation
from handoff.messages import Delivery, DeliveryState, Message
from handoff.notices import notices_of
from handoff.orders import as_ordered, ordered
from handoff.ports import Clock, Notices
from storage.mongo.conversations import MongoConversations
from storage.mongo.messages import MongoHistory

log = structlog.get_logger()
TRIES = 6
_SILENCE = timedelta(seconds=1)
_LEFT_AFTER = timedelta(seconds=5)
"""Whoever waits for a try writes down what came of it long before."""
_LEFT_ALONE = "Not sent: this customer can't be reached here until they write again."
_DIED = "The process that sent it died meanwhile."
_TAKEN_BACK = "It was taken back before it was sent."
_TOO_LATE = "The customer wrote too long ago: until they write again, this messenger takes approved templates only."


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What came of a delivery: whether the fate of any message changed, and whether the customer turned out gone."""

    sent: bool
    customer_left: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Postman:
    """Delivers journals. Only workers have one, so that limits of messengers are kept in one place."""

    conversations: MongoConversations
    history: MongoHistory
    notices: Notices
    channels: Mapping[str, Channel]
    ledger: Ledger
    clock: Clock
    _tries: Tries = field(default_factory=Tries)

    async def deliver(self, conversation: Conversation) -> Delivered:
        """Send, write, settle."""
        settled: list[Message] = []
        wake_at: datetime | None = None
        gone = False
        for message in conversation.journal:
            if message.delivery is None or message.delivery.state is not DeliveryState.QUEUED:
                settled.append(message)
                continue
            if wake_at is not None:
                continue  # an earlier message still waits: keep the order
            if ordered(message) is not None:
                await self.history.write(conversation.id, settled)  # what it changes may be among them
            as_wanted = as_ordered(message, conversation.journal)
            outcome = await self._send(conversation, as_wanted, gone=gone or conversation.customer.left)
            if outcome.delivery.state is DeliveryState.QUEUED:
                wake_at = outcome.delivery.at
            else:
                gone = gone or outcome.gone
                settled.append(replace(as_wanted, delivery=outcome.delivery, part_ids=outcome.part_ids))
        if settled:
            await self.notices.add([each for message in settled for each in notices_of(conversation, message)])
            await self.history.write(conversation.id, settled)
            await self._tell_others(settled)
            self._forget(conversation, settled)
        done = [each.id for each in settled]
        self._count_waiting(conversation, settled)
        if wake_at is not None:
            alarm = conversation.alarm
            await self.conversations.settle(conversation, done, wake_at=min(wake_at, alarm) if alarm else wake_at)
        elif settled or conversation.wake_at != conversation.alarm:
            self.conversations.settle_soon(conversation, done)
        sent = any(message.delivery for message in settled) or wake_at is not None
        return Delivered(sent=sent, customer_left=gone and not conversation.customer.left)

    def _count_waiting(self, conversation: Conversation, settled: Sequence[Message]) -> None:
        """For the channel's health; told again only where messages had to wait."""
        left = len(conversation.journal) - len(settled)
        if left or any(message.delivery and message.delivery.tries for message in settled):
            address = conversation.address
            self.ledger.waits(channel_name(address.channel, address.account), conversation.id, left)

    async def tidy_up(self, *, all_of_it: bool = False) -> None:
        """Take settled messages out of the journals of conversations that have fallen silent, and write down what came
        of tries whose turns ran out of time: others may have the conversation by now, and could only guess."""
        for attempt, ended in self._tries.left(_LEFT_AFTER.total_seconds()):
            delivery, part_ids, _ = ended.outcome
            if delivery.state is DeliveryState.QUEUED:
                await self.conversations.mark(ended.conversation, ended.message.id, delivery)
            else:
                await self.history.write(
                    ended.conversation, [replace(ended.message, delivery=delivery, part_ids=part_ids)]
                )
            self._tries.written(attempt)
        await self.conversations.flush_settled(older_than=timedelta() if all_of_it else _SILENCE)

    async def _send(self, conversation: Conversation, message: Message, *, gone: bool) -> Outcome:
        """What came of this try; QUEUED carries the time of the next one."""
        now = self.clock()
        delivery = message.delivery or Delivery(state=DeliveryState.QUEUED, at=now)
        if delivery.tries and delivery.at > now:
            return Outcome(delivery)  # its time has not come
        if gone:
            return _failed(_LEFT_ALONE, now)
        if message.template is None and not conversation.takes_answers(now):
            return _failed(_TOO_LATE, now)
        try:
            channel = channel_of(self.channels, conversation.address)
        except Rejected as error:  # before the try is written down: nothing is sent
            return _failed(error.reason, now)
        attempt = Try(message.id, delivery.tries)
        outcome = await self._tries.outcome(attempt)
        if outcome is None:
            outcome = await self._turn(channel, conversation, delivery)
        if outcome is None:
            trying = self._try(channel, conversation, message, attempt)
            outcome = await self._tries.make(attempt, trying, conversation.id, message)
        if outcome is None:
            if not await self.history.holds(message.id):  # else it was settled all but for the journal
                log.warning("Nobody knows whether it was sent", action="delivery_unknown", message=message.id)
                SENT.labels(channel=conversation.address.channel, state=DeliveryState.UNKNOWN.value).inc()
            return Outcome(Delivery(state=DeliveryState.UNKNOWN, at=now, reason=_DIED))
        if outcome.delivery.state is DeliveryState.QUEUED:
            await self.conversations.mark(conversation.id, message.id, outcome.delivery)
            self._tries.written(attempt)
        return outcome

    async def _turn(self, channel: Channel, conversation: Conversation, delivery: Delivery) -> Outcome | None:
        """None: now. It does not count as a try, which would have a number of its own, and might be the second."""
        try:
            if isinstance(channel, Paced):
                await channel.turn(conversation.address)
        except Throttled as error:
            return self._not_sent(channel, error, delivery.tries)
        return None

    async def _try(
        self, channel: Channel, conversation: Conversation, message: Message, attempt: Try
    ) -> Outcome | None:
        """None: somebody has begun it before."""
        now = self.clock()
        if not await self._may_begin(message, attempt, now):
            return None
        if message.withdrawn_at is not None:
            return _failed(_TAKEN_BACK, now)
        return await self._called(channel, conversation, message, attempt.number)

    async def _may_begin(self, message: Message, attempt: Try, now: datetime) -> bool:
        """An order may be given twice, a message may not."""
        ours = self._tries.takes_up(attempt)
        try:
            first = await self.conversations.mark_sending(attempt.message, attempt.number, now)
        except BaseException:
            self._tries.not_called(attempt)
            raise
        if first or ordered(message) is not None:
            return True
        # We wrote it down, and the database was away before we heard so: nobody has called, unless others took it over.
        return ours and not await self.history.holds(message.id)

    async def _called(self, channel: Channel, conversation: Conversation, message: Message, tries: int) -> Outcome:
        try:
            accepted = await self._pass_on(channel, conversation, message)
        except SendError as error:
            return self._not_sent(channel, error, tries + 1)
        self.ledger.sent(channel.name)
        SENT.labels(channel=channel.name, state=DeliveryState.ACCEPTED.value).inc()
        return Outcome(_accepted(accepted, self.clock()), accepted.part_ids)

    def _not_sent(self, channel: Channel, error: SendError, tries: int) -> Outcome:
        outcome = _outcome(error, tries, self.clock())
        self.ledger.not_sent(channel.name, error, again=outcome.state is DeliveryState.QUEUED)
        SENT.labels(channel=channel.name, state=outcome.state.value).inc()
        if outcome.state is not DeliveryState.QUEUED:
            log.warning("Message not delivered", action="not_delivered", state=outcome.state, reason=outcome.reason)
        return Outcome(outcome, gone=isinstance(error, Gone))

    def _forget(self, conversation: Conversation, settled: Sequence[Message]) -> None:
        done = {message.id for message in settled}
        for queued in conversation.journal:
            if queued.id in done and queued.delivery is not None:
                self._tries.written(Try(queued.id, queued.delivery.tries))

    async def _pass_on(self, channel: Channel, conversation: Conversation, message: Message) -> Accepted:
        if (changed := ordered(message)) is not None:
            sent = await self.history.one(conversation, changed)
            return await carry_out(channel, conversation.address, sent, message)
        return await channel.send(conversation.address, spoken(message, channel.abilities))

    async def _tell_others(self, settled: Sequence[Message]) -> None:
        """Write into other messages what came of these. Once more changes nothing."""
        for message in settled:
            if message.repeats is not None:
                await self.history.repeated(message)
            if ordered(message) is None or message.delivery is None:
                continue
            if message.delivery.state is DeliveryState.ACCEPTED:
                await self.history.carry_out(message)
            else:
                await self.history.leave_unchanged(message, message.delivery.reason or "")


def _failed(reason: str, now: datetime) -> Outcome:
    return Outcome(Delivery(state=DeliveryState.FAILED, at=now, reason=reason))


def _accepted(accepted: Accepted, now: datetime) -> Delivery:
    return Delivery(state=DeliveryState.ACCEPTED, at=now, provider_id=accepted.provider_id)


def _outcome(error: SendError, tries: int, now: datetime) -> Delivery:
    """What an error means for the message; QUEUED until a later time where a later try may work."""
    match error:
        case Throttled():
            return Delivery(state=DeliveryState.QUEUED, at=now + error.retry_after, tries=tries, reason=error.reason)
        case Unreachable() if tries < TRIES:
            later = now + timedelta(seconds=2**tries)
            return Delivery(state=DeliveryState.QUEUED, at=later, tries=tries, reason=error.reason)
        case Unknown():
            return Delivery(state=DeliveryState.UNKNOWN, at=now, tries=tries, reason=error.reason)
        case _:
            return Delivery(state=DeliveryState.FAILED, at=now, tries=tries, reason=error.reason)
