"""What proves who somebody is: a number or an address that is shown to be theirs, in one spelling everywhere.

A From line of a mail can be forged, and anybody's number can be typed. So a phone counts when the messenger vouches for
it, and an e-mail address when a code that was mailed there came back.
"""

from collections.abc import Iterator
from dataclasses import replace

import phonenumbers

from handoff.customer import Customer
from handoff.person import How

_LONGEST = 254
"""Characters of an e-mail address (RFC 5321, 4.5.3.1.3)."""


def normal_phone(text: str) -> str | None:
    """In E.164, as `+48500600700`; None when no such number can exist. Numbers are taken as international ones."""
    digits = text.strip().removeprefix("00")
    try:
        number = phonenumbers.parse(digits if digits.startswith("+") else f"+{digits}", None)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def normal_email(text: str) -> str | None:
    """With its domain in lower case, which is all that every mail server agrees on; None when it is no address."""
    local, _, domain = text.strip().rpartition("@")
    if not local or "." not in domain or len(text) > _LONGEST or any(each.isspace() for each in text.strip()):
        return None
    return f"{local}@{domain.lower()}"


def phone_shown(phone: str) -> str | None:
    number = normal_phone(phone)
    return f"{How.PHONE}:{number}" if number else None


def email_shown(email: str) -> str | None:
    address = normal_email(email)
    return f"{How.EMAIL}:{address}" if address else None


def vouched(customer: Customer, fact: str | None) -> Customer:
    """With one more thing that is shown to be theirs; the very same if it is none, or known."""
    if fact is None or fact in customer.verified:
        return customer
    return replace(customer, verified=customer.verified | {fact})


def proofs(customer: Customer) -> Iterator[tuple[str, How, str]]:
    """Each fact as it is kept, what kind it is, and the number or address."""
    for fact in sorted(customer.verified):
        how, _, value = fact.partition(":")
        yield fact, How(how), value
