"""What the company has, that flows may refer to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flows.model import Flow
from flows.words import FlowId


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """None: not known here, so not checked."""

    lines: frozenset[str] | None = None
    topics: frozenset[str] | None = None
    secrets: frozenset[str] | None = None
    processes: frozenset[str] | None = None
    flows: Mapping[FlowId, Flow] | None = None
    channels: frozenset[str] = field(default_factory=frozenset)
    """The kinds of channels that it has, by their names in `limits`."""
