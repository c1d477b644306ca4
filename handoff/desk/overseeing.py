"""A supervisor's part, and what staff say about a session: assign, reassign many, priority, the customer's card."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from handoff.conversation import Conversation
from handoff.desk.base import DeskBase, movable, overseer
from handoff.desk.errors import DeskError, NotPossible
from handoff.ids import ConversationId, LevelId, LineId, OperatorId
from handoff.messages import Happening
from handoff.operator import Operator
from handoff.priority import Override
from handoff.reasons import Reason
from handoff.session import Closed, Waiting, WithBot, WithOperator
from handoff.timers import put_back


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What came of one session of many: moved, or why not."""

    conversation_id: ConversationId
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What staff say about a customer and their request; None leaves it as it is."""

    tier: str | None = None
    groups: tuple[str, ...] | None = None
    region: str | None = None
    email: str | None = None
    phone: str | None = None
    attributes: Mapping[str, str] | None = None
    kind: str | None = None
    topic: str | None = None
    tags: tuple[str, ...] | None = None


class Overseeing(DeskBase):
    __slots__ = ()

    async def assign(self, conversation_id: ConversationId, by: Operator, to: OperatorId) -> Conversation:
        """A supervisor gives an open session to somebody, whoever has it now. Their word beats capacity and skills."""
        colleague = await self._colleague(to)

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            session = conversation.session
            overseer(by, session.line if not isinstance(session, WithBot) else None)
            joined = partial(self.courtesies.say, conversation, "operator_joined", at=now, name=colleague.name)
            match session:
                case WithOperator(operator=holder) if holder == to:
                    return conversation
                case WithOperator() as held:
                    told, given = joined(by=by), held.pass_to(to, at=now)
                case Waiting() as waiting:
                    told, given = joined(), waiting.assign(to, at=now)
                case WithBot() as with_bot:
                    if not colleague.lines:
                        raise NotPossible(f"{colleague.name} belongs to no line.", field="operator")
                    told, given = joined(), with_bot.hand_off(min(colleague.lines), at=now).assign(to, at=now)
                case Closed():
                    raise NotPossible("This session is closed already.")
            why = Reason(code="given", values={"by": by.name})
            return told.with_session(given.with_handling(replace(given.handling, why_operator=why))).reports(
                Happening.ASSIGNED, at=now, tells=(to,), operator=colleague.name, by=by.name
            )

        return await self._change(conversation_id, by, decide)

    async def to_queue(self, conversation_id: ConversationId, by: Operator, cause: str = "supervisor") -> Conversation:
        """Take a session from its operator and let the line's rules find another."""
        book = await self.books.now()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator() as held:
                    movable(held, by, book)
                    return put_back(conversation, held, cause=cause, book=book, now=now)
                case _:
                    raise NotPossible("Nobody has this session.")

        return await self._change(conversation_id, by, decide)

    async def reassign(
        self, ids: Sequence[ConversationId], by: Operator, *, line: LineId | None = None, to: OperatorId | None = None
    ) -> Sequence[Moved]:
        """Many at once: to a person, to a line, or (neither) back to their queues; one refused harms no other."""
        moved = []
        for conversation_id in ids:
            try:
                if to is not None:
                    await self.assign(conversation_id, by, to)
                elif line is not None:
                    await self._to_line(conversation_id, by, line)
                else:
                    await self.to_queue(conversation_id, by)
            except DeskError as error:
                moved.append(Moved(conversation_id=conversation_id, error=str(error)))
            else:
                moved.append(Moved(conversation_id=conversation_id))
        return moved

    async def prioritise(
        self, conversation_id: ConversationId, operator: Operator, level: LevelId | None, reason: str
    ) -> Conversation:
        """Decide otherwise than the table; None lets the table decide again."""
        book = await self.books.now()
        if level is not None and level not in {each.id for each in book.priority.levels}:
            raise NotPossible("There is no such level of priority.", field="level")
        if level is not None and not reason.strip():
            raise NotPossible("Say why the priority is another.", field="reason")

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            session = conversation.session
            if isinstance(session, Closed | WithBot):
                raise NotPossible("Only a waiting or an assigned session has a priority.")
            if isinstance(session, WithOperator):
                movable(session, operator, book)
            override = Override(level=level, by=operator.id, reason=reason.strip(), at=now) if level else None
            priority = replace(session.handling.priority, override=override)
            return conversation.with_handling(replace(session.handling, priority=priority))

        return await self._change(conversation_id, operator, decide)

    async def describe(self, conversation_id: ConversationId, operator: Operator, card: Card) -> Conversation:
        """Fill in the card; rules and clocks take it from there."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            customer = replace(
                conversation.customer,
                **_said(card, "tier", "groups", "region", "email", "phone", "attributes"),
            )
            session = replace(conversation.session, **_said(card, "topic"))
            described = replace(session, handling=replace(session.handling, **_said(card, "kind", "tags")))
            same = customer == conversation.customer and described == conversation.session
            return conversation if same else conversation.knowing(customer).with_session(described)

        return await self._change(conversation_id, operator, decide)

    async def _to_line(self, conversation_id: ConversationId, by: Operator, line: LineId) -> Conversation:
        target = await self._line(line)

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator() as held:
                    overseer(by, held.line)
                    moved = held.put_back(at=now).transfer(target.id)
                case Waiting() as waiting:
                    overseer(by, waiting.line)
                    moved = waiting.transfer(target.id)
                case WithBot() | Closed():
                    raise NotPossible("Only a waiting or an assigned session can be moved.")
            fresh = moved.with_handling(replace(moved.handling, declined=(), wanted=None, supervised=False))
            return conversation.with_session(fresh).reports(Happening.TRANSFERRED, at=now, by=by.name, line=target.id)

        return await self._change(conversation_id, by, decide)


def _said(card: Card, *names: str) -> dict[str, Any]:
    """What the card says something about; an empty text takes away what was there."""
    said = {name: getattr(card, name) for name in names if getattr(card, name) is not None}
    return {name: (None if value == "" else value) for name, value in said.items()}
