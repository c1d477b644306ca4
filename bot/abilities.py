"""What the messenger at an address can do, asked by the desk before a person tries."""

from collections.abc import Mapping

from bot.channels.base import Channel, channel_name
from handoff.abilities import Abilities
from handoff.customer import Address
from handoff.ports import AbilitiesOf

NONE = Abilities()
"""Of a channel that is not there any more."""


def abilities_of(channels: Mapping[str, Channel]) -> AbilitiesOf:
    def abilities(address: Address) -> Abilities:
        channel = channels.get(channel_name(address.channel, address.account))
        return channel.abilities if channel else NONE

    return abilities
