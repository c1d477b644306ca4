"""What can go wrong with a flow, a class for each thing that a caller would do differently."""


class FlowError(Exception):
    """The root of this package's errors."""


class ExpressionError(FlowError):
    """An expression that cannot be read or computed. `position` is the column, from 1, where it is known."""

    def __init__(self, expression: str, reason: str, position: int | None = None) -> None:
        self.expression, self.reason, self.position = expression, reason, position
        where = f" at character {position}" if position else ""
        super().__init__(f"“{expression}”{where}: {reason}")


class BadFlowFile(FlowError):
    """A file that is no flow of a format known here: each problem with the place where it stands."""

    def __init__(self, problems: tuple[tuple[str, str], ...]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{place or 'file'}: {message}" for place, message in problems))


class StaleDraft(FlowError):
    """The draft was saved meanwhile: `current` is its version now, 0 where there is none."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(f"The draft was changed meanwhile, and has version {current} now.")


class FlowArchived(FlowError):
    """The flow is put away: nothing of it is published before it is restored."""


class RevisionMissing(FlowError):
    """There is no revision of this number."""


class StaleSystems(FlowError):
    """The systems were saved meanwhile: `current` is their version now."""

    def __init__(self, current: int) -> None:
        self.current = current
        super().__init__(f"The systems were changed meanwhile, and have version {current} now.")


class SecretsLocked(FlowError):
    """No key that is set can open the secrets; the message says what to do."""
