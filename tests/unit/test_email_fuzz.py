"""Mails that nobody should write, and somebody does: each is read, or refused by name; none takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Malformed
from bot.channels.email.channel import read_whole
from bot.channels.email.mailbox import Raw
from bot.channels.email.parse import Belonging, Origin, digest_of, said
from bot.channels.email.reading import Mail, file_of, read
from bot.events import EVENTS, Said
from tests.parts import NOW

WHERE = Origin(validity=1, uid=2)
TYPES = (
    "text/plain", "text/html", "text/plain; charset=x-martian", "text/plain; charset=utf-7", "text/html; charset=",
    "image/png", "image/png; name=\"=?utf-8?q?=FF?=\"", "application/octet-stream; name*=utf-8''%E2%80%AE",
    "message/rfc822", "message/delivery-status", "multipart/mixed; boundary=x", "multipart/report; boundary=x",
    "multipart/alternative", "text/calendar", "a", "", "/;;;", "text/plain; charset=\"\x00\"",
    "multipart/mixed; boundary=",
)  # fmt: skip
ENCODINGS = ("7bit", "base64", "quoted-printable", "x-uuencode", "8bit", "nonsense", "")
NAMES = (
    "From", "To", "Cc", "Subject", "Message-ID", "References", "In-Reply-To", "Reply-To", "Date", "Content-ID",
    "Auto-Submitted", "Return-Path", "List-Id", "X",
)  # fmt: skip
words = st.text(max_size=40).map(lambda text: text.encode("utf-8", "surrogatepass"))
values = words | st.binary(max_size=40) | st.sampled_from(
    [b"Ada <ada@example.org>",
      b"=?utf-8?b?0JDQtNCw?= <a@b.example>", b"<a@b", b"<<>>", b"=?x?y?z?=", b"a@b, c@d, <e@f>", b'"']
)  # fmt: skip


@st.composite
def parts(draw: st.DrawFn, depth: int = 2) -> bytes:
    head = b"Content-Type: " + draw(st.sampled_from(TYPES)).encode() + b"\r\n"
    head += b"Content-Transfer-Encoding: " + draw(st.sampled_from(ENCODINGS)).encode() + b"\r\n"
    for name in draw(st.lists(st.sampled_from(NAMES), max_size=2)):
        head += name.encode() + b": " + draw(values).replace(b"\n", b" ").replace(b"\r", b" ") + b"\r\n"
    body = draw(st.binary(max_size=60))
    if depth:
        inner = draw(st.lists(parts(depth=depth - 1), max_size=3))
        body += b"".join(b"\r\n--x\r\n" + part for part in inner) + draw(st.sampled_from([b"\r\n--x--\r\n", b""]))
    return head + b"\r\n" + body


def event_of(data: bytes) -> tuple[Mail, Said]:
    mail = read(data)
    thread = Belonging(address=mail.address, answer=True)
    event = said(mail, digest_of(mail, data, WHERE), thread, WHERE, "main", at=NOW, sent_at=NOW, to_people=True)
    assert isinstance(event, Said)
    return mail, event


@given(st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=6), parts())
def test_whatever_comes_is_read_or_refused_and_can_be_kept(headers: list[tuple[str, bytes]], body: bytes) -> None:
    head = b"From: Ada <ada@example.org>\r\n" if not any(name == "From" for name, _ in headers) else b""
    head += b"".join(name.encode() + b": " + value.replace(b"\r", b" ") + b"\r\n" for name, value in headers)
    try:
        mail, event = event_of(head + body)
    except Malformed:
        return
    assert EVENTS.validate_json(EVENTS.dump_json(event)) == event, "as the mailbox of the conversation keeps it"
    for file in mail.files:
        data = file_of(head + body, file.part)
        assert data is not None
        assert len(data) == file.size


@given(st.binary(max_size=400))
def test_bytes_of_anything_are_read_or_refused(data: bytes) -> None:
    try:
        event_of(data)
    except Malformed:
        return


def nested(depth: int) -> bytes:
    """A mail that was forwarded as a file, so many times."""
    mail = b"From: ada@example.org\r\nSubject: Hi\r\n\r\ninnermost\r\n"
    for _ in range(depth):
        mail = b"From: ada@example.org\r\nContent-Type: message/rfc822\r\n\r\n" + mail
    return mail


def of_many_parts(number: int) -> bytes:
    head = b"From: ada@example.org\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n"
    return head + b"--x\r\nContent-Type: image/png\r\n\r\n\r\n" * number + b"--x--\r\n"


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\r\nTo: " + b", ".join(b"ada%d@example.org" % each for each in range(10_000)) + b"\r\n\r\nA",
        b"From: a@b.example\r\nReferences: " + b"<x@y> " * 50_000 + b"\r\n\r\nHi",
        b"From: a@b.example\r\nSubject: " + b"=?utf-8?q?a?= " * 20_000 + b"\r\n\r\nHi",
        b"From: a@b.example\r\n" + b"X-Long: y\r\n" * 20_000 + b"\r\nHi",
        nested(60),
        of_many_parts(1000),
        b"From: a@b.example\r\n\r\n" + b"word " * 4_000_000,
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + b"<blockquote>" * 20_000 + b"Hi",
        b"From: a@b.example\r\nContent-Type: text/html\r\n\r\n" + b"<table><tr><td>x" * 20_000,
    ],
    ids=["recipients", "references", "words", "headers", "nested", "parts", "20 MB", "quotes", "tables"],
)  # fmt: skip
def test_a_mail_that_means_it_takes_no_long_time(data: bytes) -> None:
    began = time.process_time()
    try:
        _, event = event_of(data)
        assert len(event.content.text) < 25_000
    except Malformed:
        pass
    assert time.process_time() - began < 5


def test_parts_of_no_bytes_are_files_of_no_bytes() -> None:
    mail, event = event_of(of_many_parts(3))
    assert [file.size for file in mail.files] == [0, 0, 0]
    assert len(event.content.attachments) == 3


def test_what_is_too_large_was_never_fetched_and_is_refused() -> None:
    with pytest.raises(Malformed, match="too large"):
        read_whole(Raw(data=b"From: a@b.example\r\n\r\n", received_at=NOW, whole=False))
