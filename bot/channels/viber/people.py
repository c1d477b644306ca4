"""Viber's user ids as ours. A user's id is theirs with one bot only: another bot knows the same person by another."""

_OURS = str.maketrans("+/", "-_")
_THEIRS = str.maketrans("-_", "+/")


def external_id(user_id: str) -> str:
    """In the alphabet for addresses: Viber's ids are base64, and a slash would cut a conversation's address in two."""
    return user_id.translate(_OURS)


def user_id(external_id: str) -> str:
    return external_id.translate(_THEIRS)
