"""What every use case of the desk shares: its ports, the change itself, and who may do what to whom."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from handoff import access
from handoff.book import Book
from handoff.changes import Changes, TooBusy
from handoff.conversation import Conversation
from handoff.courtesies import Courtesies
from handoff.desk.errors import NotFound, NotPossible, NotYours, WindowClosed
from handoff.ids import ConversationId, LineId, MessageId, OperatorId
from handoff.line import Line
from handoff.messages import Message
from handoff.operator import Operator
from handoff.ports import AbilitiesOf, Announcer, Books, Clock, Conversations, History, Lines, Operators, Texts
from handoff.session import Closed, Waiting, WithBot, WithOperator


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskBase:
    """A desk without use cases."""

    conversations: Conversations
    announcer: Announcer
    lines: Lines
    operators: Operators
    books: Books
    texts: Texts
    history: History
    abilities: AbilitiesOf
    clock: Clock

    async def _change(
        self,
        conversation_id: ConversationId,
        operator: Operator,
        decide: Callable[[Conversation, datetime], Conversation],
    ) -> Conversation:
        def seen(conversation: Conversation, now: datetime) -> Conversation:
            if not access.may_see(operator, conversation):
                raise NotFound("conversation")
            return decide(conversation, now)

        changes = Changes(
            conversations=self.conversations, announcer=self.announcer, books=self.books, clock=self.clock
        )
        try:
            changed = await changes.make(conversation_id, seen)
        except TooBusy as error:
            raise NotPossible("This conversation is changing too fast; please try again.") from error
        if changed is None:
            raise NotFound("conversation")
        return changed

    async def _line(self, line: LineId) -> Line:
        found = (await self.books.now()).line(line)
        if found is None or found.archived:
            raise NotFound("line")
        return found

    async def _colleague(self, operator: OperatorId) -> Operator:
        found = await self.operators.get(operator)
        if found is None or not found.active:
            raise NotFound("operator")
        return found

    async def _message(self, conversation_id: ConversationId, operator: Operator, message_id: MessageId) -> Message:
        """A message of a thread that this person may see."""
        conversation = await self.conversations.load(conversation_id)
        if conversation is None or not access.may_see(operator, conversation):
            raise NotFound("conversation")
        found = await self.history.one(conversation, message_id)
        if found is None:
            raise NotFound("message")
        return found

    @property
    def courtesies(self) -> Courtesies:
        return Courtesies(texts=self.texts, abilities=self.abilities)


def held_by(conversation: Conversation, operator: Operator, book: Book) -> WithOperator:
    """The session, if this person has it. Raises NotYours and NotPossible, which say who has it instead."""
    match conversation.session:
        case WithOperator() as held if held.operator == operator.id:
            return held
        case WithOperator() as held:
            raise NotYours(book.name(held.operator))
        case Waiting():
            raise NotPossible("Nobody has taken this session yet: take it before you write.")
        case WithBot():
            raise NotPossible("The bot has this session: take it over before you write.")
        case Closed():
            raise NotPossible("This session is closed.")


def in_time(conversation: Conversation, now: datetime) -> None:
    """Raises WindowClosed where the messenger takes no words of our own any more."""
    if conversation.reply_until is not None and not conversation.takes_answers(now):
        raise WindowClosed(conversation.reply_until)


def movable(session: WithOperator, operator: Operator, book: Book) -> None:
    """Its holder moves a session, and whoever oversees its line. Raises NotYours."""
    if session.operator != operator.id and not operator.oversees(session.line):
        raise NotYours(book.name(session.operator))


def home_line(operator: Operator) -> LineId:
    """The line that a session from the bot comes to when this person takes it. Raises NotPossible."""
    if not operator.lines:
        raise NotPossible("You belong to no line: ask an admin to add you to one.")
    return min(operator.lines)


def overseer(operator: Operator, line: LineId | None) -> None:
    """Raises NotPossible unless this person hands out the line's sessions."""
    if not operator.oversees(line):
        raise NotPossible("Only a supervisor of the line can do this.")
