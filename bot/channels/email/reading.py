"""A mail as it came, as values: who, of what, in which thread, in which words, with which files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage, Message
from email.utils import getaddresses

from bot.channels.base import Malformed
from bot.channels.email.automatic import is_automatic
from bot.channels.email.bounces import Bounce, inner, read_bounce
from bot.channels.email.plain import plain
from bot.channels.file_names import safe_name

_IDS = re.compile(r"<[^<>\s]+>")
_REPLY = re.compile(r"^\s*((re|fwd?|aw|wg|odp|отв|ответ|απ|σχετ)(\[\d+\])?\s*:\s*)+", re.IGNORECASE)
_CID = re.compile(r"\[cid:([^\[\]\s]{1,200})\]")
"""How Outlook writes a picture in plain text."""
_MOST_IDS = 20
_LONGEST_HEADER = 20_000
"""Characters. The parser takes seconds over longer ones that mean it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of a mail; `part` is its place among the mail's parts."""

    part: int
    name: str
    mime: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """`references` are the Message-IDs of the mails before it, oldest first. `subject` is without `Re:`."""

    message_id: str
    references: tuple[str, ...]
    address: str
    name: str
    subject: str
    text: str
    files: tuple[File, ...] = ()
    automatic: bool = False
    bounce: Bounce | None = None


def parse(data: bytes) -> EmailMessage:
    parsed = message_from_bytes(data, policy=policy.default)
    assert isinstance(parsed, EmailMessage)  # noqa: S101 - what this policy makes
    return parsed


def read(data: bytes) -> Mail:
    """Raises Malformed when nobody has sent it, as far as it says."""
    mail = parse(data)
    name, address = _sender(mail)
    if not address:
        raise Malformed("The mail does not say who it is from.")
    before = _IDS.findall(f"{_header(mail, 'References')} {_header(mail, 'In-Reply-To')}")
    own = _IDS.findall(_header(mail, "Message-ID"))
    return Mail(
        message_id=own[0] if own else "",
        references=tuple(dict.fromkeys(before))[-_MOST_IDS:],
        address=address,
        name=name,
        subject=_REPLY.sub("", " ".join(_header(mail, "Subject").split())),
        text=_words(mail),
        files=tuple(_files(mail)),
        automatic=is_automatic(mail),
        bounce=read_bounce(mail),
    )


def file_of(data: bytes, part: int) -> bytes | None:
    """The bytes of a file of the mail."""
    leaf = dict(enumerate(_leaves(parse(data)))).get(part)
    return _bytes(leaf) if leaf is not None else None


def _sender(mail: EmailMessage) -> tuple[str, str]:
    """Forms on web sites send from an address of their own, and say in Reply-To who filled them in."""
    for header in ("Reply-To", "From", "Sender"):
        written = getaddresses([_header(mail, header)])
        named = [(name, address.lower()) for name, address in written if _is_address(address)]
        if len(named) == 1 or (named and header != "Reply-To"):
            return " ".join(named[0][0].split()), named[0][1]
    return "", ""


def _is_address(text: str) -> bool:
    """One that we could answer to; a conversation is named by it, so that nothing but plain signs may be in it."""
    local, _, domain = text.rpartition("@")
    return bool(local and domain and len(text) <= 254) and not re.search(r"[\s<>(),;:\"\\/\x00-\x20]", text)


def _header(mail: EmailMessage, name: str) -> str:
    """As written, where it is too broken for the parser of its kind."""
    raw = next((str(value) for key, value in mail.raw_items() if key.lower() == name.lower()), "")[:_LONGEST_HEADER]
    try:
        return str(mail.policy.header_fetch_parse(name, raw))
    except (ValueError, IndexError, AttributeError, TypeError):
        return raw


def _words(mail: EmailMessage) -> str:
    """All that is plain text in it, or else all that is HTML; with the names of its pictures where they stand."""
    written = [part for part in _leaves(mail) if _is_words(part)]
    plains = [_text(part) for part in written if part.get_content_type() == "text/plain"]
    pictures = _pictures(mail)
    if any(each.strip() for each in plains):
        text = "\n".join(plains).replace("\r\n", "\n").strip()
        return _CID.sub(lambda found: f"[{pictures.get(found[1], found[1])}]", text) if pictures else text
    htmls = [_text(part) for part in written if part.get_content_type() == "text/html"]
    return "\n".join(plain(html, pictures) for html in htmls).strip()


def _pictures(mail: EmailMessage) -> dict[str, str]:
    """The names of files that the words point at, by their Content-ID."""
    named = {file.part: file.name for file in _files(mail)}
    return {
        str(part.get("Content-ID", "")).strip().strip("<>"): named[number]
        for number, part in enumerate(_leaves(mail))
        if number in named and part.get("Content-ID")
    }


def _files(mail: EmailMessage) -> Iterator[File]:
    for number, part in enumerate(_leaves(mail)):
        mime = part.get_content_type()
        if _is_words(part) or mime == "message/delivery-status":
            continue
        ending = {"message/rfc822": ".eml", "text/calendar": ".ics"}.get(mime, "")
        usual = f"mail{ending}" if ending else "photo" if mime.startswith("image/") else "file"
        yield File(part=number, name=safe_name(_file_name(part), usual), mime=mime, size=len(_bytes(part)))


def _leaves(part: Message) -> Iterator[Message]:
    """Parts that hold no others. A mail that was forwarded as a file is a file."""
    if part.get_content_maintype() == "multipart" and part.is_multipart():
        for each in inner(part):
            yield from _leaves(each)
    else:
        yield part


def _is_words(part: Message) -> bool:
    named = part.get_content_disposition() == "attachment" or _file_name(part) is not None
    return part.get_content_type() in ("text/plain", "text/html") and not named


def _file_name(part: Message) -> str | None:
    try:
        return part.get_filename()
    except (ValueError, IndexError, TypeError, LookupError):
        return None


def _text(part: Message) -> str:
    data = _bytes(part)
    try:
        return data.decode(part.get_content_charset("utf-8"), errors="replace")
    except (LookupError, ValueError):  # a character set that only its author knows
        return data.decode("utf-8", errors="replace")


def _bytes(part: Message) -> bytes:
    if part.is_multipart():  # a mail in the mail
        return b"".join(each.as_bytes() for each in inner(part))
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""
