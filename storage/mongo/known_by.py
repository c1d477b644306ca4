"""The words that a customer is found by: beginnings of what they are called, and of their numbers and addresses.

They are stored beside the conversation, under an index that is asked for one of them. A look for letters anywhere in a
name reads every row there is, and the embedded server has no index of texts.
"""

import re
from collections.abc import Iterator, Sequence

from handoff.conversation import Conversation

FIELD = "known_by"
_LONGEST = 12
_SHORTEST_NUMBER = 3
_NATIONAL = 9
"""The digits of a telephone number that people say, without the country's."""
_WORD = re.compile(r"\w+")
_NUMBER = re.compile(r"[+(]*\d[\d\s()./+-]*")


def words_of(conversation: Conversation) -> list[str]:
    """In order, each once: the same for the same customer."""
    return sorted(set(_all(conversation)))


def asked_for(text: str) -> Sequence[str]:
    """The words of a search, the longest first: each must be among a customer's."""
    text = text.strip()
    words = [_digits(text)] if _NUMBER.fullmatch(text) else _WORD.findall(text.casefold())
    return sorted({word[:_LONGEST] for word in words}, key=lambda word: (-len(word), word))


def _all(conversation: Conversation) -> Iterator[str]:
    customer = conversation.customer
    yield from (conversation.address.channel, conversation.address.external_id[:_LONGEST].casefold())
    verified = [fact.partition(":")[2] for fact in customer.verified]
    for text in (customer.name, customer.username, customer.email, *(each for each in verified if "@" in each)):
        for word in _WORD.findall((text or "").casefold()):
            yield from _beginnings(word)
    for number in (customer.phone, *(each for each in verified if "@" not in each)):
        digits = _digits(number or "")
        for begin in (digits, digits[-_NATIONAL:]):
            yield from _beginnings(begin, _SHORTEST_NUMBER)


def _beginnings(word: str, shortest: int = 1) -> Iterator[str]:
    return (word[:length] for length in range(shortest, min(len(word), _LONGEST) + 1))


def _digits(text: str) -> str:
    return "".join(each for each in text if each.isdigit())
