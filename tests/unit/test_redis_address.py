"""REDIS_URL: one server, sentinels or a cluster, and what is said of one that is wrong."""

import pytest
from redis.asyncio import Redis, RedisCluster, SSLConnection
from redis.asyncio.sentinel import SentinelConnectionPool
from redis.exceptions import ResponseError

from storage.redis.address import Kind, read_redis_url, remedy
from storage.redis.client import connect


def test_one_server_is_read_by_the_client_itself() -> None:
    address = read_redis_url("rediss://helpline:secret@cache.example.com/1?ssl_ca_certs=/ca.pem")

    assert (address.kind, address.secure, address.url.startswith("rediss://")) == (Kind.ONE, True, True)


def test_a_cluster_is_some_of_its_servers() -> None:
    address = read_redis_url("redis+cluster://one.example.com,two.example.com:7001,[::1]:7002")

    assert (address.kind, address.secure) == (Kind.CLUSTER, False)
    assert address.nodes == (("one.example.com", 6379), ("two.example.com", 7001), ("::1", 7002))
    assert address.options == {}


def test_sentinels_are_followed_by_the_masters_name() -> None:
    address = read_redis_url(
        "redis+sentinel://one.example.com,two.example.com:5000/helpline?db=2&sentinel_password=s%20t"
    )

    assert (address.kind, address.service) == (Kind.SENTINEL, "helpline")
    assert address.nodes == (("one.example.com", 26379), ("two.example.com", 5000))
    assert (address.options, address.to_sentinels) == ({"db": 2}, {"password": "s t"})


@pytest.mark.parametrize("url", ["rediss+cluster://{}@one,two/0?{}", "rediss+sentinel://{}@one,two/helpline?{}"])
def test_who_we_are_and_whom_we_trust_is_said_as_for_one_server(url: str) -> None:
    address = read_redis_url(url.format("helpline:p%2Fss", "ssl_ca_certs=/ca.pem&socket_connect_timeout=2"))

    assert address.secure
    assert address.options == {
        "username": "helpline", "password": "p/ss", "ssl_ca_certs": "/ca.pem", "socket_connect_timeout": 2.0,
    }  # fmt: skip
    assert "p/ss" not in repr(address)
    assert "p%2Fss" not in repr(address)


def test_by_tls_is_every_connection() -> None:
    """To the servers, and to the sentinels that name them."""
    certificates = "ssl_ca_certs=/ca.pem"
    one, many = (
        connect(f"rediss+sentinel://one/helpline?{certificates}"),
        connect(f"rediss+cluster://one?{certificates}"),
    )

    assert isinstance(one, Redis)
    assert isinstance(many, RedisCluster)
    pool = one.connection_pool
    assert isinstance(pool, SentinelConnectionPool)
    [sentinel] = pool.sentinel_manager.sentinels
    assert issubclass(pool.connection_class, SSLConnection)
    assert issubclass(sentinel.connection_pool.connection_class, SSLConnection)
    assert many.connection_kwargs["connection_class"] is SSLConnection
    for each in (pool.connection_kwargs, sentinel.connection_pool.connection_kwargs, many.connection_kwargs):
        assert each["ssl_ca_certs"] == "/ca.pem"


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        ("localhost:6379", "must begin with redis://, rediss://"),
        ("redis:localhost", "must begin with redis://, rediss://"),
        ("http+cluster://localhost", "must begin with redis://, rediss://"),
        ("redis+one://localhost", "must begin with redis://, rediss://"),
        ("redis+clusters://localhost", "redis+cluster:// or rediss+cluster://"),
        ("redis+cluster://", "must name its hosts"),
        ("redis+cluster://one,,two", "must name its hosts"),
        ("redis+cluster://one:http", "must name its hosts"),
        ("redis+cluster://one/1", "has only database 0"),
        ("redis+cluster://one?db=1", "takes no option db; those it takes are ssl_..."),
        ("redis+cluster://one?socket_connect_timeout=soon", "Invalid value for 'socket_connect_timeout'"),
        ("redis+sentinel://one", "must end with the name that the sentinels know the master by"),
        ("redis+sentinel://one/helpline/1", "a database other than 0 goes after it, as in ?db=1"),
        ("redis+sentinel://one/helpline?db=one", "Invalid value for 'db'"),
    ],
)
def test_a_wrong_one_is_met_with_the_remedy(url: str, remedy: str) -> None:
    with pytest.raises(ValueError) as error:
        read_redis_url(url)

    assert remedy in str(error.value)


def test_what_no_other_url_would_mend_is_left_to_be_said_as_it_is() -> None:
    assert remedy(ResponseError("OOM command not allowed when used memory > 'maxmemory'")) is None


def test_half_a_password_is_not_shown() -> None:
    with pytest.raises(ValueError) as error:
        read_redis_url("redis+cluster://helpline:sec/ret@one")

    assert "sec" not in str(error.value)
    assert "%2F" in str(error.value)
