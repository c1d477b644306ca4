"""What Telegram's refusals mean for a group with topics. Its words are all there is to tell them apart by."""

from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.operator_bot.spot import Spot

_TOPIC_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
_TOPIC_SHUT = ("topic_closed",)
_GROUP_LOST = ("chat not found", "not a forum", "not enough rights", "have no rights", "chat_write_forbidden",
               "chat_admin_required", "group chat was deactivated")  # fmt: skip


class GroupTrouble(Exception):
    """Something is wrong with a group that has to be put right before anything is shown there."""

    def __init__(self, spot: Spot, reason: str) -> None:
        super().__init__(f"{spot}: {reason}")
        self.spot, self.reason = spot, reason


class TopicGone(GroupTrouble):
    """Somebody deleted the topic."""


class TopicShut(GroupTrouble):
    """Somebody closed the topic, and we may not write into it."""


class GroupLost(GroupTrouble):
    """We are not in the group any more, may not do our work there, or it has no topics."""


class GroupMoved(GroupTrouble):
    """The group has another number now."""

    def __init__(self, spot: Spot, to: int) -> None:
        super().__init__(spot, f"now {to}")
        self.to = to


def of_group(error: TelegramError, spot: Spot) -> GroupTrouble | None:
    """None: it is about this one message, or about a person's own chat."""
    if spot.chat >= 0:
        return None
    if isinstance(error, ChatMigrated):
        return GroupMoved(spot, error.new_chat_id)
    if isinstance(error, Forbidden):
        return GroupLost(spot, error.message)
    said = error.message.lower()
    if not isinstance(error, BadRequest):
        return None
    if spot.topic and any(each in said for each in _TOPIC_GONE):
        return TopicGone(spot, error.message)
    if spot.topic and any(each in said for each in _TOPIC_SHUT):
        return TopicShut(spot, error.message)
    if any(each in said for each in _GROUP_LOST):
        return GroupLost(spot, error.message)
    return None
