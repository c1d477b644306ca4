"""What the desk refuses, in words for the person who asked."""

from datetime import datetime


class DeskError(Exception):
    """Root of what the desk refuses."""


class NotFound(DeskError):
    """No such conversation, line or operator, or not for this person's eyes."""

    def __init__(self, what: str) -> None:
        super().__init__(f"There is no such {what}.")
        self.what = what


class AlreadyTaken(DeskError):
    """A colleague was faster."""

    def __init__(self, by: str) -> None:
        super().__init__(f"{by} was faster and has this session now.")
        self.by = by


class NotYours(DeskError):
    """The session is with somebody else, so this person can't speak in it."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"This session is with {holder}: take it over before you write.")
        self.holder = holder


class NotPossible(DeskError):
    """The move does not exist in the state that the session is in. `field` is the one to mend, where there is one."""

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class WindowClosed(DeskError):
    """The customer wrote too long ago: their messenger takes approved templates only, until they write again."""

    def __init__(self, closed_at: datetime) -> None:
        super().__init__(
            f"Since {closed_at:%Y-%m-%d %H:%M} UTC this messenger takes approved templates only: the customer wrote "
            "too long ago. Send a template, or wait until they write."
        )
        self.closed_at = closed_at
