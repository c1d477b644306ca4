"""Links to files that are sent: good for one file and a time, and for nothing else."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote, urlsplit

import pytest

from bot.channels.base import Rejected
from bot.channels.file_links import LIFE, NO_LINKS, FileLinks, make_links
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import Attachment, Content, FileKind, Message, Side

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
FILE, OTHER = FileId("a1" * 20), FileId("b2" * 20)


def links(keys: str = "first", *, at: datetime = NOW) -> FileLinks:
    return make_links(keys, lambda: at, "https://help.example.com")


def token(link: str) -> str:
    return urlsplit(link).path.split("/")[2]


MADE = token(links().link(FILE, "a.png"))


def message(*files: Attachment) -> Message:
    return Message(
        id=MessageId("m"), number=1, session_id=SessionId("s"), side=Side.OPERATOR, at=NOW,
        content=Content(attachments=files),
    )  # fmt: skip


def test_a_link_ends_with_the_name_and_opens_its_file() -> None:
    link = links().link(FILE, "диван & co/..png")

    assert unquote(link.rpartition("/")[2]) == "диван & co/..png"
    assert link.startswith("https://help.example.com/files/")
    assert links().opened(token(link)) == FILE


@pytest.mark.parametrize(
    ("later", "opens"), [(LIFE - timedelta(seconds=1), True), (LIFE, False), (timedelta(days=400), False)]
)
def test_a_link_opens_for_its_time(later: timedelta, opens: bool) -> None:
    assert (links(at=NOW + later).opened(MADE) == FILE) is opens


@pytest.mark.parametrize(
    "forged",
    [
        MADE.replace("a1", "b2"),
        MADE.replace(f".{MADE.split('.')[1]}.", ".999999999999."),
        MADE[:-1] + ("0" if MADE[-1] != "0" else "1"),
        MADE.upper(),
        MADE.rpartition(".")[0] + ".",
        "",
        FILE,
        "ż" * 105,
    ],
    ids=["another file", "another time", "another signature", "in capitals", "unsigned", "nothing", "an id", "noise"],
)
def test_nothing_else_opens(forged: str) -> None:
    assert links().opened(forged) is None


def test_a_new_key_signs_while_the_old_one_opens() -> None:
    both = links("second,first")

    assert both.opened(MADE) == FILE
    assert links("second").opened(token(both.link(OTHER, "a"))) == OTHER
    assert links("second").opened(MADE) is None


def test_only_files_of_our_store_get_a_link() -> None:
    stored = Attachment(kind=FileKind.PHOTO, name="a.png", mime="image/png", file_id=FILE)
    public = replace(stored, file_id=None, url="https://example.com/a.png")

    linked = links().sendable(message(stored, public)).content.attachments

    assert links().opened(token(linked[0].url or "")) == FILE
    assert linked[1] is public


def test_without_a_key_a_file_is_not_left_out_in_silence() -> None:
    stored = message(Attachment(kind=FileKind.PHOTO, name="a.png", mime="image/png", file_id=FILE))

    assert NO_LINKS.on(stored) is stored
    with pytest.raises(Rejected, match="HELPLINE_PUBLIC_URL and SECRETS_KEY"):
        NO_LINKS.sendable(stored)
    assert NO_LINKS.opened(MADE) is None
