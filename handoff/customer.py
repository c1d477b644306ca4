"""Who writes, and where from."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from handoff.ids import ConversationId


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """Where a customer writes from. `account` tells several bots or numbers of one channel apart."""

    channel: str
    account: str
    external_id: str

    @property
    def conversation_id(self) -> ConversationId:
        return ConversationId(f"{self.channel}:{self.account}:{self.external_id}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who writes, as far as the channel tells."""

    name: str = ""
    language: str = ""
    """Empty until something tells it."""
    username: str | None = None
    phone: str | None = None
    email: str | None = None
    tier: str | None = None
    """Their support plan, such as `premium`."""
    groups: tuple[str, ...] = ()
    """What they belong to: a company, a branch, `employees`."""
    region: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    verified: frozenset[str] = frozenset()
    """What is shown to be theirs in this very conversation: `phone:+48500600700`, `email:ada@example.com`."""
    left: bool = False
    """The messenger does not let us reach them: nothing is sent until they are back."""
