"""The whole desk without processes: workers, scheduler, dispatchers, caretaker and staff, each a call away.

Whoever tests it decides who does what next, and after which of its steps somebody dies. All of it is on real databases.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any, cast

from redis.asyncio import Redis

from bot.events import EVENTS
from bot.handler import Handler
from handoff.changes import Changes
from handoff.conversation import Conversation
from handoff.ids import EventId
from nlu.dialogue import HandOff, Outcome, State, Understood
from storage.mongo.client import Database
from tests.backstage import Backstage
from tests.day.post import Post
from tests.floor import Process
from tests.parts import Clock

AT_ONCE = timedelta(milliseconds=1)


class Died(Exception):
    """The process ended here."""


class AlwaysAPerson:
    """A dialogue that hands over whatever it hears: the words are the topic."""

    async def turn(self, *, session: str, event: EventId, text: str, language: str, state: State) -> Outcome:
        return Outcome(understood=Understood(intent="asks", confidence=1.0), commands=[HandOff(topic=text)])


class _DiesBeforeTelling:
    async def announce(self, before: Conversation, after: Conversation) -> None:
        raise Died


class _DiesBeforeCommitting(Changes):
    async def make(self, conversation_id: Any, decide: Any) -> Conversation | None:
        raise Died


@dataclass(slots=True, kw_only=True)
class Whole:
    """Two processes that serve the desk, and one that has the workers and the scheduler."""

    db: Database
    redis: Redis
    clock: Clock
    post: Post = field(default_factory=Post)
    desks: tuple[Process, Process] = field(init=False)
    backstage: Backstage = field(init=False)
    handler: Handler = field(init=False)

    def __post_init__(self) -> None:
        one, two = (Process(db=self.db, redis=self.redis, clock=self.clock) for _ in range(2))
        self.desks = (one, two)
        self.backstage = Backstage(
            db=self.db, redis=self.redis, cloud=cast(Any, None), rasa=cast(Any, None),
            dialogue=cast(Any, AlwaysAPerson()), channels=cast(Any, {"telegram": self.post}), clock=self.clock,
        )  # fmt: skip
        self.handler = self.backstage.handler()

    async def work(self, handler: Handler | None = None, *, worker: str = "one") -> None:
        """All that lies in mailboxes is handled. Who dies leaves the event there, and the conversation in hand."""
        mailbox = self.backstage.mailbox(worker)
        await mailbox.prepare()
        while holds := await mailbox.take(20, AT_ONCE):
            for hold in holds:
                while not await mailbox.rest(hold):
                    for letter in await mailbox.letters(hold):
                        event = EVENTS.validate_json(letter.event)
                        try:
                            await (handler or self.handler).handle(event)
                        except Died:
                            await mailbox.give_up(hold)
                            raise
                        await self.backstage.intake.handled([event.id], self.clock())
                        await mailbox.done(hold, letter)
        await self.backstage.conversations.flush_settled(older_than=timedelta())

    async def wake(self) -> None:
        """Time is looked after, by two at once."""
        if posted := await self.redis.keys("posted:*"):  # Redis forgets them by its own clock, which stands still
            await self.redis.delete(*posted)
        for _ in range(2):
            await self.backstage.scheduler().wake_due()
        await self.work()

    @property
    def dying_handler(self) -> Handler:
        """Commits, and dies before anybody is told."""
        return replace(self.handler, announcer=cast(Any, _DiesBeforeTelling()))

    def dying_dispatch(self, process: Process, *, committed: bool) -> Callable[[], Awaitable[int]]:
        """Reserves room and dies, or also commits, and dies before anybody is told."""
        parts: dict[str, Any] = {
            "conversations": process.conversations, "books": process.books, "clock": self.clock,
            "announcer": _DiesBeforeTelling(),
        }  # fmt: skip
        changes = Changes(**parts) if committed else _DiesBeforeCommitting(**parts)
        return replace(process.dispatcher, changes=changes).dispatch

    async def settle(self) -> None:
        """Time passes until nothing happens by itself any more; nothing is repaired."""
        for _ in range(6):
            self.clock.move_on(timedelta(seconds=25))
            await self.backstage.reception.post_overdue()
            await self.wake()
            await self.desks[0].dispatcher.dispatch()
            await self.work()
