"""Why something was decided: a code and its values, which each screen words in its reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    code: str
    values: Mapping[str, str] = field(default_factory=dict)
