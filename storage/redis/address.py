"""Where Redis is, as REDIS_URL says it: one server, whichever server is the master now, or a cluster."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from redis.asyncio.connection import parse_url
from redis.exceptions import MovedError, ResponseError

ONE_OF = "redis://, rediss://, redis+sentinel://, rediss+sentinel://, redis+cluster:// or rediss+cluster://"
_SENTINEL_OPTIONS = ("sentinel_username", "sentinel_password")
_OPTIONS = ("client_name", "health_check_interval", "protocol", "socket_connect_timeout")
"""Besides those for certificates, which begin with `ssl_`."""


class Kind(StrEnum):
    ONE = "one"
    SENTINEL = "sentinel"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """`nodes` are the sentinels, or some of the cluster's servers, from which the rest is learned. `service` is what
    the sentinels call the master; `options` go with each connection to a server, `to_sentinels` with each to them."""

    kind: Kind
    url: str = field(repr=False)
    nodes: tuple[tuple[str, int], ...] = ()
    secure: bool = False
    service: str = ""
    options: Mapping[str, Any] = field(default_factory=dict, repr=False)
    to_sentinels: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_redis_url(url: str) -> Address:
    """`redis://user:password@host/0`, `redis+cluster://user:password@host,host`, or
    `redis+sentinel://user:password@host,host/name`; with `rediss`, by TLS. Raises ValueError, with the remedy."""
    parts = urlsplit(url)
    plain, _, kind = parts.scheme.partition("+")
    if plain not in ("redis", "rediss") or kind not in ("", *Kind) or kind == Kind.ONE or "://" not in url:
        raise ValueError(f"must begin with {ONE_OF}")
    if not kind:
        return Address(kind=Kind.ONE, url=url, secure=plain == "rediss")
    return _cluster(url, parts, plain) if kind == Kind.CLUSTER else _sentinel(url, parts, plain)


def remedy(error: ResponseError) -> str | None:
    """What to write instead, where the server turned out to be of another kind than the URL says."""
    if isinstance(error, MovedError):
        return "REDIS_URL names a server of a cluster: write redis+cluster:// for redis://, and name several of them."
    if "unknown command" not in str(error).lower():
        return None
    if "sentinel" in str(error).lower():
        return "REDIS_URL names no sentinel: write redis:// for redis+sentinel://, or name the sentinels."
    return "REDIS_URL names a sentinel: write redis+sentinel:// for redis://, with the master's name last."


def _cluster(url: str, parts: SplitResult, plain: str) -> Address:
    nodes = _nodes(parts, 6379)
    if parts.path.strip("/") not in ("", "0"):
        raise ValueError("must name no database: a cluster has only database 0, as in redis+cluster://host:6379")
    return Address(kind=Kind.CLUSTER, url=url, nodes=nodes, secure=plain == "rediss", options=_options(parts, plain))


def _sentinel(url: str, parts: SplitResult, plain: str) -> Address:
    nodes = _nodes(parts, 26379)
    service = unquote(parts.path.strip("/"))
    if not service or "/" in service:
        raise ValueError(
            "must end with the name that the sentinels know the master by, as in redis+sentinel://host:26379/mymaster; "
            "a database other than 0 goes after it, as in ?db=1"
        )
    query = parse_qs(parts.query)
    return Address(
        kind=Kind.SENTINEL, url=url, nodes=nodes, secure=plain == "rediss", service=service,
        options=_options(parts, plain, "db", *_SENTINEL_OPTIONS),
        to_sentinels={name.removeprefix("sentinel_"): query[name][0] for name in _SENTINEL_OPTIONS if name in query},
    )  # fmt: skip


def _nodes(parts: SplitResult, default: int) -> tuple[tuple[str, int], ...]:
    found = []
    for each in parts.netloc.rpartition("@")[2].split(","):
        try:
            node = urlsplit(f"//{each}")
            host, port = node.hostname, node.port
        except ValueError:
            host, port = None, None
        if not host:  # not shown, as it may be half of a password
            raise ValueError("must name its hosts as host:port,host:port, and write a / in a password as %2F")
        found.append((host, port or default))
    return tuple(found)


def _options(parts: SplitResult, plain: str, *others: str) -> Mapping[str, Any]:
    """User, password and what follows the question mark, as redis-py reads them."""
    known = (*_OPTIONS, *others)
    if unknown := [name for name in parse_qs(parts.query) if name not in known and not name.startswith("ssl_")]:
        raise ValueError(f"takes no option {', '.join(unknown)}; those it takes are ssl_..., {', '.join(known)}")
    user = parts.netloc.rpartition("@")[0]
    read = parse_url(f"{plain}://{user}@host?{parts.query}")
    return {name: value for name, value in read.items() if name not in ("host", "connection_class", *_SENTINEL_OPTIONS)}
