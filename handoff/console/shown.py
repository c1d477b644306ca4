"""Conversations as screens have them: with their clocks as these are at the moment of the answer."""

from collections.abc import Sequence
from dataclasses import dataclass

from handoff.book import Book
from handoff.console import schemas
from handoff.console.clocks import clocks_of
from handoff.console.schemas import ConversationRow, ConversationView
from handoff.conversation import Conversation
from handoff.ports import AbilitiesOf, Books, Clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """Asks for the rules in force once for a whole list."""

    books: Books
    abilities: AbilitiesOf
    clock: Clock

    async def rows(self, conversations: Sequence[Conversation]) -> list[ConversationRow]:
        book = await self.books.now()
        return [self._row(each, book) for each in conversations]

    async def row(self, conversation: Conversation) -> ConversationRow:
        return self._row(conversation, await self.books.now())

    async def view(self, conversation: Conversation) -> ConversationView:
        clocks = clocks_of(conversation, await self.books.now(), self.clock())
        return schemas.view(conversation, clocks, self.abilities(conversation.address))

    def _row(self, conversation: Conversation, book: Book) -> ConversationRow:
        return schemas.row(conversation, clocks_of(conversation, book, self.clock()))
