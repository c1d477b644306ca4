"""What a button's data says. Telegram gives it 64 bytes, so it holds short names of our ids, of any length."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from handoff.ids import ConversationId

_SHORT_BYTES = 9


class Verb(StrEnum):
    """What pressing asks for; the wire form is short."""

    ACCEPT = "a"
    DECLINE = "n"
    ANSWER = "o"
    WHO = "w"
    RESUME = "r"
    TRANSFER = "t"
    TO_LINE = "l"
    TO_OPERATOR = "p"
    GIVE_BACK = "b"
    CLOSE = "c"
    SOLVED = "s"
    UNRESOLVED = "u"
    CLOSE_AS = "d"
    UNRESOLVED_AS = "e"
    ONLINE = "i"
    AWAY = "y"
    OFFLINE = "f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A button's data, read. Both names are short ones; `argument` is a line's, an operator's or a topic's."""

    verb: Verb
    conversation: str
    argument: str = ""


def short(identifier: str) -> str:
    """A 12-character name that is always the same for the same id."""
    return urlsafe_b64encode(blake2b(identifier.encode(), digest_size=_SHORT_BYTES).digest()).decode()


def pack(verb: Verb, conversation_id: ConversationId, argument: str = "") -> str:
    parts = [verb.value, short(conversation_id)]
    return ":".join([*parts, short(argument)] if argument else parts)


def unpack(data: str) -> Pressed | None:
    """None for what no version of ours has written."""
    verb, _, rest = data.partition(":")
    conversation, _, argument = rest.partition(":")
    if verb not in list(Verb) or not conversation:
        return None
    return Pressed(verb=Verb(verb), conversation=conversation, argument=argument)
