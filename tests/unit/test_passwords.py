"""Which passwords are taken."""

import pytest

from handoff.console.passwords import LONGEST, TOO_COMMON, TOO_SHORT, hash_password, password_fits, password_problem

ABOUT = ("wanda", "Wanda Nowak")


@pytest.mark.parametrize(
    "password",
    [
        "four words by chance",
        "кот дождь велосипед",
        "ξύλο βροχή ποδήλατο",
        "no digit nor capital here",
        "🦉🧭🎻🪁🌋🧵🛶🥝🪗🧿🦔🏺",
        "t7#Qv!x0Lw_z",
        " spaces around count ",
        "".join(chr(0x4E00 + 97 * n) for n in range(LONGEST)),
    ],
)
def test_long_ones_are_taken_of_whatever_characters(password: str) -> None:
    assert password_problem(password, ABOUT) is None


@pytest.mark.parametrize("password", ["", "short", "t7#Qv!x0Lw_", "ключ"])
def test_short_ones_are_refused_with_the_number_that_is_asked(password: str) -> None:
    assert password_problem(password) == TOO_SHORT
    assert "12" in TOO_SHORT


@pytest.mark.parametrize(
    "password",
    [
        "password1234", "P@ssw0rd2026!", "qwertyuiop12", "1234567890123", "aaaaaaaaaaaaaa", "letmeinletmein",
        "йцукенгшщзхъ", "пароль123456", "ПАРОЛЬпароль", "Wanda Nowak 1", "wandawanda12",
    ],
)  # fmt: skip
def test_common_ones_and_ones_own_name_are_refused(password: str) -> None:
    assert password_problem(password, ABOUT) == TOO_COMMON


def test_a_hash_fits_its_password_only_and_no_broken_hash_fits_any() -> None:
    kept = hash_password("four words by chance")

    assert "four" not in kept
    assert password_fits(kept, "four words by chance")
    assert not password_fits(kept, "four words by chancE")
    assert not password_fits("", "")
    assert not password_fits("no hash", "no hash")
