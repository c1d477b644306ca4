"""One event, carried through: decide, commit, announce, deliver. Handling it twice is as good as once."""

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, field, replace

import structlog

from bot.announcer import WorkerAnnouncer
from bot.channels.base import Channel, Reads, channel_name
from bot.delivery import Postman
from bot.events import AnyEvent, Edited, OfOneMessage, Poke, Pressed, Reacted, Receipt, Said, Wake, Withdrawn
from bot.flowing.outbox import Outbox
from bot.joining_news import JoiningNews
from bot.metrics import CONFLICTS
from bot.turn import Turn
from handoff.conversation import Conversation, begin
from handoff.customer import Address
from handoff.ids import ConversationId
from handoff.keep import keep
from handoff.messages import Delivery, DeliveryState, Happening
from handoff.ports import Books, Clock, Conflict
from handoff.session import WithBot
from storage.mongo.conversations import MongoConversations
from storage.mongo.messages import MongoHistory

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handler:
    """What a worker does with an event."""

    conversations: MongoConversations
    history: MongoHistory
    turn: Turn
    postman: Postman
    announcer: WorkerAnnouncer
    outbox: Outbox
    joining: JoiningNews
    channels: Mapping[str, Channel]
    books: Books
    clock: Clock
    _background: set[asyncio.Task[None]] = field(default_factory=set)

    async def handle(self, event: AnyEvent) -> None:
        match event:
            case Edited():
                await self.history.edit(event.conversation_id, event.provider_id, event.text, event.at)
            case Receipt():
                state = DeliveryState(event.state)
                delivery = Delivery(state=state, at=event.at, provider_id=event.provider_id, reason=event.reason)
                await self.history.received(event.conversation_id, event.provider_id, delivery, event.message_id)
            case Withdrawn():
                await self.history.withdraw(event.conversation_id, event.provider_id, event.sent_at)
            case Reacted():
                await self.history.react(event.conversation_id, event.provider_id, event.reactions)
            case Pressed():
                if channel := self._channel(event.address):
                    self._meanwhile(channel.pressed(event))
            case _:
                pass
        conversation = await self._commit(event)
        if conversation is not None:
            delivered = await self.postman.deliver(conversation)
            if delivered.customer_left:
                await self._customer_left(conversation.id, event)
            if delivered.sent or isinstance(event, OfOneMessage):
                await self.announcer.delivered(conversation.id)

    async def poisoned(self, conversation_id: ConversationId, event: AnyEvent | None, error: str) -> None:
        """An event of this conversation (None: it can't even be read) was set aside: a person takes over."""
        while True:
            before = await self.conversations.load(conversation_id)
            after = await self.turn.gives_up(before, event, error)
            if after is None or after is before:
                return
            kept = keep(after, await self.books.now(), self.clock())
            try:
                committed = await self.conversations.commit(before or _nothing_yet(kept), kept)
            except Conflict:
                continue
            await self.announcer.announce(before or _nothing_yet(kept), committed)
            await self.postman.deliver(committed)
            return

    async def _commit(self, event: AnyEvent) -> Conversation | None:
        """The conversation as it is once the event is decided; None when there is none."""
        while True:
            before = await self.conversations.load(event.conversation_id)
            with_bot = before is None or isinstance(before.session, WithBot)
            if isinstance(event, Said) and with_bot and (channel := self._channel(event.address)):
                sign = channel.read(event) if isinstance(channel, Reads) else channel.typing(event.address)
                self._meanwhile(sign)
            after = await self.turn.decide(before, event)
            if after is None:
                return None
            after = await self._kept(before, after, event)
            if after is before:
                if not isinstance(event, Poke):  # a repeat: the first try may have died before it told the world
                    await self.announcer.announce(before, before)
                    await self.joining.committed(None, before, event)
                return before
            base = before or _nothing_yet(after)
            await self.joining.decided(base, after, event)
            try:
                committed = await self.conversations.commit(base, after)
            except Conflict:  # staff were faster: decide again on what is true now
                CONFLICTS.inc()
                continue
            await self.announcer.announce(base, committed)
            self.outbox.send(base, committed)
            await self.joining.committed(before, committed, event)
            return committed

    async def _kept(self, before: Conversation | None, after: Conversation, event: AnyEvent) -> Conversation:
        """True to the rules and the time, and with what flows make of that; the very same where nothing is to do."""
        if after is not before or isinstance(event, Wake):
            after = keep(after, await self.books.now(), self.clock())
        if isinstance(event, OfOneMessage):
            return after
        noticed = await self.turn.notices(before, after, event)
        return after if noticed is after else keep(noticed, await self.books.now(), self.clock())

    async def _customer_left(self, conversation_id: ConversationId, event: AnyEvent) -> None:
        """A send told us that the customer can't be reached."""
        while (before := await self.conversations.load(conversation_id)) is not None and not before.customer.left:
            gone = before.knowing(replace(before.customer, left=True))
            told = await self._kept(before, gone.reports(Happening.CUSTOMER_LEFT, at=self.clock()), event)
            try:
                committed = await self.conversations.commit(before, told)
            except Conflict:
                continue
            self.outbox.send(before, committed)
            await self.postman.deliver(committed)

    def _channel(self, address: Address) -> Channel | None:
        """None where it is switched off or gone: its customers' last words are heard all the same."""
        return self.channels.get(channel_name(address.channel, address.account))

    def _meanwhile(self, work: Coroutine[object, object, None]) -> None:
        """A courtesy to the messenger that nobody waits for."""
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)


def _nothing_yet(new: Conversation) -> Conversation:
    """What a conversation was before its first event."""
    return begin(new.address, new.customer, at=new.created_at)
