"""One-time codes that tie a Telegram account to an operator: the console makes one, `/start <code>` redeems it."""

import secrets
from datetime import timedelta
from typing import Any

from handoff.ids import OperatorId
from storage.redis.client import Redis

LIFETIME = timedelta(minutes=10)
_USERNAME = "operator-bot:username"


async def make_code(redis: Redis, operator_id: OperatorId) -> str:
    """A code that links one Telegram account to this operator, once, within ten minutes."""
    code = secrets.token_urlsafe(24)  # 192 bits: not to be guessed; a deep link takes 64 characters
    await redis.set(_key(code), operator_id, ex=LIFETIME)
    return code


async def redeem(redis: Redis, code: str) -> OperatorId | None:
    """Whose code it is; None when it was never given, is too old or was used."""
    operator_id: Any = await redis.getdel(_key(code))
    return OperatorId(operator_id) if operator_id else None


async def remember_name(redis: Redis, username: str) -> None:
    """Keep what the bot is called, for links made by other processes."""
    await redis.set(_USERNAME, username)


async def deep_link(redis: Redis, code: str) -> str | None:
    """A link that opens the bot with the code; None until the bot has run once."""
    username: Any = await redis.get(_USERNAME)
    return f"https://t.me/{username}?start={code}" if username else None


def _key(code: str) -> str:
    return f"operator-bot:link:{code}"
