"""What the socket makes of frames, the good and the bad, and what visitors are shown of a thread."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.site import SiteSettings, frames
from bot.channels.site.nudges import LOOK, Nudge, Window
from bot.channels.site.secret import address_of, known_or_new
from bot.channels.site.shown import is_shown
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side, Source

NOW = datetime(2025, 11, 22, 9, 30, tzinfo=UTC)
ID = "0b8f2d3e-8a8e-4c51-9d25-3c0d5f1c7a10"

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)
KINDS = ["hello", "open", "say", "press", "seen", "ping", "shout"]
FIELDS = ["id", "text", "action", "label", "number", "visitor", "after", "language", "page"]


@pytest.mark.parametrize(
    "frame",
    [
        {"type": "hello"},
        {"type": "hello", "visitor": None, "after": 12, "language": "el", "page": "https://shop.example/"},
        {"type": "open", "id": ID},
        {"type": "say", "id": ID, "text": "Πού είναι η παραγγελία μου;"},
        {"type": "say", "id": ID, "text": "x", "sent_by": "a newer widget"},
        {"type": "press", "id": ID, "action": "helped#1", "label": "Yes"},
        {"type": "seen", "number": 7},
        {"type": "ping"},
    ],
)
def test_a_good_frame_is_read_from_text_and_from_bytes(frame: dict[str, object]) -> None:
    raw = json.dumps(frame)
    assert frames.read(raw) == frames.read(raw.encode())
    assert frames.read(raw).type == frame["type"]


@pytest.mark.parametrize(
    ("frame", "reason"),
    [
        ({"type": "say", "id": ID, "text": ""}, "text_length"),
        ({"type": "say", "id": ID, "text": " \n "}, "text_length"),
        ({"type": "say", "id": ID, "text": "x" * 4001}, "text_length"),
        ({"type": "say", "id": ID}, "text_length"),
        ({"type": "say", "id": "1", "text": "x"}, "malformed"),
        ({"type": "open", "id": ID.upper()}, "malformed"),
        ({"type": "press", "id": ID, "action": ""}, "malformed"),
        ({"type": "seen", "number": 2**31}, "malformed"),
        ({"type": "hello", "language": "en-GB"}, "malformed"),
        ({"type": "shout", "id": ID}, "malformed"),
    ],
)
def test_a_bad_frame_says_what_is_wrong_and_which_it_is(frame: dict[str, object], reason: str) -> None:
    with pytest.raises(frames.BadFrame) as bad:
        frames.read(json.dumps(frame))
    assert (bad.value.reason, bad.value.id) == (reason, frame.get("id"))


@given(st.binary() | st.text() | JSON.map(json.dumps))
def test_no_bytes_raise_anything_else(raw: str | bytes) -> None:
    with pytest.raises(frames.BadFrame):
        frames.read(raw)


@given(st.fixed_dictionaries({"type": st.sampled_from(KINDS)}, optional=dict.fromkeys(FIELDS, JSON)))
def test_no_fields_raise_anything_else(frame: dict[str, object]) -> None:
    try:
        read = frames.read(json.dumps(frame))
    except frames.BadFrame:
        return
    assert read.type == frame["type"]


@given(st.text(min_size=1, max_size=4000).filter(str.strip))
def test_whatever_is_said_is_read_as_it_was_said(text: str) -> None:
    said = frames.read(json.dumps({"type": "say", "id": str(uuid4()), "text": text}))
    assert isinstance(said, frames.Say)
    assert said.text in text
    assert said.text.strip() == text.strip()


def _message(side: Side, *, note: bool = False, provider_id: str | None = None) -> Message:
    return Message(
        id=MessageId("site:main:abc/3"), number=3, session_id=SessionId("site:main:abc#1"), side=side, at=NOW,
        content=Content(text="<b>hello</b>"), note=note, provider_id=provider_id,
        sources=(Source(article_id="return-how.en", title="How to return something"),),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (_message(Side.CUSTOMER), True),
        (_message(Side.BOT), True),
        (_message(Side.OPERATOR), True),
        (_message(Side.OPERATOR, note=True), False),
        (_message(Side.SYSTEM), False),
    ],
)
def test_notes_and_the_desks_own_reports_are_never_shown(message: Message, shown: bool) -> None:
    assert is_shown(message) is shown


def test_a_message_tells_nothing_but_what_the_visitor_may_know() -> None:
    page_of = SiteSettings(help_page="https://shop.example/help/{language}/{key}").page_of
    assert json.loads(frames.message(_message(Side.CUSTOMER, provider_id=ID), page_of)) == {
        "type": "message",
        "number": 3,
        "id": ID,
        "side": "customer",
        "author": None,
        "text": "<b>hello</b>",
        "buttons": [],
        "files": [],
        "sources": [{"title": "How to return something", "page": "https://shop.example/help/en/return-how"}],
        "at": "2025-11-22T09:30:00Z",
        "quote": None,
        "edited": False,
        "deleted": False,
    }


def test_files_and_addresses_go_along() -> None:
    ours = Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", url="https://shop.example/map.png")
    theirs = Attachment(
        kind=FileKind.PHOTO, name="mine.png", mime="image/png", size=9, file_id=FileId("a"), width=4, height=3
    )  # fmt: skip
    button = Button(action="flow:1", label="Open", url="https://shop.example")
    said = replace(_message(Side.BOT), content=Content(attachments=(ours, theirs)), buttons=(button,))

    frame = json.loads(frames.message(said, lambda source: None))

    unknown = {"size": None, "width": None, "height": None}
    assert frame["files"] == [
        {"kind": "photo", "name": "map.png", "url": "https://shop.example/map.png", **unknown},
        {"kind": "photo", "name": "mine.png", "url": None, "size": 9, "width": 4, "height": 3},
    ]
    assert frame["buttons"] == [{"action": "flow:1", "label": "Open", "url": "https://shop.example"}]


def test_without_help_pages_a_citation_is_a_title() -> None:
    assert SiteSettings().page_of(Source(article_id="return-how.en", title="How to return something")) is None


def test_a_secret_is_ours_or_replaced_and_always_means_the_same_address() -> None:
    secret = known_or_new(None)
    assert known_or_new(secret) == secret
    for forged in ("", "short", "x" * 44, "x" * 42 + "\n", "é" * 43):
        assert known_or_new(forged) != forged
    assert address_of(secret, "main") == address_of(secret, "main")
    assert len(address_of(secret, "main").external_id) == 32


def test_origins_are_matched_whole() -> None:
    settings = SiteSettings(origins=("https://shop.example",))
    assert settings.welcomes("https://shop.example")
    for other in ("https://shop.example.evil.example", "http://shop.example", "null", None):
        assert not settings.welcomes(other)
    assert SiteSettings(origins=("*",)).welcomes(None)


async def test_a_window_that_falls_behind_looks_instead_of_being_told_everything() -> None:
    window = Window()
    for number in range(101):
        window.put(Nudge(frame="{}", number=number))
    assert await window.get(0.01) == LOOK
    assert await window.get(0.01) == LOOK
    window.put(Nudge(frame="{}", number=102))
    assert await window.get(0.01) == Nudge(frame="{}", number=102)
