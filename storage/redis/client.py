"""The connection to Redis."""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError


def connect(url: str) -> Redis:
    """A client that answers in text and tries a broken connection again for about a second; no traffic yet."""
    client: Redis = Redis.from_url(
        url,
        decode_responses=True,
        # A time-out would put `asyncio.wait_for` around every call, which in Python 3.11 can swallow a cancellation.
        socket_timeout=None,
        socket_keepalive=True,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=4),
        retry_on_error=[RedisConnectionError],
    )
    return client
