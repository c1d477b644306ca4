"""What staff do with sessions: accept, reply, note, transfer, give back, close.

Every use case is the same sentence: load, decide, commit, announce. A conflict means that someone was faster, so the
decision is made again on what is true now; if it is not possible any more, the person is told who did what.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handoff import access
from handoff.conversation import Conversation
from handoff.ids import ConversationId, EventId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import Happening
from handoff.operator import Operator, Role
from handoff.ports import Announcer, Clock, Conflict, Conversations, Lines, Operators, Texts
from handoff.session import Closed, Waiting, WithBot, WithOperator

_TRIES = 8


class DeskError(Exception):
    """Root of what the desk refuses."""


class NotFound(DeskError):
    """No such conversation, line or operator, or not for this person's eyes."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what


class AlreadyTaken(DeskError):
    """A colleague was faster."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} was faster and has this session now.")
        self.by = by


class NotYours(DeskError):
    """The session is with somebody else, so this person can't speak in it."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"This session is with {holder}: take it over before you write.")
        self.holder = holder


class NotPossible(DeskError):
    """The move does not exist in the state that the session is in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """The use cases. Every method gives back the conversation as committed, and raises DeskError."""

    conversations: Conversations
    announcer: Announcer
    lines: Lines
    operators: Operators
    texts: Texts
    clock: Clock

    async def accept(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """Take a waiting session, or one that the bot still has. The loser of a race gets AlreadyTaken."""
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator(operator=holder) if holder == operator.id:
                    return conversation
                case WithOperator(operator=holder):
                    raise AlreadyTaken(names.get(holder, holder))
                case Closed():
                    raise NotPossible("This session is closed already.")
                case Waiting() as waiting:
                    taken = waiting.assign(operator.id, at=now)
                case WithBot() as with_bot:
                    taken = with_bot.hand_off(_home_line(operator), at=now).assign(operator.id, at=now)
            joined = self._say(conversation, "operator_joined", name=operator.name)
            return (
                conversation.bot_says(joined, at=now)  # before the change: afterwards the bot is silent
                .with_session(taken)
                .reports(Happening.ASSIGNED, at=now, operator=operator.name)
            )

        return await self._change(conversation_id, operator, decide)

    async def reply(
        self, conversation_id: ConversationId, operator: Operator, text: str, event: EventId
    ) -> Conversation:
        """Write to the customer. The same `event` twice (a double click, a weak link) is one message."""
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event):
                return conversation
            _held(conversation, operator, names)
            return conversation.operator_says(text, operator, at=now).handles(event)

        return await self._change(conversation_id, operator, decide)

    async def note(
        self, conversation_id: ConversationId, operator: Operator, text: str, event: EventId
    ) -> Conversation:
        """Write for colleagues only."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            if conversation.has_handled(event):
                return conversation
            return conversation.noted(text, operator, at=now).handles(event)

        return await self._change(conversation_id, operator, decide)

    async def transfer_to_line(self, conversation_id: ConversationId, operator: Operator, line: LineId) -> Conversation:
        """Put the session into another line's queue."""
        target = await self._line(line)
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            name = target.name_in(conversation.customer.language)
            passed = self._say(conversation, "transferred", line=name)
            match conversation.session:
                case WithOperator() as held:
                    _movable(held, operator, names)
                    told = conversation.operator_says(passed, operator, at=now)
                    waiting = held.transfer(line, at=now)
                case Waiting() as waiting:
                    told, waiting = conversation, waiting.transfer(line)
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
        colleague = await self.operators.get(to)
        if colleague is None:
            raise NotFound("operator")
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithOperator() as held:
                    _movable(held, operator, names)
                    joined = self._say(conversation, "operator_joined", name=colleague.name)
                    told = conversation.operator_says(joined, operator, at=now)
                    session = held.pass_to(to, at=now)
                case Waiting() as waiting:
                    joined = self._say(conversation, "operator_joined", name=colleague.name)
                    told = conversation.bot_says(joined, at=now)
                    session = waiting.assign(to, at=now)
                case WithBot() | Closed():
                    raise NotPossible("Only a waiting or an assigned session can be handed to a colleague.")
            return told.with_session(session).reports(
                Happening.TRANSFERRED, at=now, by=operator.name, operator=colleague.name
            )

        return await self._change(conversation_id, operator, decide)

    async def give_back(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """Let the bot go on with the session."""
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case WithBot():
                    return conversation
                case WithOperator() as held:
                    _movable(held, operator, names)
                    session = held.give_back()
                case Waiting() as waiting:
                    session = waiting.give_back()
                case Closed():
                    raise NotPossible("A closed session can't be given back to the bot.")
            back = conversation.with_session(session).reports(Happening.GIVEN_BACK, at=now, by=operator.name)
            return back.bot_says(self._say(conversation, "given_back"), at=now)

        return await self._change(conversation_id, operator, decide)

    async def close(
        self, conversation_id: ConversationId, operator: Operator, *, reason: str, topic: str | None
    ) -> Conversation:
        """End the session with a reason and a topic."""
        names = await self._names()

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            match conversation.session:
                case Closed():
                    return conversation
                case WithOperator() as session:
                    _movable(session, operator, names)
                    farewell = self._say(conversation, "session_closed")
                    told = conversation.operator_says(farewell, operator, at=now)
                    return told.closed(session, at=now, reason=reason, by=operator, topic=topic)
                case WithBot() | Waiting() as session:
                    return conversation.closed(session, at=now, reason=reason, by=operator, topic=topic)

        return await self._change(conversation_id, operator, decide)

    async def seen(self, conversation_id: ConversationId, operator: Operator) -> Conversation:
        """The holder has read the thread."""

        def decide(conversation: Conversation, now: datetime) -> Conversation:
            return conversation.seen() if conversation.operator == operator.id else conversation

        return await self._change(conversation_id, operator, decide)

    async def _change(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        decide: Callable[[Conversation, datetime], Conversation],
    ) -> Conversation:
        for _ in range(_TRIES):
            before = await self.conversations.load(conversation_id)
            if before is None or not access.may_see(operator, before):
                raise NotFound("conversation")
            after = decide(before, self.clock())
            if after is before:
                return before
            try:
                committed = await self.conversations.commit(before, after)
            except Conflict:
                continue
            await self.announcer.announce(before, committed)
            return committed
        raise NotPossible("This conversation is changing too fast; please try again.")

    async def _line(self, line: LineId) -> Line:
        found = next((each for each in await self.lines.all() if each.id == line), None)
        if found is None:
            raise NotFound("line")
        return found

    async def _names(self) -> dict[OperatorId, str]:
        return {each.id: each.name for each in await self.operators.all()}

    def _say(self, conversation: Conversation, key: str, **values: str) -> str:
        return self.texts.say(key, conversation.customer.language, **values)


def _held(conversation: Conversation, operator: Operator, names: dict[OperatorId, str]) -> None:
    match conversation.session:
        case WithOperator(operator=holder) if holder == operator.id:
            return
        case WithOperator(operator=holder):
            raise NotYours(names.get(holder, holder))
        case Waiting():
            raise NotPossible("Nobody has taken this session yet: take it before you write.")
        case WithBot():
            raise NotPossible("The bot has this session: take it over before you write.")
        case Closed():
            raise NotPossible("This session is closed.")


def _movable(session: WithOperator, operator: Operator, names: dict[OperatorId, str]) -> None:
    if session.operator != operator.id and not operator.role.at_least(Role.SUPERVISOR):
        raise NotYours(names.get(session.operator, session.operator))


def _home_line(operator: Operator) -> LineId:
    if not operator.lines:
        raise NotPossible("You belong to no line: ask an admin to add you to one.")
    return min(operator.lines)
