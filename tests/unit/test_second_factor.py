"""Codes by the time, and codes for whoever has lost their phone."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from handoff.operator import Role
from handoff.second_factor import (
    RECOVERY_CODES,
    STEP_SECONDS,
    Policy,
    address,
    is_by_time,
    kept_as,
    make_recovery_codes,
    make_secret,
    plain,
    step_of,
)

# From RFC 6238, appendix B: the ASCII secret "12345678901234567890" in base 32, and the last six digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
STEP = timedelta(seconds=STEP_SECONDS)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    now = datetime.fromtimestamp(seconds, UTC)

    assert step_of(RFC_SECRET, code, now) == seconds // STEP_SECONDS


@pytest.mark.parametrize(("off", "known"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phones_clock_may_be_off_by_one_step(off: int, known: bool) -> None:
    now = datetime.fromtimestamp(1111111111, UTC)

    assert step_of(RFC_SECRET, "050471", now - off * STEP) == (1111111111 // STEP_SECONDS if known else None)


@pytest.mark.parametrize("code", ["", "50471", "0504711", "٠٥٠٤٧١", "abcdef"])
def test_what_is_no_code_fits_never(code: str) -> None:
    assert step_of(RFC_SECRET, code, datetime.fromtimestamp(1111111111, UTC)) is None


def test_the_phone_reads_who_and_where_it_is_for() -> None:
    read = urlsplit(address(RFC_SECRET, login="anna@desk", company="Marlow & Pine"))

    assert (read.scheme, read.netloc) == ("otpauth", "totp")
    assert read.path == "/Marlow%20%26%20Pine:anna%40desk"
    assert parse_qs(read.query) == {"secret": [RFC_SECRET], "issuer": ["Marlow & Pine"]}


def test_a_recovery_code_is_kept_as_what_nobody_can_try_out_without_the_secret() -> None:
    kept = kept_as(RFC_SECRET, "ABCDE-FGH23")

    assert kept == kept_as(RFC_SECRET, "abcde fgh23")
    assert kept != kept_as(RFC_SECRET, "ABCDE-FGH24")
    assert kept != kept_as(make_secret(), "ABCDE-FGH23")


def test_nothing_is_made_twice() -> None:
    codes = [plain(each) for _ in range(20) for each in make_recovery_codes()]

    assert len(set(codes)) == 20 * RECOVERY_CODES
    assert {len(each) for each in codes} == {10}
    assert make_secret() != make_secret()


def test_a_code_may_be_typed_as_it_is_read() -> None:
    assert plain(" 123 456 ") == "123456"
    assert plain("abcde-fgh23") == plain("ABCDE FGH23") == "ABCDEFGH23"
    assert is_by_time("123456")
    assert not is_by_time("ABCDEFGH23")
    assert not is_by_time("٠٥٠٤٧١")


@pytest.mark.parametrize(
    ("policy", "asked"),
    [
        (Policy.OPTIONAL, set()), (Policy.REQUIRED_FOR_ADMINS, {Role.ADMIN}), (Policy.REQUIRED, set(Role)),
    ],
)  # fmt: skip
def test_whom_the_company_asks_for_one(policy: Policy, asked: set[Role]) -> None:
    assert {role for role in Role if policy.asks(role)} == asked
