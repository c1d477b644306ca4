"""What channels are made from; each takes its own slice."""

from dataclasses import dataclass

from bot.channels.file_links import NO_LINKS, FileLinks, make_links
from bot.settings import Settings
from handoff.ports import Clock
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.messages import MongoHistory
from storage.redis.client import Redis
from storage.redis.rate import RedisThrottle


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The machine, the stores and the clock."""

    settings: Settings
    db: Database
    redis: Redis
    conversations: MongoConversations
    history: MongoHistory
    throttle: RedisThrottle
    files: MongoFiles
    clock: Clock

    def public_links(self) -> FileLinks:
        """For messengers that fetch files themselves: none where nobody outside can reach us."""
        base = self.settings.public_url
        return make_links(self.settings.secrets_key, self.clock, base) if base else NO_LINKS
