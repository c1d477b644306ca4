"""What a flow may know about a conversation at this moment."""

import re
from datetime import datetime

from pydantic import JsonValue

from flows.facts import Facts
from handoff.book import Book
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.line import Line
from handoff.routing import reading
from handoff.routing.rules import route_by
from handoff.routing.ways import ways_of

_NUMBER = re.compile(r"-?(0|[1-9]\d{0,14})(\.\d{0,8}[1-9])?")


def facts_of(conversation: Conversation, book: Book, now: datetime) -> Facts:
    """The hours are those of the line that has the session, or would get it."""
    line = line_of(conversation, book, now)
    customer, address = conversation.customer, conversation.address
    connection = book.connection(address.channel, address.account)
    return Facts(
        now=now,
        session=conversation.session.id,
        channel=address.channel,
        account=address.account,
        may_begin=frozenset(connection.flows if connection else ()),
        language=customer.language,
        zone=line.hours.zone if line else "UTC",
        opens_at=line.hours.next_open(now) if line else None,
        customer=known_of(customer),
    )


def line_of(conversation: Conversation, book: Book, now: datetime) -> Line | None:
    """None for a company without lines."""
    known = book.line(conversation.line or conversation.handling.to_line)
    if known is not None or not any(not each.archived for each in book.lines):
        return known
    facts = reading.facts_of(conversation, now)
    return book.line(route_by(facts, book.routing, ways_of(facts, book)).line)


def known_of(customer: Customer) -> dict[str, JsonValue]:
    """Attributes by their names, beside what every customer may have. What is not known is left out."""
    card: dict[str, JsonValue] = {
        "name": customer.name, "language": customer.language, "username": customer.username, "phone": customer.phone,
        "email": customer.email, "tier": customer.tier, "region": customer.region, "groups": list(customer.groups),
    }  # fmt: skip
    attributes = {name: value_of(text) for name, text in customer.attributes.items()}
    return attributes | {name: value for name, value in card.items() if value}


def value_of(text: str) -> JsonValue:
    """An attribute's text as a value: staff see texts only, and yet flows count with what they have put there.
    Only what is written as a number is written is one: 007 and +48 stay as they are."""
    if text in ("true", "false"):
        return text == "true"
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return text
