"""A mail as an event: in which conversation, and what is said."""

import hashlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from bot.channels.email.quotes import fold
from bot.channels.email.reading import File, Mail
from bot.channels.email.tokens import codes_in, without_code
from bot.events import Filled, FromCustomer, Profile, Receipt, Said
from handoff.customer import Address
from handoff.ids import EventId
from handoff.messages import Attachment, Content, FileKind
from storage.mongo.email_threads import Thread

CHANNEL = "email"
MOST_SIGNS = 20_000
"""Of a mail's text; more is a log file that somebody pasted."""
_KINDS = {"image": FileKind.PHOTO, "audio": FileKind.AUDIO, "video": FileKind.VIDEO}

Whose = Callable[[str], Awaitable[str | None]]
"""The address that a code was made for; None when we made no such code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where in the mailbox a mail lies, which is how its files are found again."""

    validity: int
    uid: int

    def ref(self, part: int) -> str:
        return f"{self.validity}/{self.uid}/{part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Belonging:
    """Whose thread a mail is of. `answer`: it answers a mail of ours, which it then quotes."""

    address: str
    answer: bool


async def belonging(mail: Mail, whose: Whose) -> Belonging:
    """What we signed counts for more than who writes: people answer from their other address, too."""
    for code in codes_in(" ".join(mail.references), mail.subject):
        if (address := await whose(code)) is not None:
            return Belonging(address=address, answer=True)
    return Belonging(address=mail.address, answer=False)


def said(
    mail: Mail, digest: str, thread: Belonging, origin: Origin, account: str, *,
    at: datetime, sent_at: datetime, to_people: bool,
) -> FromCustomer:  # fmt: skip
    """`to_people`: what it opens is a session on a line at once, without the bot's answering first."""
    own = mail.address == thread.address
    text, folded = _text(mail, thread)
    return Said(
        id=EventId(f"{CHANNEL}:{account}:{digest}"),
        address=Address(channel=CHANNEL, account=account, external_id=thread.address),
        at=at,
        sent_at=sent_at,
        profile=Profile(name=(mail.name or None) if own else None, email=thread.address),
        content=Content(text=text, folded=folded, attachments=tuple(_attachment(each, origin) for each in mail.files)),
        provider_id=mail.message_id or None,
        reply_to=mail.references[-1] if mail.references else None,
        automatic=mail.automatic,
        filled=Filled() if to_people and not mail.automatic else None,
    )


def receipt(mail: Mail, digest: str, customer: str, account: str, at: datetime) -> FromCustomer | None:
    """Of a mail of ours that came back for good; None while servers still try."""
    if mail.bounce is None or not mail.bounce.failed:
        return None
    return Receipt(
        id=EventId(f"{CHANNEL}:{account}:{digest}"),
        address=Address(channel=CHANNEL, account=account, external_id=customer),
        at=at,
        sent_at=at,
        provider_id=mail.bounce.message_id,
        state="failed",
        reason=mail.bounce.reason,
    )


def thread_of(mail: Mail) -> Thread:
    return Thread(subject=without_code(mail.subject), message_id=mail.message_id, references=mail.references)


def digest_of(mail: Mail, data: bytes, origin: Origin) -> str:
    """The same for a mail that comes again: after a crash, by a second address of ours, or marked unread by somebody.

    A Message-ID alone may be used twice by a careless program, so the words count too. Without one, the mail's place
    in the mailbox has to do."""
    known = mail.message_id or f"{origin.validity}/{origin.uid}"
    body = data.replace(b"\r\n", b"\n").partition(b"\n\n")[2]
    return hashlib.blake2b(f"{known} {mail.address} ".encode() + body, digest_size=16).hexdigest()


def _text(mail: Mail, thread: Belonging) -> tuple[str, str]:
    """What is said, and what is folded away. A new matter begins with its subject; in an answer, what is quoted is in
    the thread already."""
    words, rest = fold(mail.text, answer=thread.answer)
    head = "" if thread.answer else without_code(mail.subject)
    writer = "" if mail.address == thread.address else f"{mail.name} <{mail.address}>:".strip()
    return _cut("\n\n".join(filter(None, (writer, head, words)))), _cut(rest)


def _cut(text: str) -> str:
    return text if len(text) <= MOST_SIGNS else f"{text[:MOST_SIGNS]} […]"


def _attachment(file: File, origin: Origin) -> Attachment:
    kind = _KINDS.get(file.mime.partition("/")[0], FileKind.DOCUMENT)
    return Attachment(kind=kind, name=file.name, mime=file.mime, size=file.size, provider_ref=origin.ref(file.part))
