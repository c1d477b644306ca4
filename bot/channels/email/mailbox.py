"""The mailbox over IMAP, one blocking connection at a time; `listening.py` and `files.py` call it from threads.

A mail is named by its UID, which holds as long as the folder's UIDVALIDITY does. Reading never marks a mail as seen:
that is done last, when it is stored, and is all that remembers how far we have come.
"""

import imaplib
import ssl
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from imap_tools import BaseMailBox, ImapToolsError, MailBox, MailboxLoginError, MailBoxStartTls, MailBoxUnencrypted

from bot.imap import ImapServer

LARGEST = 40 * 1024 * 1024
"""Bytes of a mail that is read whole. Servers take 25 to 35 MB, so that more than this is nobody's letter."""
_PATIENCE = 20.0
_STEP = 0.5
_HEAD, _WHOLE = "BODY.PEEK[HEADER]", "BODY.PEEK[]"


class MailboxAway(Exception):
    """It can't be reached, or broke off: try again later."""


class LockedOut(MailboxAway):
    """It does not take our name and password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raw:
    """A mail as it came, and when the mailbox had it: unlike a mail's own date, nobody's clock but the server's.
    `whole` is False where only its head was fetched, for its size."""

    data: bytes
    received_at: datetime | None
    whole: bool = True


class Mailbox:
    """An open folder. Every method may raise MailboxAway, and the connection is of no use then."""

    def __init__(self, server: ImapServer) -> None:
        self._server = server
        self._box: BaseMailBox | None = None
        self.validity = 0
        self._announces = False

    def open(self) -> None:
        server = self._server
        try:
            self._box = box = _connect(server)
            box.login(server.user, server.password, initial_folder=None)
            # Asked anew: what the client knows is from before the login, when servers tell less.
            self._announces = b"IDLE" in bytes(box.client.capability()[1][0] or b"").upper().split()
            box.folder.set(server.folder)
            self.validity = int(box.client.response("UIDVALIDITY")[1][0] or 0)
        except MailboxLoginError as error:
            raise LockedOut("The mail server does not accept the name and the password.") from error
        except _TROUBLE as error:
            raise MailboxAway(str(error)) from error

    def close(self) -> None:
        box, self._box = self._box, None
        if box is not None:
            try:
                box.logout()
            except _TROUBLE:
                box.client.shutdown()  # it is gone already

    def unseen(self) -> list[int]:
        """UIDs, oldest first."""
        try:
            return sorted(int(uid) for uid in self._open.uids("UNSEEN UNDELETED"))
        except _TROUBLE as error:
            raise MailboxAway(str(error)) from error

    def fetch(self, uid: int) -> Raw | None:
        """None: it is not here any more."""
        size = self._ask(uid, "RFC822.SIZE")
        if size is None:
            return None
        whole = _number_after(b"RFC822.SIZE", size[0]) <= LARGEST
        answer = self._ask(uid, f"INTERNALDATE {_WHOLE if whole else _HEAD}")
        if answer is None:
            return None
        return Raw(data=answer[1], received_at=_internal_date(answer[0]), whole=whole)

    def mark_seen(self, uid: int) -> None:
        """It is stored."""
        self._flag(uid, "\\Seen")

    def set_aside(self, uid: int) -> None:
        """It is for people to look at."""
        self._flag(uid, "\\Seen", "\\Flagged")

    def wait(self, patience: timedelta, stop: threading.Event) -> None:
        """Until the server announces something, the time is over, or `stop` is set."""
        until = time.monotonic() + patience.total_seconds()
        if not self._announces:
            stop.wait(min(patience.total_seconds(), 30))
            return
        try:
            with self._open.idle as idle:
                while not stop.is_set() and (began := time.monotonic()) < until:
                    # Nothing, too soon: a lost connection looks like that, and the command that ends IDLE will tell.
                    if idle.poll(timeout=_STEP) or time.monotonic() - began < _STEP / 2:
                        return
        except _TROUBLE as error:
            raise MailboxAway(str(error)) from error

    def _flag(self, uid: int, *flags: str) -> None:
        try:
            self._open.flag([str(uid)], flags, True)
        except _TROUBLE as error:
            raise MailboxAway(str(error)) from error

    @property
    def _open(self) -> BaseMailBox:
        if self._box is None:
            raise MailboxAway("The connection is closed.")
        return self._box

    def _ask(self, uid: int, what: str) -> tuple[bytes, bytes] | None:
        """What is said of a mail before its literal, and the literal, empty where there is none."""
        try:
            state, answer = self._open.client.uid("FETCH", str(uid), f"({what})")
        except _TROUBLE as error:
            raise MailboxAway(str(error)) from error
        if state != "OK":
            raise MailboxAway(f"The mail server answered {state}.")
        for each in _said_of(uid, answer):
            if what.rpartition(" ")[2].split(".")[0].encode() in each[0]:
                return each
        return None


def check(server: ImapServer) -> None:
    """Whether the folder opens. Raises MailboxAway."""
    mailbox = Mailbox(server)
    try:
        mailbox.open()
    finally:
        mailbox.close()


_TROUBLE = (OSError, imaplib.IMAP4.error, ImapToolsError, EOFError)


def _connect(server: ImapServer) -> BaseMailBox:
    context = ssl.create_default_context()  # imaplib's own checks no certificate
    if server.secure:
        return MailBox(server.host, server.port, timeout=_PATIENCE, ssl_context=context)
    if server.starttls:
        return MailBoxStartTls(server.host, server.port, timeout=_PATIENCE, ssl_context=context)
    return MailBoxUnencrypted(server.host, server.port, timeout=_PATIENCE)


def _said_of(uid: int, answer: Any) -> list[tuple[bytes, bytes]]:
    """The items of a FETCH that are of this mail: servers mix in news of others' flags."""
    said = []
    for place, item in enumerate(answer):
        if isinstance(item, tuple):
            after = answer[place + 1] if place + 1 < len(answer) else b""
            around = item[0] + (b" " + after if isinstance(after, bytes) else b"")
            said.append((around, item[1]))
        elif isinstance(item, bytes):
            said.append((item, b""))
    return [each for each in said if _number_after(b"UID", each[0]) == uid]


def _number_after(word: bytes, text: bytes) -> int:
    rest = text.partition(word + b" ")[2].strip().split(b" ")[0].rstrip(b")")
    return int(rest) if rest.isdigit() else -1


def _internal_date(text: bytes) -> datetime | None:
    found = imaplib.Internaldate2tuple(text)
    return datetime.fromtimestamp(time.mktime(found), UTC) if found else None
