"""Looking a conversation's channel up, among those that work now."""

from collections.abc import Mapping

from bot.channels.base import Channel, Rejected, channel_name
from handoff.customer import Address

REMOVED = "The channel that this customer wrote by is not connected any more."


class Unserved(KeyError):
    """The channel is connected and does not work now; `reason` is shown to operators."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(name)
        self.reason = reason


def channel_of(channels: Mapping[str, Channel], address: Address) -> Channel:
    """Raises Rejected, in words for operators, where there is none."""
    try:
        return channels[channel_name(address.channel, address.account)]
    except Unserved as error:
        raise Rejected(f"Not sent: {error.reason}") from error
    except KeyError as error:
        raise Rejected(REMOVED) from error
