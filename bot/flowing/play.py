"""What one event makes of a conversation's flows: a run begins, goes on or ends, and what it wants is carried out.

A conversation may be in several flows: one that asks, and others that wait for a time, an event or a machine. The
latest is the last. What all of them did is told to the history in one row each, in the same commit.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import structlog

from bot.answering import Bot
from bot.flowing.doing import Doer
from bot.flowing.facts import facts_of
from bot.flowing.reporting import report, title
from bot.flowing.runs import Run
from flows.choosing import choose
from flows.effects import Answer, Call, Failed, StartProcess
from flows.engine import advance, begin
from flows.facts import Facts
from flows.happenings import CallFinished, Happening, Occurred, Resumed
from flows.model import Library
from flows.position import ForAnswer, ForEvent
from flows.progress import Progress
from flows.record import Begun, Ended, Heard, Move, Place, Why
from flows.triggers import Match, Offer
from flows.words import FlowId
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.session import WithBot
from handoff.standing import Noticed

log = structlog.get_logger()
MOST_BEGUN = 10
"""Flows begun by one event. Two that close and open a session in turn would begin each other for ever."""


class Play:
    """`name` is unlike that of any other event: runs that begin are named after it."""

    def __init__(
        self,
        bot: Bot,
        conversation: Conversation,
        noticed: Noticed,
        library: Library,
        book: Book,
        *,
        name: str,
        now: datetime,
    ) -> None:
        self.bot, self.doer = bot, Doer(handing_over=bot.handing_over)
        self.conversation = conversation
        self.noticed = self._known = noticed
        self.library, self.book, self.now = library, book, now
        self.runs = [Run.of(each) for each in conversation.standings]
        self._name, self._begun = name, 0
        self._over: list[Run] = []
        self._asking = {run.name for run in self.runs if run.asks}

    # -- what there is ---------------------------------------------------------------------------------------------

    @property
    def asking(self) -> Run | None:
        """The run whose question is open; of several the latest, whose is on the screen."""
        return next((run for run in reversed(self.runs) if run.asks), None)

    def facts(self) -> Facts:
        return facts_of(self.conversation, self.book, self.now)

    @property
    def alive(self) -> bool:
        """Is there any flow for this conversation?"""
        return bool(self.library.published or self.runs)

    @property
    def begun(self) -> int:
        return self._begun

    def fits(
        self, happening: Happening, *, again: bool = False, only: Callable[[Offer], bool] | None = None
    ) -> Match | None:
        """The flow that this begins. One that the conversation is in is begun `again` only by the customer's choice."""
        within = frozenset[FlowId]().union(*(run.within for run in self.runs))
        offers = [each for each in self.library.offers() if again or each.flow not in within]
        return choose(filter(only, offers), happening, self.facts()) if offers else None

    def hears(self, run: Run, happening: Happening) -> Progress:
        """What the engine would make of it."""
        if run.position is None:
            return Progress()
        return advance(self.library, run.position, happening, self.facts())

    # -- what happens ----------------------------------------------------------------------------------------------

    async def begin(self, match: Match, happening: Happening) -> None:
        """Start a flow, on top of those that wait."""
        if self._begun >= MOST_BEGUN:
            log.error("Flows begin each other without end", action="flows_endless", flow=match.flow)
            return
        self._begun += 1
        session = self.conversation.session
        if isinstance(session, WithBot) and session.asked:  # the flow has the word now
            self.conversation = self.conversation.with_session(replace(session, asked=None))
        run = Run(name=self._name if self._begun == 1 else f"{self._name}~{self._begun}", flow=match.flow)
        self.runs.append(run)
        facts, current = self.facts(), self.library.current(match.flow)
        came = Begun(match=match, revision=current.number if current else 0, happening=happening)
        await self._take(run, came, facts, begin(self.library, match, facts, run=run.name))

    async def act(self, match: Match, happening: Happening) -> None:
        """The customer chose to begin this: what they were being asked is over."""
        for run in [each for each in self.runs if each.asks or match.flow in each.within]:
            self.end(run, Why.OTHER)
        await self.begin(match, happening)

    async def tell(self, run: Run, happening: Happening) -> None:
        """Let a run hear something. What it does not wait for leaves no trace."""
        await self.take(run, happening, self.hears(run, happening))

    async def take(self, run: Run, happening: Happening, progress: Progress) -> None:
        """Go on as the engine said."""
        if progress.effects or progress.passages or progress.position != run.position:
            await self._take(run, Heard(happening=happening), self.facts(), progress)

    async def occurred(self, event: Occurred, *, quietly: bool = False) -> bool:
        """The desk reports something: did it begin a flow? `quietly`: not one that would ask something now."""
        for run in [each for each in self.runs if each.position and isinstance(each.position.wait, ForEvent)]:
            await self.tell(run, event)
        match = self.fits(event)
        if match is None or (quietly and self._would_ask(match)):
            return False
        await self.begin(match, event)
        return True

    def end(self, run: Run, why: Why) -> None:
        """Leave a flow where it is."""
        run.moves.append(Move(came=Ended(why=why), facts=self.facts()))
        run.position = None
        self._gone(run)

    async def settle(self) -> None:
        """A question that another flow has interrupted is asked again, once that is over."""
        interrupted = any(run.name in self._asking for run in self._over)
        run = self.asking
        if interrupted and run and not run.moves and isinstance(self.conversation.session, WithBot):
            await self.tell(run, Resumed(helped=True))

    def finish(self) -> Conversation:
        """The conversation as it is to be committed."""
        moved = [run for run in (*self._over, *self.runs) if run.moves]
        for run in moved:
            self.conversation = report(self.conversation, run, self.library, self.book, self.now)
        standings = tuple(standing for run in self.runs if (standing := run.stands()))
        if standings != self.conversation.standings:
            self.conversation = replace(self.conversation, standings=standings)
        if self.noticed.session != self._known.session:
            self.conversation = replace(self.conversation, noticed=self.noticed)
        return self.conversation

    async def _take(self, run: Run, came: Begun | Heard, facts: Facts, progress: Progress) -> None:
        run.position = progress.position
        waits_at = Place.of(progress.position)
        move = Move(came=came, facts=facts, effects=progress.effects, passages=progress.passages, waits_at=waits_at)
        run.moves.append(move)
        if run.position is None:
            self._gone(run)
        looked_up: list[CallFinished] = []
        for effect in progress.effects:
            match effect:
                case Call() | StartProcess():
                    run.asked(effect, self.now)
                case Answer(id=call, query=query):
                    looked_up.append(CallFinished(call=call, ok=self._answered(query)))
                case Failed():
                    await self._failed(effect)
                case _:
                    name = title(run.flow, self.library)
                    self.conversation = await self.doer.does(self.conversation, effect, name, self.now)
        for result in looked_up:
            await self.tell(run, result)

    def _would_ask(self, match: Match) -> bool:
        position = begin(self.library, match, self.facts(), run=self._name).position
        return position is not None and isinstance(position.wait, ForAnswer)

    def _answered(self, query: str) -> bool:
        answered = self.bot.looks_up(self.conversation, query)
        self.conversation = answered or self.conversation
        return answered is not None

    async def _failed(self, effect: Failed) -> None:
        """Staff see it in the thread and as a notice; the customer gets a person."""
        log.error("A flow broke", action="flow_failed", flow=effect.flow, step=effect.step, error=effect.error)
        if isinstance(self.conversation.session, WithBot):
            self.conversation = await self.bot.passes_on_broken_flow(self.conversation, self.conversation.session)

    def _gone(self, run: Run) -> None:
        self.runs.remove(run)
        self._over.append(run)
