"""Signatures of webhooks: what is accepted, and what is refused for which reason."""

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from bot import calling
from bot.calling.callbacks import Callback
from bot.calling.signing import BadSignature, sign, verify
from handoff.ids import ConversationId

README = Path(calling.__file__).parent / "README.md"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECRET, BODY = "shared", b'{"data": {"order": "MP-100001"}}'
CALLBACK = Callback(process="refund", call="site:main:9/a b:3", conversation=ConversationId("site:main:9"))


def test_the_signature_is_what_the_readme_tells_others_to_compute() -> None:
    time = int(NOW.timestamp())
    expected = hmac.new(b"shared", f"{time}.".encode() + BODY, hashlib.sha256).hexdigest()

    assert sign(SECRET, BODY, NOW) == f"t={time},v1={expected}"


def test_the_readmes_example_tells_our_signatures_from_others() -> None:
    [example] = re.findall(r"```python\n(.*?)```", README.read_text(), flags=re.DOTALL)
    told: dict[str, Any] = {}
    exec(example, told)  # noqa: S102 - it is ours
    header = sign(SECRET, BODY, datetime.now(UTC))

    assert told["verify"](SECRET, BODY, header)
    assert not told["verify"]("other", BODY, header)
    assert not told["verify"](SECRET, BODY, sign(SECRET, BODY, NOW - timedelta(days=1)))
    assert not told["verify"](SECRET, BODY, "")


@pytest.mark.parametrize("skew", [timedelta(), timedelta(minutes=5), timedelta(minutes=-5)])
def test_a_fresh_signature_is_accepted(skew: timedelta) -> None:
    verify(SECRET, BODY, f" {sign(SECRET, BODY, NOW)} ", NOW + skew)


@pytest.mark.parametrize("skew", [timedelta(minutes=5, seconds=1), timedelta(minutes=-5, seconds=-1)])
def test_an_old_signature_is_refused_and_so_is_one_from_the_future(skew: timedelta) -> None:
    with pytest.raises(BadSignature, match="another time"):
        verify(SECRET, BODY, sign(SECRET, BODY, NOW), NOW + skew)


def test_a_signature_with_another_time_put_in_is_refused() -> None:
    old = sign(SECRET, BODY, NOW - timedelta(hours=1))

    with pytest.raises(BadSignature, match="does not fit"):
        verify(SECRET, BODY, f"t={int(NOW.timestamp())},{old.partition(',')[2]}", NOW)


@pytest.mark.parametrize(("secret", "body"), [("other", BODY), (SECRET, BODY + b" "), (SECRET, b"")])
def test_another_secret_or_another_body_is_refused(secret: str, body: bytes) -> None:
    with pytest.raises(BadSignature, match="does not fit"):
        verify(secret, body, sign(SECRET, BODY, NOW), NOW)


@pytest.mark.parametrize("header", ["", "v1=ab", "t=1,v1=zz", "t=-1,v1=" + "a" * 64, "t=٣,v1=" + "a" * 64, "é"])
def test_what_is_no_signature_is_refused(header: str) -> None:
    with pytest.raises(BadSignature, match="missing"):
        verify(SECRET, BODY, header, NOW)


def test_a_callback_proves_what_it_answers() -> None:
    address = urlsplit(CALLBACK.address("https://help.example.com", SECRET))
    said = {name: values[0] for name, values in parse_qs(address.query).items()}

    assert unquote(address.path) == f"/hooks/processes/{CALLBACK.call}"
    assert said["process"] == CALLBACK.process
    assert said["conversation"] == CALLBACK.conversation
    assert CALLBACK.proved(said["token"], SECRET)
    assert not CALLBACK.proved(said["token"], "other")
    assert not CALLBACK.proved("ключ", SECRET)


@pytest.mark.parametrize("change", [{"process": "other"}, {"call": "r:4"}, {"conversation": "site:main:8"}])
def test_a_proof_is_good_for_one_callback_only(change: dict[str, str]) -> None:
    said = parse_qs(urlsplit(CALLBACK.address("", SECRET)).query)

    assert not replace(CALLBACK, **change).proved(said["token"][0], SECRET)
