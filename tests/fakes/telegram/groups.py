"""A forum: a supergroup with topics, the bot in it as an administrator, and people who write into its topics."""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.telegram.errors import bad_request, forbidden
from tests.fakes.telegram.state import Bot, Dialog, Json, Person
from tests.fakes.telegram.users import PATIENCE, Received, User

if TYPE_CHECKING:
    from tests.fakes.telegram.cloud import TelegramCloud

ICON_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)


@dataclass(slots=True, kw_only=True)
class Topic:
    name: str
    closed: bool = False
    names: list[str] = field(default_factory=list)
    """All that it was ever called."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Face(Person):
    """A group in the place of a person."""

    is_forum: bool = True

    def chat(self) -> Json:
        forum = {"is_forum": True} if self.is_forum else {}
        return {"id": self.id, "title": self.name, "type": "supergroup", **forum}


@dataclass(slots=True, kw_only=True)
class Group(Dialog):
    """What the bot sees of the group. It is an administrator who manages topics until a test says otherwise."""

    status: str = "administrator"
    can_manage_topics: bool = True
    topics: dict[int, Topic] = field(default_factory=dict)

    @property
    def is_forum(self) -> bool:
        return isinstance(self.person, Face) and self.person.is_forum

    def check_writable(self) -> None:
        if self.migrated_to is not None:
            refusal = bad_request("group chat was upgraded to a supergroup chat")
            refusal.parameters["migrate_to_chat_id"] = self.migrated_to
            raise refusal
        if self.status == "kicked":
            raise forbidden("bot was kicked from the supergroup chat")

    def check_thread(self, thread: int) -> None:
        """As the real server: a topic that is gone is not found; a closed one takes administrators' words."""
        if thread and thread not in self.topics:
            raise bad_request("message thread not found")
        if thread and self.topics[thread].closed and not (self.status == "administrator" and self.can_manage_topics):
            raise bad_request("TOPIC_CLOSED")

    def topic(self, thread: int) -> Topic:
        """For managing it. Raises what the real server says to a bot that may not."""
        self.check_writable()
        if not self.is_forum:
            raise bad_request("the chat is not a forum")
        if self.status != "administrator" or not self.can_manage_topics:
            raise bad_request("not enough rights to manage topics")
        if thread not in self.topics:
            raise bad_request("TOPIC_ID_INVALID")
        return self.topics[thread]

    def open_topic(self, name: str) -> int:
        """Its thread id: that of the service message that opens it."""
        self.check_writable()
        if not self.is_forum:
            raise bad_request("the chat is not a forum")
        if self.status != "administrator" or not self.can_manage_topics:
            raise bad_request("not enough rights to create a topic")
        thread = self.bot.next_message_id()
        self.topics[thread] = Topic(name=name, names=[name])
        return thread

    def member(self) -> Json:
        """The bot, as `getChatMember` shows it."""
        shown: Json = {"user": self.bot.user(), "status": self.status}
        if self.status == "administrator":
            rights = dict.fromkeys(
                (
                    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
                    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories",
                    "can_edit_stories", "can_delete_stories", "can_pin_messages", "can_be_edited", "is_anonymous",
                ),
                False,
            )  # fmt: skip
            shown |= {**rights, "can_manage_topics": self.can_manage_topics}
        if self.status == "kicked":
            shown["until_date"] = 0
        return shown


class Forum:
    """The group, in the hands of a test."""

    def __init__(self, cloud: "TelegramCloud", bot: Bot, id: int, name: str, *, is_forum: bool = True) -> None:
        self._cloud = cloud
        face = Face(id=id, name=name, is_forum=is_forum)
        self.group = Group(bot=bot, person=face, started=True)
        bot.dialogs[id] = self.group
        self._albums = itertools.count(1)

    @property
    def id(self) -> int:
        return self.group.person.id

    @property
    def topics(self) -> dict[int, Topic]:
        return self.group.topics

    def member(self, person: User, topic: int = 0) -> "Member":
        """This person, writing in a topic (0: in the general one)."""
        return Member(self._cloud, self.group, person.person, topic)

    def thread(self, begins: str) -> int:
        """The newest topic that is called so, or was."""
        return next(
            id for id in reversed(self.topics) if any(each.startswith(begins) for each in self.topics[id].names)
        )

    async def has_topic(self, called: str, wait: float = PATIENCE) -> int:
        """Its thread id, once a topic's name contains this."""

        def there() -> bool:
            return any(called in topic.name for topic in self.topics.values())

        await self._cloud.until(there, wait, lambda: f"no {called!r} among {[t.name for t in self.topics.values()]}")
        return next(id for id in reversed(self.topics) if called in self.topics[id].name)

    async def until(self, true: Callable[[], bool], wait: float = PATIENCE) -> None:
        await self._cloud.until(true, wait, lambda: f"topics: {self.topics}; reactions: {self.group.reactions}")

    def deletes(self, thread: int) -> None:
        """Somebody deletes the topic, with all that is in it; bots are not told."""
        del self.topics[thread]
        for id in [id for id, each in self.group.messages.items() if each.get("message_thread_id") == thread]:
            del self.group.messages[id]
            self.group.news.discard(id)

    def becomes(self, status: str, *, can_manage_topics: bool = True) -> None:
        """Somebody changes what the bot is here: administrator, member, kicked; it is told."""
        before = self.group.member()
        self.group.status, self.group.can_manage_topics = status, can_manage_topics
        content = {
            "chat": self.group.person.chat(), "from": Person(id=1, name="Owner").user(),
            "date": int(self._cloud.clock().timestamp()),
            "old_chat_member": before, "new_chat_member": self.group.member(),
        }  # fmt: skip
        self.group.bot.notice("my_chat_member", content, lane=f"membership of {self.id}")

    def migrates(self, to: "Forum", *, told: bool = True) -> None:
        """Become another supergroup; a bot that was away for the service message learns it from a refusal."""
        self.group.migrated_to = to.id
        if told:
            message = self.group.write(
                Person(id=1, name="Owner").user(), {"migrate_to_chat_id": to.id}, self._cloud.clock()
            )
            self.group.bot.notice("message", message, lane=f"chat {self.id}")


class Member(User):
    """One person in a group; what they hear is what the bot says in their topic."""

    def __init__(self, cloud: "TelegramCloud", group: Group, person: Person, topic: int) -> None:
        super().__init__(cloud, group)
        self._me, self._group, self.topic = person, group, topic

    @property
    def person(self) -> Person:
        return self._me

    async def sends(self, **fields: Any) -> int:
        thread: Json = {}
        if self.topic:
            # As the real server: what answers nothing answers the service message that opened the topic.
            opened = {"name": self._group.topics[self.topic].name, "icon_color": ICON_COLORS[0]}
            start = {
                "message_id": self.topic,
                "chat": self._group.person.chat(),
                "date": 1,
                "forum_topic_created": opened,
            }
            thread = {"message_thread_id": self.topic, "is_topic_message": True, "reply_to_message": start}
        message = self._dialog.write(self._me.user(), {**thread, **fields}, self._cloud.clock())
        self._notice("message", message)
        return int(message["message_id"])

    @property
    def inbox(self) -> list[Received]:
        return [each for each in super().inbox if each.raw.get("message_thread_id", 0) == self.topic]

    def _hearable(self, message: Json) -> bool:
        return int(message.get("message_thread_id", 0)) == self.topic
