"""The other systems that flows speak with, as an admin set them up. Their secrets are kept apart, under their ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

WEBHOOKS_OUT = "processes"
"""The scope of the secrets that processes are started with; a secret has the process's id for its name."""
WEBHOOKS_IN = "hooks"
"""The scope of the secrets that incoming webhooks are signed with, by the webhooks' ids."""
NAMED = "flows"
"""The scope of the secrets that flows name in the headers of their calls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Systems:
    """`version` grows with each save, so that a save over a newer one is noticed."""

    processes: Mapping[str, str] = field(default_factory=dict)
    """Where each is started, by its id."""
    hooks: frozenset[str] = frozenset()
    """The incoming webhooks."""
    private_hosts: frozenset[str] = frozenset()
    """The hosts in private networks that flows may call all the same."""
    version: int = 0
