"""What is needed to know one human over several channels."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Protocol

from handoff.conversation import Conversation
from handoff.ids import ConversationId, LineId, OperatorId, PersonId
from handoff.operator import Operator
from handoff.person import How, JoiningRules, Person, Proof
from handoff.ports.rules import Chapter


class People(Protocol):
    """Who is one human. A conversation is in one person at most, whoever writes at the same time."""

    async def of(self, conversation_id: ConversationId) -> Person | None: ...

    async def get(self, person_id: PersonId) -> Person | None: ...

    async def commit(self, person: Person) -> Person:
        """Store it as the version after its own (0: there is none yet); with its new version. Raises Stale."""
        ...

    async def remove(self, person: Person) -> None: ...

    async def unite(self, one: Person, other: Person, proof: Proof) -> Person:
        """Both in one row, also if this process dies on the way. Raises Stale."""
        ...

    async def showing(self, facts: Collection[str]) -> Sequence[ConversationId]:
        """The conversations in which any of these is shown to be the customer's own, the oldest first."""
        ...

    async def search(
        self, text: str, operator: OperatorId, lines: frozenset[LineId] | None, limit: int
    ) -> Sequence[Conversation]:
        """Customers by name, phone, e-mail, username or id, as far as this person may see them; the latest first."""
        ...

    async def like(
        self, conversation: Conversation, operator: OperatorId, lines: frozenset[LineId] | None, limit: int
    ) -> Sequence[Conversation]:
        """Who may be the same as this customer: by an equal phone, e-mail or name."""
        ...


class Joining(Protocol):
    """Makes one human of conversations, and of one human two again; everybody concerned is told."""

    async def join(
        self, one: ConversationId, other: ConversationId, how: How, *, by: Operator | None = None, value: str = ""
    ) -> Person:
        """Joining what is joined changes nothing. Raises Stale when too many write at the same time."""
        ...

    async def split(self, person_id: PersonId, conversation_id: ConversationId, by: Operator) -> Person | None:
        """Who is left. Raises Stale, too."""
        ...


class NoInvitation(Exception):
    """It can't be sent; the text says why, to the operator who asked."""


class Inviting(Protocol):
    """Lets customers show who they are."""

    def channels(self) -> Sequence[str]:
        """The names of the channels that one can be invited to."""
        ...

    async def invitation(self, conversation: Conversation, channel: str) -> str:
        """What to write to them: a link that leads to the channel, and joins whoever comes by it; good once.

        Raises NoInvitation.
        """
        ...

    async def mail_code(self, conversation: Conversation, email: str) -> str:
        """Mail a code that proves the address when it is typed in the conversation; what to write to them about it.

        Raises NoInvitation.
        """
        ...


JOINING = Chapter(name="joining", kind=JoiningRules, blank=JoiningRules())
INVITATION_LIVES = timedelta(minutes=30)
CODE_LIVES = timedelta(minutes=15)
