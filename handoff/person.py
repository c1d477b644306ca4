"""One human over several channels: the conversations that are theirs, and what is known of them in all of these.

A conversation stays the unit of every commit, so that joining moves nothing: a person is a list of conversations
beside them, and splitting takes one off that list. A conversation is in one person at most.

What staff took apart, no rule joins again: only a hand does, or the customer with a code.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from handoff.ids import ConversationId, OperatorId, PersonId
from handoff.person_known import Known, union


class How(StrEnum):
    """What showed that two conversations are one human's."""

    HAND = "hand"
    EMAIL = "email"
    PHONE = "phone"
    CODE = "code"
    NUMBER = "number"
    """The messenger says that they have changed theirs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """When it was shown and how, by whom where it was a hand; `value` is the number, or the address, that is equal."""

    how: How
    at: datetime
    by: OperatorId | None = None
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A conversation of theirs; `proof` is why, None of the one that was there first."""

    conversation_id: ConversationId
    proof: Proof | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Apart:
    """A conversation that was taken out, and by whom."""

    conversation_id: ConversationId
    at: datetime
    by: OperatorId


@dataclass(frozen=True, slots=True, kw_only=True)
class Into:
    """Whom somebody turned out to be, and how that was shown."""

    person: PersonId
    proof: Proof


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who goes `into` another person only waits for that one to have their members: nothing else is done with them.

    `absorbed` are those who came into this one: none of them comes twice.
    """

    id: PersonId
    members: tuple[Member, ...]
    known: Known
    apart: tuple[Apart, ...] = ()
    absorbed: tuple[PersonId, ...] = ()
    into: Into | None = None
    version: int = 0

    @property
    def conversations(self) -> tuple[ConversationId, ...]:
        return tuple(each.conversation_id for each in self.members)

    def has(self, conversation_id: ConversationId) -> bool:
        return conversation_id in self.conversations

    def knowing(self, known: Known) -> "Person":
        return self if known == self.known else replace(self, known=known)

    def without(self, conversation_id: ConversationId) -> "Person":
        """As if that conversation had never been theirs: for one that is erased."""
        return replace(
            self,
            members=tuple(each for each in self.members if each.conversation_id != conversation_id),
            apart=tuple(each for each in self.apart if each.conversation_id != conversation_id),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningRules:
    """What an admin decides: whether conversations that show the same number or address are joined `by_themselves`."""

    by_themselves: bool = True


def alone(person_id: PersonId, conversation_id: ConversationId, known: Known) -> Person:
    """Whoever was never joined, as a person of one conversation."""
    return Person(id=person_id, members=(Member(conversation_id=conversation_id),), known=known)


def were_split(one: Person, other: Person) -> bool:
    """Whether somebody has said that these two are not the same."""
    taken_out = {each.conversation_id for each in one.apart} & set(other.conversations)
    return bool(taken_out or {each.conversation_id for each in other.apart} & set(one.conversations))


def joined(one: Person, other: Person, proof: Proof) -> Person:
    """Both in one, under the first one's name; what the first one knows counts where both know something."""
    new = [replace(each, proof=each.proof or proof) for each in other.members if not one.has(each.conversation_id)]
    members = (*one.members, *new)
    theirs = {each.conversation_id for each in members}
    apart = {each.conversation_id: each for each in (*one.apart, *other.apart) if each.conversation_id not in theirs}
    absorbed = (*one.absorbed, *other.absorbed, other.id)
    known = union(one.known, other.known)
    return replace(one, members=members, known=known, apart=tuple(apart.values()), absorbed=absorbed)


def split(person: Person, conversation_id: ConversationId, *, by: OperatorId, at: datetime) -> Person:
    """Without a conversation, for good. What it taught about them stays known here, as it does there."""
    out = Apart(conversation_id=conversation_id, at=at, by=by)
    rest = person.without(conversation_id)
    return replace(rest, apart=(*rest.apart, out))
