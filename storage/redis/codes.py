"""Codes that show who somebody is: in links, good once, and in mails, good for a few tries."""

import hmac
import secrets
from hashlib import sha256

import orjson

from handoff.ids import ConversationId
from handoff.ports.people import CODE_LIVES, INVITATION_LIVES
from storage.redis.client import Redis

TRIES = 5
_BYTES = 16
"""128 random bits: nobody finds one by trying."""


class Codes:
    """Of a link only a hash is kept, so that nobody who reads Redis can use it."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def invite(self, conversation_id: ConversationId) -> str:
        code = secrets.token_urlsafe(_BYTES)
        await self._redis.set(f"invite:{_hash(code)}", conversation_id, ex=INVITATION_LIVES)
        return code

    async def redeem(self, code: str, by: ConversationId) -> ConversationId | None:
        """Who was given the code; None if it is none, old, or was used by another. The same one may use it again: an
        event is sometimes handled twice."""
        given_to = await self._redis.get(f"invite:{_hash(code)}")
        if given_to is None:
            return None
        used = f"invite-used:{_hash(code)}"
        await self._redis.set(used, by, ex=INVITATION_LIVES * 2, nx=True)
        return ConversationId(str(given_to)) if await self._redis.get(used) == by else None

    async def mail(self, conversation_id: ConversationId, email: str) -> str:
        """Six digits to be typed in this conversation; an earlier one is void."""
        code = f"{secrets.randbelow(10**6):06}"
        await self._redis.delete(f"mail-code-tries:{conversation_id}")
        row = orjson.dumps({"email": email, "code": code})
        await self._redis.set(f"mail-code:{conversation_id}", row, ex=CODE_LIVES)
        return code

    async def awaited(self, conversation_id: ConversationId) -> bool:
        """Whether a code was mailed that is still good."""
        return bool(await self._redis.exists(f"mail-code:{conversation_id}"))

    async def typed(self, conversation_id: ConversationId, code: str) -> str | None:
        """The address that this code was mailed to; None when it is wrong. After a few wrong ones none is right."""
        row = await self._redis.get(f"mail-code:{conversation_id}")
        if row is None:
            return None
        kept = orjson.loads(row)
        if hmac.compare_digest(kept["code"], code):
            return str(kept["email"])
        tries = f"mail-code-tries:{conversation_id}"
        wrong = await self._redis.incr(tries)
        await self._redis.expire(tries, CODE_LIVES)
        if wrong >= TRIES:
            await self._redis.delete(f"mail-code:{conversation_id}")
        return None


def _hash(code: str) -> str:
    return sha256(code.encode()).hexdigest()
