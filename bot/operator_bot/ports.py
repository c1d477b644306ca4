"""What the bot needs from outside, besides the desk's own ports."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.operator_bot.deeds import Deeds
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.messages import Message
from handoff.ports import Files, Inbox, LiveFeed, Loads, Notices, Team
from storage.mongo.operator_groups import MongoOperatorGroups, MongoOperatorTopics
from storage.redis.bell import Bell
from storage.redis.client import Redis


class History(Protocol):
    """Every message ever said, the journal's included; oldest first."""

    async def page(self, conversation: Conversation, *, before: int | None, limit: int) -> Sequence[Message]: ...

    async def since(self, conversation: Conversation, number: int, limit: int = 500) -> Sequence[Message]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorBotPorts:
    """`redis` answers in text."""

    desk: Desk
    inbox: Inbox
    history: History
    files: Files
    feed: LiveFeed
    notices: Notices
    team: Team
    loads: Loads
    bell: Bell
    redis: Redis
    groups: MongoOperatorGroups
    topics: MongoOperatorTopics
    deeds: Deeds
