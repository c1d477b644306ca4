"""What Telegram's refusals mean for a group."""

import pytest
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError, TimedOut

from bot.operator_bot.spot import Spot, read_spot
from bot.operator_bot.trouble import GroupLost, GroupMoved, GroupTrouble, TopicGone, TopicShut, of_group

TOPIC, GENERAL, OWN = Spot(-100, 7), Spot(-100), Spot(501)


@pytest.mark.parametrize(
    ("error", "spot", "means"),
    [
        (BadRequest("Message thread not found"), TOPIC, TopicGone),
        (BadRequest("Bad Request: TOPIC_DELETED"), TOPIC, TopicGone),
        (BadRequest("TOPIC_ID_INVALID"), TOPIC, TopicGone),
        (BadRequest("TOPIC_CLOSED"), TOPIC, TopicShut),
        (BadRequest("Chat not found"), TOPIC, GroupLost),
        (BadRequest("The chat is not a forum"), GENERAL, GroupLost),
        (BadRequest("Not enough rights to create a topic"), GENERAL, GroupLost),
        (Forbidden("Forbidden: bot was kicked from the supergroup chat"), TOPIC, GroupLost),
        (ChatMigrated(-200), GENERAL, GroupMoved),
        (BadRequest("Message is too long"), TOPIC, type(None)),
        (BadRequest("Message to edit not found"), TOPIC, type(None)),
        (TimedOut(), TOPIC, type(None)),
        (Forbidden("Forbidden: bot was blocked by the user"), OWN, type(None)),
    ],
)
def test_a_refusal_tells_what_is_wrong(error: TelegramError, spot: Spot, means: type[GroupTrouble]) -> None:
    assert type(of_group(error, spot)) is means


def test_where_a_group_has_moved_is_known() -> None:
    trouble = of_group(ChatMigrated(-200), GENERAL)
    assert isinstance(trouble, GroupMoved)
    assert trouble.to == -200


@pytest.mark.parametrize("spot", [TOPIC, GENERAL, OWN, Spot(0)])
def test_a_spot_is_read_as_it_is_written(spot: Spot) -> None:
    assert read_spot(str(spot)) == spot
