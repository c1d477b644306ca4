"""What the rules ask for, put on the session."""

from dataclasses import replace

from handoff.handling import Handling
from handoff.routing.rules import Routed


def as_routed(handling: Handling, routed: Routed) -> Handling:
    """All but the line, which is the session's own."""
    return replace(
        handling,
        skills=dict(routed.skills),
        effort=routed.effort,
        tags=tuple(dict.fromkeys((*handling.tags, *routed.tags))),
        wanted=routed.operator,
        same_operator=routed.same_operator,
        why_line=routed.why_line,
        priority=replace(handling.priority, least=routed.priority),
    )
