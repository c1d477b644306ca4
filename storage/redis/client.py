"""The connection to Redis."""

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialBackoff
from redis.exceptions import ConnectionError as RedisConnectionError

CONNECTIONS = 64
"""Of one process; who comes when all are busy waits for one, and is not turned away."""


def connect(url: str) -> Redis:
    """A client that answers in text and tries a broken connection again for about a second; no traffic yet."""
    pool = BlockingConnectionPool.from_url(
        url,
        decode_responses=True,
        # A time-out would put `asyncio.wait_for` around every call, which in Python 3.11 can swallow a cancellation.
        socket_timeout=None,
        socket_keepalive=True,
        max_connections=CONNECTIONS,
        timeout=5,
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), retries=4),
        retry_on_error=[RedisConnectionError],
    )
    return Redis.from_pool(pool)
