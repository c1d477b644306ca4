"""What "the database is away" looks like, in one name: worth waiting for, and nobody's fault."""

from pymongo.errors import (
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    PyMongoError,
    ServerSelectionTimeoutError,
)
from redis.exceptions import BusyLoadingError, ClusterDownError, ReadOnlyError, RedisError, TryAgainError
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import TimeoutError as RedisTimeoutError


class FilesAway(Exception):
    """The store of files does not answer, or will not have us."""


class Unwell(Exception):
    """A database answers too late to work with, or can't write: its disk is full."""


UNAVAILABLE: tuple[type[Exception], ...] = (
    ConnectionFailure,
    ExecutionTimeout,
    NetworkTimeout,
    ServerSelectionTimeoutError,
    RedisConnectionError,
    RedisTimeoutError,
    BusyLoadingError,
    ClusterDownError,
    ReadOnlyError,
    TryAgainError,
    FilesAway,
    Unwell,
)
SUSPICIOUS: tuple[type[Exception], ...] = (TimeoutError, PyMongoError, RedisError)
"""Perhaps the fault of what was asked, perhaps that of a database that is unwell."""
TROUBLE: tuple[type[Exception], ...] = (*UNAVAILABLE, PyMongoError, RedisError)
"""Whatever a database may raise: for loops that must go on when it is well again."""
