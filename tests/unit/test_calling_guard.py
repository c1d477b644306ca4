"""Calls to other systems that mean harm: too slow, too large, or in a network that is not theirs to name."""

import asyncio
import gzip
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from bot.calling import HttpCaller, wire
from bot.calling.answers import DEEPEST, LARGEST
from tests.other_system import (
    Answer,
    Line,
    Pauses,
    Server,
    allows,
    call,
    open_caller,
    open_server,
    says,
    says_json,
    with_resolver,
)


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    async with open_server() as server:
        yield server


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


@pytest.fixture
async def caller(server: Server, pauses: Pauses) -> AsyncIterator[HttpCaller]:
    async with open_caller(server, pauses) as caller:
        yield caller


# -- a server that means harm ------------------------------------------------------------------------------------------


async def _dawdles(request: web.Request) -> web.StreamResponse:
    """A byte now and then, for ever: each arrives in time, the whole never does."""
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b".")
        await asyncio.sleep(0.02)


async def _floods(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Type": "text/plain"})
    await response.prepare(request)
    while True:
        await response.write(b"x" * 65536)


async def test_the_time_counts_for_the_whole_of_a_try(caller: HttpCaller, server: Server, pauses: Pauses) -> None:
    server.answers = [_dawdles, says_json("there")]

    result = await caller.call(call(server.base, timeout=timedelta(seconds=0.15)))
    again = await caller.call(call(server.base, timeout=timedelta(seconds=0.15), retries=1))

    assert (result.ok, result.error) == (False, "It did not answer within 0.15 s.")
    assert again.body == "there"


async def test_no_more_is_read_than_fits_into_a_conversation(caller: HttpCaller, server: Server) -> None:
    server.answers = [_floods]

    result = await caller.call(call(server.base, retries=3))

    assert (result.ok, result.body, result.error) == (False, None, "It answered more than 256 kB.")
    assert len(server.heard) == 1


def _zipped(content: bytes, **more: Any) -> Answer:
    return says(body=content, headers={"Content-Encoding": "gzip", "Content-Type": "application/json", **more})


async def test_a_small_body_that_unpacks_to_a_huge_one_is_cut(caller: HttpCaller, server: Server) -> None:
    server.answers = [
        _zipped(gzip.compress(b" " * LARGEST + b"1")),
        _zipped(gzip.compress(b" " * (LARGEST - 1) + b"1")),
    ]

    bomb, fits = await caller.call(call(server.base)), await caller.call(call(server.base))

    assert (bomb.ok, bomb.error) == (False, "It answered more than 256 kB.")
    assert (fits.ok, fits.body) == (True, 1)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (_zipped(b"not zipped"), "It answered with what it calls compressed, but is not."),
        (_zipped(gzip.compress(b"[1, 2]")[:-9]), "Its answer broke off."),
        (
            says(body=b"\x0b", headers={"Content-Encoding": "br"}),
            "It answered in a compression that it was not asked for.",
        ),
        (
            says(text="<html>", content_type="application/json"),
            "It answered with what it calls JSON, but is not.",
        ),
        (says(text="NaN", content_type="application/json"), "It answered with what it calls JSON, but is not."),
        (
            says(text="[" * 40 + "]" * 40, content_type="application/json"),
            f"It answered JSON of more than {DEEPEST} levels.",
        ),
    ],
)
async def test_an_answer_that_is_not_what_it_says_is_a_failure(
    caller: HttpCaller, server: Server, answer: Answer, error: str
) -> None:
    server.answers = [answer]

    result = await caller.call(call(server.base))

    assert (result.ok, result.status, result.body, result.error) == (False, 200, None, error)


async def test_a_redirect_is_not_followed(caller: HttpCaller, server: Server) -> None:
    server.answers = [says(status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"})]

    result = await caller.call(call(server.base, secret_headers={"X-Key": "orders_api"}, retries=2))

    assert (result.ok, result.status) == (False, 302)
    assert result.error.startswith("It answered 302, a redirect")
    assert len(server.heard) == 1


@pytest.fixture
async def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    """A server with a certificate for shop.example, which this machine trusts: its port."""
    certificate = tmp_path / "shop.pem"
    certificate.write_bytes(_certificate("shop.example"))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate)
    server, app = Server(answers=[says(text="welcome")]), web.Application()
    app.router.add_get("/", server.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield runner.addresses[0][1]
    await runner.cleanup()


def _certificate(name: str) -> bytes:
    key, subject = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    plain = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*plain) + made.public_bytes(serialization.Encoding.PEM)


@pytest.mark.parametrize(
    ("name", "body", "error"),
    [
        ("shop.example", "welcome", ""),
        ("other.example", None, "It has no certificate that can be trusted."),
    ],
)
async def test_the_certificate_must_be_that_of_the_name_and_not_of_the_address(
    caller: HttpCaller, shop: int, name: str, body: str | None, error: str
) -> None:
    allows(caller, name)
    out = wire()

    result = await with_resolver(caller, ("127.0.0.1",), out=out).call(call(f"https://{name}:{shop}/"))

    assert (result.body, result.error) == (body, error)
    await out.aclose()


# -- private networks --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "http://localhost:{port}/",
        "http://127.1:{port}/",
        "http://2130706433:{port}/",
        "http://[::ffff:127.0.0.1]:{port}/",
    ],
)
async def test_a_private_address_is_refused_however_it_is_written(caller: HttpCaller, server: Server, url: str) -> None:
    result = await caller.call(call(url.format(port=server.port), retries=5))

    assert (result.ok, result.status) == (False, 0)
    assert "is in a private network" in result.error
    assert server.heard == []


async def test_one_private_address_among_public_ones_is_enough_to_refuse(caller: HttpCaller) -> None:
    line = Line()

    result = await with_resolver(caller, ("1.1.1.1", "10.0.0.1"), out=line).call(call("https://shop.example/"))

    assert "shop.example is in a private network" in result.error
    assert line.made == []


async def test_the_connection_is_made_to_the_very_address_that_was_looked_at(caller: HttpCaller) -> None:
    line = Line()
    rebinding = with_resolver(caller, ("1.1.1.1",), ("127.0.0.1",), out=line)

    result = await rebinding.call(call("https://shop.example:8443/orders/1?x=y"))

    [made] = line.made
    assert result.ok
    assert str(made.url) == "https://1.1.1.1:8443/orders/1?x=y"
    assert made.headers["host"] == "shop.example:8443"
    assert made.extensions["sni_hostname"] == "shop.example"


async def test_a_name_is_looked_at_anew_with_every_try(caller: HttpCaller) -> None:
    line = Line(status=500)
    rebinding = with_resolver(caller, ("1.1.1.1",), ("127.0.0.1",), out=line)

    result = await rebinding.call(call("https://shop.example/", retries=3))

    assert "is in a private network" in result.error
    assert [made.url.host for made in line.made] == ["1.1.1.1"]


async def test_the_next_address_is_taken_when_one_is_dead(caller: HttpCaller) -> None:
    line = Line(broken=frozenset({"2606:4700:4700::1111"}))

    result = await with_resolver(caller, ("2606:4700:4700::1111", "1.1.1.1"), out=line).call(
        call("http://shop.example/", method="POST", body={"a": 1})
    )

    assert result.ok
    assert [made.url.host for made in line.made] == ["2606:4700:4700::1111", "1.1.1.1"]


async def test_an_allowed_host_may_be_private_but_never_the_clouds_own(caller: HttpCaller) -> None:
    line = Line()
    resolved = with_resolver(caller, ("10.0.0.1",), ("169.254.169.254",), out=line)

    assert (await resolved.call(call("http://shop.internal/"))).ok
    assert "private network" in (await resolved.call(call("http://SHOP.internal/"))).error


@pytest.mark.parametrize(
    ("allowed", "url", "reached"),
    [
        ("shop.lan:8443", "https://shop.lan:8443/", True),
        ("shop.lan:8443", "https://shop.lan/", False),
        ("shop.lan:443", "https://shop.lan/", True),
        ("Shop.LAN", "http://shop.lan:1/", True),
        ("shop.lan", "http://a.shop.lan/", False),
        ("[::1]:8080", "http://[::1]:8080/", True),
        ("::1", "http://[::1]:8080/", True),
    ],
)
async def test_a_host_is_allowed_by_its_name_or_for_one_port_only(
    caller: HttpCaller, allowed: str, url: str, reached: bool
) -> None:
    line = Line()
    allows(caller, allowed)

    result = await with_resolver(caller, ("::1",), out=line).call(call(url))

    assert result.ok is reached
    assert len(line.made) == reached
