"""A connection: one account of a messenger that an admin has connected, and what belongs to it at the desk.

It is the desk's word, and not only the adapters', since rules speak of it: where its sessions go, and which flows may
begin there. What an adapter makes of `settings` is its own matter; secrets are kept apart, encrypted.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from handoff.ids import LineId, OperatorId

ACCOUNT = re.compile(r"[a-z0-9-]{1,32}")
Setting = str | int | bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Connection:
    """`account` never changes, since conversations are named by it. `line` gets its sessions where no rule says
    otherwise. `flows` may begin for its customers; none: all. `identity` is unlike that of any other connection."""

    kind: str
    account: str
    title: str
    settings: Mapping[str, Setting] = field(default_factory=dict)
    secrets: tuple[str, ...] = ()
    """The names of those that are kept."""
    on: bool = True
    line: LineId | None = None
    flows: tuple[str, ...] = ()
    identity: str = ""
    version: int = 0
    changed_by: OperatorId | None = None
    changed_at: datetime | None = None

    @property
    def id(self) -> str:
        return f"{self.kind}:{self.account}"
