"""What the desk needs from outside: small protocols that storage and bot fulfil."""

from handoff.ports.company import Heartbeats, Lines, LoginTaken, Operators, Stale
from handoff.ports.connections import Connections
from handoff.ports.conversations import AbilitiesOf, Announcer, Clock, Conflict, Conversations, History, LiveFeed, Texts
from handoff.ports.inbox import Inbox, InboxPage, InboxQuery, Order, UnknownPage, View
from handoff.ports.kept import (
    UNCLAIMED,
    Canned,
    CannedReplies,
    DeadLetter,
    DeadLetters,
    Files,
    NoFile,
    Preview,
    StoredFile,
)
from handoff.ports.notices import Carrier, Notice, Notices
from handoff.ports.rules import PRIORITY, ROUTING, SLA, Books, Chapter, Chapters, ChapterVersion
from handoff.ports.signing_in import Factor, FactorsLocked, Lack, Login, Logins, SecondFactors, Throttle
from handoff.ports.team import Load, Loads, Tally, Team, Vocabulary
from handoff.ports.templates import Templates

__all__ = [
    "PRIORITY",
    "ROUTING",
    "SLA",
    "UNCLAIMED",
    "AbilitiesOf",
    "Announcer",
    "Books",
    "Canned",
    "CannedReplies",
    "Carrier",
    "Chapter",
    "ChapterVersion",
    "Chapters",
    "Clock",
    "Conflict",
    "Connections",
    "Conversations",
    "DeadLetter",
    "DeadLetters",
    "Factor",
    "FactorsLocked",
    "Files",
    "Heartbeats",
    "History",
    "Inbox",
    "InboxPage",
    "InboxQuery",
    "Lack",
    "Lines",
    "LiveFeed",
    "Load",
    "Loads",
    "Login",
    "LoginTaken",
    "Logins",
    "NoFile",
    "Notice",
    "Notices",
    "Operators",
    "Order",
    "Preview",
    "SecondFactors",
    "Stale",
    "StoredFile",
    "Tally",
    "Team",
    "Templates",
    "Texts",
    "Throttle",
    "UnknownPage",
    "View",
    "Vocabulary",
]
