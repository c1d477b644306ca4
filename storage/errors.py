"""What "the database is away" looks like, in one name: worth waiting for, and nobody's fault."""

from pymongo.errors import ConnectionFailure, ExecutionTimeout, NetworkTimeout, ServerSelectionTimeoutError
from redis.exceptions import BusyLoadingError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError


class FilesAway(Exception):
    """The store of files does not answer, or will not have us."""


class Slow(Exception):
    """A database answers, but too late to work with."""


UNAVAILABLE: tuple[type[Exception], ...] = (
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
    RedisConnectionError,
    RedisTimeoutError,
    BusyLoadingError,
    FilesAway,
    Slow,
)
