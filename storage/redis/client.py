"""The connection to Redis: to one server, to whichever one Sentinel has made the master, or to a cluster.

The rest of the product speaks to each of them in the same way. What one script, or one command with several keys,
touches together lies on one server of a cluster, since its keys share a *tag*: of `{mail}:ready` only what is in braces
decides where it lies. Pipelines go to as many servers as they must, and are no transactions.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import Any

from redis.asyncio import BlockingConnectionPool, RedisCluster
from redis.asyncio import Redis as OneRedis
from redis.asyncio.client import PubSub
from redis.asyncio.cluster import ClusterNode
from redis.asyncio.retry import Retry
from redis.asyncio.sentinel import Sentinel, SentinelConnectionPool
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ClusterDownError, RedisClusterException, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError

from storage.redis.address import Address, Kind, read_redis_url

Redis = OneRedis | RedisCluster

CONNECTIONS = 64
"""Of one process; who comes when all are busy waits for one, and is not turned away."""
_BESIDES = 4
"""So many times more may be open to one server of a cluster: pipelines and subscriptions are not counted."""


def connect(url: str) -> Redis:
    """A client that answers in text and tries a broken connection again for about a second; no traffic yet."""
    address = read_redis_url(url)
    match address.kind:
        case Kind.ONE:
            return OneRedis.from_pool(BlockingConnectionPool.from_url(url, **_PATIENT, **_CONNECTION, retry=_retry()))
        case Kind.SENTINEL:
            return _by_sentinel(address)
        case Kind.CLUSTER:
            return _Cluster(address)


@asynccontextmanager
async def subscribed(redis: Redis) -> AsyncIterator[PubSub]:
    """A subscription that channels can be added to. A cluster tells each of its servers what is published, so any will
    do; and if that one is dead, who asks again gets another."""
    if isinstance(redis, RedisCluster):
        await redis.initialize()
        heard: PubSub = redis.pubsub(node=redis.get_random_node())
    else:
        heard = redis.pubsub()
    async with heard:
        yield heard


# A time-out would put `asyncio.wait_for` around every call, which in Python 3.11 can swallow a cancellation.
_CONNECTION: dict[str, Any] = {"decode_responses": True, "socket_timeout": None, "socket_keepalive": True}
_PATIENT: dict[str, Any] = {"max_connections": CONNECTIONS, "timeout": 5, "retry_on_error": [RedisConnectionError]}


_PASSES = (RedisConnectionError, RedisTimeoutError, ClusterDownError, TryAgainError)


def _retry() -> Retry:
    return Retry(ExponentialBackoff(cap=0.5, base=0.05), 4, _PASSES)


class _MastersPool(SentinelConnectionPool, BlockingConnectionPool):
    """Connections to whichever server is the master, as few as to a lone one."""

    async def aclose(self) -> None:
        await super().aclose()
        await self.sentinel_manager.aclose()


def _by_sentinel(address: Address) -> OneRedis:
    made: Callable[..., Sentinel] = Sentinel  # which has no types
    certificates = {name: value for name, value in address.options.items() if name.startswith("ssl_")}
    secure = {"ssl": True, **certificates} if address.secure else {}
    # One that does not answer is not asked again before the others are.
    to_each = {**_CONNECTION, **secure, **address.to_sentinels, "retry": Retry(NoBackoff(), 0)}
    sentinels = made(address.nodes, sentinel_kwargs=to_each)
    options = {**_CONNECTION, **_PATIENT, **address.options, **secure}
    master: OneRedis = sentinels.master_for(
        address.service, connection_pool_class=_MastersPool, **options, retry=_retry()
    )
    return master


class _Cluster(RedisCluster):
    """What the cluster's client lacks beside the other: room to wait in, patience, and errors that say "away"."""

    def __init__(self, address: Address) -> None:
        super().__init__(
            startup_nodes=[ClusterNode(host, port) for host, port in address.nodes],
            # Names may lead to other addresses tomorrow, when all that we have learned may be gone.
            dynamic_startup_nodes=False,
            max_connections=_BESIDES * CONNECTIONS,
            retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 2),
            ssl=address.secure,
            **_CONNECTION,
            **address.options,
        )
        self._room, self._patience = asyncio.Semaphore(CONNECTIONS), _retry()

    async def initialize(self, *args: Any, **kwargs: Any) -> "_Cluster":
        try:
            await super().initialize(*args, **kwargs)
        except RedisClusterException as error:  # which is no RedisError
            raise RedisConnectionError(str(error)) from error
        return self

    async def execute_command(self, *args: Any, **kwargs: Any) -> Any:
        async with self._room:
            return await self._patience.call_with_retry(partial(self._once, *args, **kwargs), _nothing_more)

    async def _once(self, *args: Any, **kwargs: Any) -> Any:
        await self.initialize()
        return await super().execute_command(*args, **kwargs, **self._whereto(args))

    def _whereto(self, command: tuple[Any, ...]) -> dict[str, Any]:
        """Where the client would ask a server, each time, which words of a command are keys. The one that it asks may
        be dead while the others live, and a worker that only waits would never find out."""
        if command[0] != "XREADGROUP":
            return {}
        stream = command[-2]  # of the one that we ever read from: its name, and from where in it
        return {"target_nodes": self.get_node_from_key(stream)}


async def _nothing_more(error: Exception) -> None:
    """All that there is to do before the next try."""
