"""The office on that day: who is there, and what each operator does in a minute."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime

from handoff.conversation import Conversation
from handoff.ids import EventId, OperatorId, SessionId
from handoff.operator import AwayReason, Operator, Presence
from handoff.ports import InboxQuery, View
from handoff.session import Waiting, WithOperator
from storage.mongo.inbox import MongoInbox
from tests.backstage import Backstage
from tests.day.company import BY_ID, DAYS, EXPERTS, HOUR, MINUTE, RETURNS, SIOBHAN, Day
from tests.day.customers import Customers
from tests.day.people import Ending, Story, declines, lets_offer_pass
from tests.day.promises import ANSWER
from tests.floor import Process
from tests.parts import DELIVERY, PAYMENTS

_SHORT = 3 * MINUTE
"""To answer what somebody else has left behind, or to close."""
_REST = 6 * MINUTE
"""Who has let an offer pass is back after that."""


@dataclass
class Office:
    backstage: Backstage
    process: Process
    customers: Customers
    present: dict[datetime, frozenset[OperatorId]] = field(default_factory=dict)
    """Who was there to be given something, minute by minute."""
    _answers: Counter[SessionId] = field(default_factory=Counter)
    _ended: set[SessionId] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        return self.backstage.clock()

    async def people_come_and_go(self) -> None:
        staff = {each.id: each for each in await self.backstage.operators.all()}
        for day in DAYS:
            if day.connected(self.now):
                await self.process.heartbeats.beat(day.who.id, self.now)
            await self._comes_or_goes(day, staff[day.who.id])

    async def work(self) -> None:
        """Everybody who is there looks at what they have, then takes more."""
        busy = [each async for each in self.backstage.conversations.at_desk()]
        for conversation in sorted(busy, key=lambda each: each.id):
            match conversation.session:
                case Waiting(offer=offer) if offer is not None and self._is_at_work(offer.operator):
                    await self._is_offered(conversation, offer.operator)
                case Waiting(line=line, handling=known) if line == EXPERTS or known.supervised:
                    await self._hands_out(conversation)
                case WithOperator(hold=None) as held if self._is_at_work(held.operator):
                    await self._goes_on(conversation, held)
                case _:
                    pass
        await self._take_from_the_queue(busy)

    async def note_who_is_there(self) -> None:
        there = (each.id for each in await self.backstage.operators.all() if each.presence is Presence.ONLINE)
        self.present[self.now] = frozenset(there)

    def _is_at_work(self, who: OperatorId) -> bool:
        return who in self.present[self.now] and BY_ID[who].connected(self.now) and BY_ID[who].works(self.now)

    async def _comes_or_goes(self, day: Day, known: Operator) -> None:
        presence, reason = known.presence, known.away_reason
        lunch_over = day.lunch + HOUR / 2
        back = reason is AwayReason.MISSED and known.presence_since and self.now - known.presence_since >= _REST
        if self.now == day.goes:
            now = (Presence.OFFLINE, None)
        elif self.now == day.lunch:
            now = (Presence.AWAY, AwayReason.CHOSEN)
        elif self.now in (day.comes, lunch_over) or (back and day.works(self.now)):
            now = (Presence.ONLINE, None)
        else:
            now = (presence, reason)
        if now != (presence, reason):
            await self.backstage.operators.set_presence(day.who.id, *now, self.now)

    async def _is_offered(self, conversation: Conversation, to: OperatorId) -> None:
        number, desk = int(conversation.address.external_id), self.backstage.desk
        if lets_offer_pass(number, to):
            return
        act = desk.decline if declines(number, to) else desk.accept
        await act(conversation.id, BY_ID[to].who)

    async def _hands_out(self, conversation: Conversation) -> None:
        """What is for experts, or for supervisors only."""
        desk, hana = self.backstage.desk, OperatorId("hana")
        if not self._is_at_work(SIOBHAN.id):
            return
        if conversation.line == EXPERTS and not conversation.handling.supervised and self._is_at_work(hana):
            await desk.assign(conversation.id, SIOBHAN, hana)
        else:
            await desk.accept(conversation.id, SIOBHAN)

    async def _goes_on(self, conversation: Conversation, held: WithOperator) -> None:
        who, known = BY_ID[held.operator].who, held.handling
        story = self.customers.stories[int(conversation.address.external_id)]
        if known.owed_since:
            fresh = not self._answers[held.id] and not known.declined and not known.reopenings
            if self.now - max(known.owed_since, held.since) >= (story.thinks if fresh else _SHORT):
                self._answers[held.id] += 1
                text = f"{ANSWER} {self._answers[held.id]}"
                event = EventId(f"{held.id}:{known.reopenings}:{text}")
                await self.backstage.desk.reply(conversation.id, who, text, event)
        elif not self.customers.writes_soon(story.number) and self.now - conversation.updated_at >= _SHORT:
            await self._ends(conversation, held, who, story)

    async def _ends(self, conversation: Conversation, held: WithOperator, who: Operator, story: Story) -> None:
        desk, first = self.backstage.desk, held.id not in self._ended
        self._ended.add(held.id)
        match story.ending:
            case Ending.HOLD if first:
                self.customers.is_put_aside(story.number)
                await desk.hold(conversation.id, who, until=self.now + 45 * MINUTE, reason="The supplier is asked")
            case Ending.MOVED if first:
                await desk.transfer_to_line(conversation.id, who, PAYMENTS if held.line == DELIVERY else DELIVERY)
            case Ending.PASSED_ON if first and (to := self._colleague(who, held)) is not None:
                await desk.transfer_to_operator(conversation.id, who, to)
            case Ending.ESCALATED if first and held.line != EXPERTS:
                await desk.escalate(conversation.id, who, "A difficult case")
            case Ending.UNRESOLVED:
                await desk.close(conversation.id, who, reason="unresolved", topic=None, comment="A voucher")
            case _:
                await desk.close(conversation.id, who, reason="solved", topic=None)

    def _colleague(self, who: Operator, held: WithOperator) -> OperatorId | None:
        others = (day.who for day in DAYS if day.who.id != who.id and held.line in day.who.lines)
        return next((each.id for each in others if self._is_at_work(each.id)), None)

    async def _take_from_the_queue(self, busy: list[Conversation]) -> None:
        """On the line where operators help themselves, each takes one a minute while their hands are not full."""
        hands: defaultdict[OperatorId | None, int] = defaultdict(int)
        for each in busy:
            hands[each.operator] += each.handling.effort
        for day in DAYS:
            who = day.who
            if RETURNS in who.lines and self._is_at_work(who.id) and hands[who.id] <= 2:
                query = InboxQuery(view=View.WAITING, operator=who.id, lines=who.lines, line=RETURNS, limit=5)
                page = await MongoInbox(self.backstage.db).page(query)
                free = [each for each in page.items if not each.handling.supervised]
                if free:
                    await self.backstage.desk.accept(free[0].id, who)
