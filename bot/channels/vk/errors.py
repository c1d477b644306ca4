"""VK's refusals in our words. They come by number; the texts beside them are for developers."""

from datetime import timedelta

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable

A_MOMENT = timedelta(seconds=1)
"""Community tokens may make 20 calls a second."""
FLOOD = timedelta(minutes=1)
"""A bot may write a customer some thousand messages an hour; VK names no time to wait."""
LONGEST = timedelta(hours=1)
LOST_TRIES = 4
"""Sends without an answer before nobody knows. VK takes a message with a known `random_id` for the same, so that
trying again says nothing twice; after so many the line is down, and may have been when the first arrived."""

_LOCKED_OUT = {
    5: "VK does not accept the community's token.",
    15: "VK does not let this token do that.",
    17: "VK wants somebody to confirm the community's account.",
    27: "VK does not accept the community's token.",
    203: "VK does not know this community, or the token is not of it.",
    912: "In the community's settings, “Bot abilities” are off.",
}
_GONE = {
    18: "The customer's page is deleted or banned.",
    113: "VK does not know this customer.",
    901: "The customer has not allowed messages from the community.",
    902: "The customer's privacy settings do not let us write.",
}


class CommunityThrottled(Throttled):
    """Not this chat only: all calls of the community are too many."""


def refusal(code: int, why: str, tries: int = 0) -> SendError:
    """`tries`: how often this message was refused before."""
    match code:
        case 6 | 29:
            return CommunityThrottled("VK asks the community to write more slowly.", _later(A_MOMENT, tries))
        case 9:
            return Throttled("VK takes no more messages to this customer for now.", _later(FLOOD, tries))
        case 1 | 10:
            return Unreachable(f"VK has trouble: {why or 'no cause given'}.")
        case 14:
            return Rejected("VK wants a person to solve a captcha: write to somebody as the community, in VK itself.")
        case 900:
            return Rejected("The customer is on the community's black list.")
        case 914:
            return Rejected("The message is too long for VK.")
        case 909 | 924:
            return Rejected("VK lets messages be changed and taken back within 24 hours only.")
        case _ if code in _LOCKED_OUT:
            return LockedOut(_LOCKED_OUT[code])
        case _ if code in _GONE:
            return Gone(_GONE[code])
        case _:
            return Rejected(f"VK refuses the message: {why or 'no cause given'} (error {code}).")


def lost(tries: int = 0) -> SendError:
    """The call went out, and no answer came."""
    if tries < LOST_TRIES:
        return Unreachable("The connection to VK broke before it said whether it has the message.")
    return Unknown("VK did not say in several tries whether it has the message.")


def _later(first: timedelta, tries: int) -> timedelta:
    return min(first * (1 << min(tries, 12)), LONGEST)
