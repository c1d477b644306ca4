"""What a file is by its bytes, what may be sent, and how it is given out."""

import io
import zipfile

import pytest

from handoff.files import LARGEST, FileRefused, check_size, check_type, kind_of, serving_headers, sniff
from handoff.messages import FileKind


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(30)
OGG = b"OggS\x00\x02" + bytes(22) + b"\x01\x13OpusHead"
MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2mp41"
PROGRAM = b"MZ\x90\x00\x03" + bytes(60)
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pytest.mark.parametrize(
    ("head", "name", "claimed", "mime"),
    [
        (JPEG, "photo.jpg", "image/jpeg", "image/jpeg"),
        (JPEG, "photo.png", "image/png", "image/jpeg"),
        (PNG, "file", "", "image/png"),
        (b"GIF89a" + bytes(20), "a.gif", "", "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(20), "a.webp", "", "image/webp"),
        (b"%PDF-1.7\n", "bill.pdf", "", "application/pdf"),
        (MP4, "film.mp4", "video/mp4", "video/mp4"),
        (b"ID3\x03" + bytes(20), "song.mp3", "", "audio/mpeg"),
        (OGG, "voice.ogg", "audio/ogg; codecs=opus", "audio/ogg"),
        (archive("word/document.xml"), "letter.docx", "", DOCX),
        (archive("a.txt"), "all.zip", "application/zip", "application/zip"),
        (archive("a.txt"), "all.bin", "", "application/zip"),
        (b"name;price\n\xd0\xb4\xd0\xb8\xd0\xb2\xd0\xb0\xd0\xbd;1", "list.csv", "", "text/csv"),
        ("диван".encode(), "note", "", "text/plain"),
        (b"\x00\x01\x02\x03\x04\x05 who knows", "data.dat", "", "application/octet-stream"),
        (b"", "nothing", "image/png", "text/plain"),
    ],
)
def test_a_file_is_what_its_bytes_say(head: bytes, name: str, claimed: str, mime: str) -> None:
    assert sniff(head, name, claimed) == mime


@pytest.mark.parametrize(
    "head",
    [
        b"<!DOCTYPE html><script>alert(1)</script>", b"<script>alert(1)</script>", b"alert(1)",
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', b'<?xml version="1.0"?><svg/>', PROGRAM,
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    ("name", "claimed"), [("a.jpg", "image/jpeg"), ("a.pdf", "application/pdf"), ("a", "audio/ogg")]
)
def test_nothing_that_runs_becomes_something_shown_by_its_name(head: bytes, name: str, claimed: str) -> None:
    mime = sniff(head, name, claimed)

    assert mime != claimed
    assert serving_headers(name, mime)["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize(
    "mime", ["text/html", "image/svg+xml", "application/xml", "application/pdf", "text/plain", "text/javascript", ""]
)
def test_what_a_browser_could_run_or_read_as_a_page_is_a_download(mime: str) -> None:
    headers = serving_headers("a", mime)

    assert headers["Content-Disposition"].startswith("attachment")
    assert headers["Content-Type"] == "application/octet-stream"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]


def test_a_name_can_not_add_to_the_header() -> None:
    disposition = serving_headers('a"; x=1\r\nSet-Cookie: b/диван.png', "image/png")["Content-Disposition"]

    assert disposition.startswith("inline; filename*=UTF-8''a%22%3B%20x%3D1%0D%0A")
    assert disposition.isascii()


@pytest.mark.parametrize(
    ("name", "mime"),
    [("setup.exe", "application/octet-stream"), ("bill.pdf.JS", "text/plain"), ("cat.jpg", sniff(PROGRAM, "cat.jpg"))],
)
def test_programs_are_not_sent(name: str, mime: str) -> None:
    with pytest.raises(FileRefused, match="is a program") as refused:
        check_type(name, mime)

    assert name in str(refused.value)
    assert refused.value.code == "file_type"


@pytest.mark.parametrize(("size", "code"), [(0, "file_empty"), (LARGEST + 1, "file_size")])
def test_a_size_that_does_not_fit_is_refused_with_the_remedy(size: int, code: str) -> None:
    with pytest.raises(FileRefused, match=r"“a\.png” is .*\. \w+") as refused:
        check_size("a.png", size)

    assert refused.value.code == code
    check_size("a.png", LARGEST)


@pytest.mark.parametrize(
    ("mime", "kind"),
    [
        ("image/png", FileKind.PHOTO), ("image/gif", FileKind.DOCUMENT), ("image/svg+xml", FileKind.DOCUMENT),
        ("video/mp4", FileKind.VIDEO), ("audio/mpeg", FileKind.AUDIO), ("application/pdf", FileKind.DOCUMENT),
    ],
)  # fmt: skip
def test_messengers_are_shown_what_they_can_show(mime: str, kind: FileKind) -> None:
    assert kind_of(mime) is kind
