"""Which part of a file is asked for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.files.ranges import Part, Unsatisfiable, wanted


@pytest.mark.parametrize(
    ("header", "start", "end"),
    [
        ("bytes=0-0", 0, 1),
        ("bytes=0-", 0, 1000),
        ("bytes=990-", 990, 1000),
        ("bytes=10-19", 10, 20),
        ("bytes=10-99999", 10, 1000),
        ("bytes=-10", 990, 1000),
        ("bytes=-99999", 0, 1000),
        ("Bytes= 5 - 6 ", 5, 7),
    ],
)
def test_a_part_is_read(header: str, start: int, end: int) -> None:
    part = wanted(header, 1000)

    assert part == Part(start=start, end=end, size=1000)
    assert part.content_range == f"bytes {start}-{end - 1}/1000"


@pytest.mark.parametrize(
    "header",
    [None, "", "bytes=", "bytes=-", "bytes=9-3", "bytes=0-1,5-6", "items=0-1", "bytes=a-b", "bytes=0-1; x", "bytes=1"],
)
def test_what_is_no_part_is_the_whole(header: str | None) -> None:
    assert wanted(header, 1000) is None


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=1000-", 1000), ("bytes=5000-6000", 1000), ("bytes=-0", 1000), ("bytes=0-", 0)]
)
def test_a_part_that_is_not_there_is_said(header: str, size: int) -> None:
    with pytest.raises(Unsatisfiable):
        wanted(header, size)


def test_a_part_of_something_else_is_the_whole() -> None:
    assert wanted("bytes=0-1", 1000, unchanged=False) is None


@given(st.text(alphabet="bytes=0123456789-, ", max_size=30), st.integers(0, 2000))
def test_whatever_is_asked_for_lies_in_the_file(header: str, size: int) -> None:
    try:
        part = wanted(header, size)
    except Unsatisfiable:
        return
    assert part is None or 0 <= part.start < part.end <= size
