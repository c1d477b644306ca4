"""What staff do with sessions. Every use case is the same sentence: load, decide, keep, commit, announce."""

from handoff.desk.amending import Amending
from handoff.desk.answering import Answering
from handoff.desk.errors import AlreadyTaken, DeskError, NotFound, NotPossible, NotYours, WindowClosed
from handoff.desk.moving import Moving
from handoff.desk.overseeing import Card, Moved, Overseeing
from handoff.desk.templating import Templating

__all__ = ["AlreadyTaken", "Card", "Desk", "DeskError", "Moved", "NotFound", "NotPossible", "NotYours", "WindowClosed"]


class Desk(Answering, Amending, Templating, Moving, Overseeing):
    """The use cases. Every method gives back the conversation as committed, and raises DeskError."""

    __slots__ = ()
