"""What speaks for two conversations being one human's: hints for whoever decides, no proof."""

from difflib import SequenceMatcher
from enum import StrEnum

from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.person_known import is_nameless
from handoff.person_proof import normal_email, normal_phone

_NEARLY = 0.85
"""Of their letters: `Katarzyna Wójcik` and `Katarzyna Wojcik`, but not `Anna Kowalska` and `Jan Kowalski`."""


class Hint(StrEnum):
    PHONE = "phone"
    EMAIL = "email"
    USERNAME = "username"
    NAME = "name"


def hints(one: Conversation, other: Conversation) -> tuple[Hint, ...]:
    """The strongest first."""
    mine, theirs = one.customer, other.customer
    found = {
        Hint.PHONE: _equal(_phone(mine), _phone(theirs)),
        Hint.EMAIL: _equal(_email(mine), _email(theirs)),
        Hint.USERNAME: _equal(mine.username, theirs.username),
        Hint.NAME: not is_nameless(one) and not is_nameless(other) and same_name(mine.name, theirs.name),
    }
    return tuple(hint for hint, so in found.items() if so)


def same_name(one: str, other: str) -> bool:
    """Whatever the order of its words: some messengers put the surname first."""
    first, second = (" ".join(sorted(name.casefold().split())) for name in (one, other))
    return bool(first and second) and SequenceMatcher(None, first, second).ratio() >= _NEARLY


def _equal(one: str | None, other: str | None) -> bool:
    return bool(one and other) and str(one).casefold() == str(other).casefold()


def _phone(customer: Customer) -> str | None:
    return normal_phone(customer.phone) if customer.phone else None


def _email(customer: Customer) -> str | None:
    return normal_email(customer.email) if customer.email else None
