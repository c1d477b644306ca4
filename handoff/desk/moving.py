"""Passing a session on, or putting it aside: transfer, escalate, give back, hold, resume, close."""

from dataclasses import replace
from datetime import datetime

from handoff.conversation import Conversation
from handoff.desk.base import DeskBase, held_by, movable, overseer
from handoff.desk.errors import NotPossible
from handoff.escalation import escalated
from handoff.ids import ConversationId, LineId, OperatorId
from handoff.line import Distribution
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.reasons import Reason
from handoff.session import Closed, Hold, Waiting, WithBot, WithOperator

UNRESOLVED = "unresolved"


class Moving(DeskBase):
    __slots__ = ()

    async def transfer_to_line(self, conversation_id: ConversationId, operator: Operator, line: LineId) -> Conversation:
        """Put the session into another line's queue; in its own line's it keeps its place, for somebody else."""
        target, book = await self._line(line), await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            name = target.name_in(conversation.customer.language)
            match conversation.session:
                case WithOperator() as held:
                    movable(held, operator, book)
                    told = self.courtesies.say(conversation, "transferred", at=now, by=operator, line=name)
                    same = held.line == line
                    waiting = held.put_back(at=now) if same else _fresh(held.transfer(line, at=now))
                case Waiting(line=where) if where == line:
                    return conversation
                case Waiting() as waiting:
                    told, waiting = conversation, _fresh(waiting.transfer(line))
                case WithBot() as with_bot:
                    told, waiting = conversation, with_bot.hand_off(line, at=now)
                case Closed():
                    raise NotPossible("A closed session can't be transferred.")
            return told.with_session(waiting).reports(Happening.TRANSFERRED, at=now, by=operator.name, line=line)

        return await self._change(conversation_id, operator, decide)

    async def transfer_to_operator(
        self, conversation_id: ConversationId, operator: Operator, to: OperatorId
    ) -> Conversation:
        """Hand the session to a colleague."""
        colleague, book = await self._colleague(to), await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator() as held:
                    movable(held, operator, book)
                    told = self.courtesies.say(
                        conversation, "operator_joined", at=now, by=operator, name=colleague.name
                    )
                    session = held.pass_to(to, at=now)
                case Waiting() as waiting:
                    line = book.line(waiting.line)
                    if line and line.distribution is Distribution.SUPERVISOR:
                        overseer(operator, waiting.line)
                    told = self.courtesies.say(conversation, "operator_joined", at=now, name=colleague.name)
                    session = waiting.assign(to, at=now)
                case WithBot() | Closed():
                    raise NotPossible("Only a waiting or an assigned session can be handed to a colleague.")
            why = Reason(code="given", values={"by": operator.name})
            return told.with_session(session.with_handling(replace(session.handling, why_operator=why))).reports(
                Happening.TRANSFERRED, at=now, tells=(to,), by=operator.name, operator=colleague.name
            )

        return await self._change(conversation_id, operator, decide)

    async def escalate(self, conversation_id: ConversationId, operator: Operator, reason: str) -> Conversation:
        """Pass what one can't solve to the next tier, and say why."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator() as held:
                    movable(held, operator, book)
                case Waiting():
                    pass
                case WithBot() | Closed():
                    raise NotPossible("Only a waiting or an assigned session can be escalated.")
            line = book.line(conversation.line)
            above = book.line(line.escalates_to) if line else None
            if above is None:
                raise NotPossible("No line is above this one: an admin can name the one it escalates to.")
            name = above.name_in(conversation.customer.language)
            told = self.courtesies.say(conversation, "transferred", at=now, by=operator, line=name)
            return escalated(told, above.id, at=now, cause=reason, by=operator.name)

        return await self._change(conversation_id, operator, decide)

    async def give_back(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """Let the bot go on with the session."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithBot():
                    return conversation
                case WithOperator() as held:
                    movable(held, operator, book)
                    session = held.give_back()
                case Waiting() as waiting:
                    session = waiting.give_back()
                case Closed():
                    raise NotPossible("A closed session can't be given back to the bot.")
            back = conversation.with_session(session).reports(Happening.GIVEN_BACK, at=now, by=operator.name)
            return self.courtesies.say(back, "given_back", at=now)

        return await self._change(conversation_id, operator, decide)

    async def hold(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        *,
        until: datetime | None,
        reason: str,
        until_reply: bool = True,
    ) -> Conversation:
        """Put the session aside until a time (None: as long as the line allows) or the customer's answer."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            held = held_by(conversation, operator, book)
            line = book.line(held.line)
            last = now + line.longest_hold if line else until
            if not reason.strip():
                raise NotPossible("Say what the session waits for.", field="reason")
            if until is not None and until <= now:
                raise NotPossible("The hold must end in the future.", field="until")
            if until is not None and last is not None and until > last:
                raise NotPossible(f"On this line a hold ends by {last:%Y-%m-%d %H:%M} UTC.", field="until")
            hold = Hold(since=now, until=until or last or now, reason=reason, until_reply=until_reply)
            return conversation.with_session(held.put_on_hold(hold)).reports(
                Happening.HELD, at=now, by=operator.name, until=hold.until.isoformat(), reason=reason
            )

        return await self._change(conversation_id, operator, decide)

    async def resume(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """End a hold by hand."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator(hold=hold) as held if hold is not None:
                    movable(held, operator, book)
                    back = conversation.with_session(held.resume())
                    return back.reports(
                        Happening.RESUMED, at=now, cause="operator", by=operator.name, reason=hold.reason
                    )
                case _:
                    return conversation

        return await self._change(conversation_id, operator, decide)

    async def close(
        self, conversation_id: ConversationId, operator: Operator, *, reason: str, topic: str | None, comment: str = ""
    ) -> Conversation:
        """End the session with a reason and a topic; an unresolved one needs a comment on what was offered."""
        book = await self.books.now()
        if reason == UNRESOLVED and not comment.strip():
            raise NotPossible("Say what the customer was offered.", field="comment")

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case Closed():
                    return conversation
                case WithOperator() as session:
                    movable(session, operator, book)
                    told = self.courtesies.say(conversation, "session_closed", at=now, by=operator)
                case WithBot() | Waiting() as session:
                    told = conversation
            return told.closed(session, at=now, reason=reason, by=operator, topic=topic, comment=comment.strip())

        return await self._change(conversation_id, operator, decide)


def _fresh(waiting: Waiting) -> Waiting:
    """Among other people: who has declined or was wanted on the line before says nothing there."""
    return waiting.with_handling(replace(waiting.handling, declined=(), wanted=None, supervised=False))
