"""Where a session can go now, by the book in force: before any rule, its connection says where."""

from dataclasses import replace

from handoff.book import Book
from handoff.facts import Facts
from handoff.reasons import Reason
from handoff.routing.rules import Ways, ways_for


def ways_of(facts: Facts, book: Book) -> Ways:
    """The account that the customer writes to may have a line of its own. Raises ValueError when there is no line."""
    ways = ways_for(facts.word("topic"), book.lines)
    connection = book.connection(facts.word("channel"), facts.word("account"))
    if connection is None or connection.line not in ways.lines:
        return ways
    why = Reason(code="connection", values={"connection": connection.title})
    return replace(ways, otherwise=connection.line, why=why)
