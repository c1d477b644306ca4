"""What is known of a human whichever channel they use: the same in all their conversations.

Their language is not among it: they may well write in Polish here and in English there, and are answered so. Their name
is what each messenger calls them; where one calls them nothing, that of another conversation is used.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

from handoff.conversation import Conversation
from handoff.customer import Customer


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The part of a `Customer` that is theirs, and no channel's."""

    name: str = ""
    phone: str | None = None
    email: str | None = None
    tier: str | None = None
    groups: tuple[str, ...] = ()
    region: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


_FIELDS = tuple(each.name for each in fields(Known) if each.name not in ("name", "attributes"))


def known_in(conversation: Conversation) -> Known:
    customer = conversation.customer
    shared: dict[str, Any] = {name: getattr(customer, name) for name in _FIELDS}
    name = "" if is_nameless(conversation) else customer.name
    return Known(**shared, name=name, attributes=customer.attributes)


def is_nameless(conversation: Conversation) -> bool:
    """The channel has told no name, only an id or a number."""
    name, phone = conversation.customer.name, conversation.customer.phone
    return name in ("", conversation.address.external_id, phone)


def union(one: Known, other: Known) -> Known:
    """All that either knows; `one` counts where both know something. All groups of both are theirs."""
    filled: dict[str, Any] = {name: getattr(one, name) or getattr(other, name) for name in ("name", *_FIELDS)}
    filled["groups"] = tuple(dict.fromkeys((*one.groups, *other.groups)))
    return Known(**filled, attributes={**other.attributes, **one.attributes})


def learned(known: Known, was: Known, became: Known) -> Known:
    """With what has changed from `was` to `became`, and nothing else: others may have learned something meanwhile.

    Learning the same twice is as good as once.
    """
    changed: dict[str, Any] = {
        name: getattr(became, name) for name in _FIELDS if getattr(became, name) != getattr(was, name)
    }
    gone = was.attributes.keys() - became.attributes.keys()
    new = {name: value for name, value in became.attributes.items() if was.attributes.get(name) != value}
    kept = {name: value for name, value in known.attributes.items() if name not in gone}
    return replace(known, **changed, name=known.name or became.name, attributes={**kept, **new})


def taught(conversation: Conversation, known: Known) -> Customer:
    """The customer of a conversation, with what is known of them anywhere; the very same where that is no news."""
    customer = conversation.customer
    shared: dict[str, Any] = {name: getattr(known, name) for name in (*_FIELDS, "attributes")}
    name = known.name if known.name and is_nameless(conversation) else customer.name
    told = replace(customer, **shared, name=name)
    return customer if told == customer else told
