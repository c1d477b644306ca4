"""Links to files that we send, for messengers that fetch them and for visitors of the site: `/files/{token}/{name}`.

A token names one file and the time until when it opens, and is signed: it can't be guessed, moved to another file or
prolonged, and who has it needs no login. It is made anew whenever the message is sent or shown, and kept nowhere.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, HTTPException, Path, Request, Response

from bot.channels.base import Rejected
from handoff.console.serving import ANSWERS, serve, serve_preview
from handoff.files import Previews
from handoff.ids import FileId
from handoff.messages import Message
from handoff.ports import Clock, Files

LIFE = timedelta(hours=12)
"""A messenger fetches at once; a visitor may have the window open for a day's work, and gets new ones by reloading."""
LINKS_OFF = "Files go this way by public links, for which HELPLINE_PUBLIC_URL and SECRETS_KEY must be set."
_TOKEN = re.compile(r"([0-9a-f]{40})\.([0-9]{1,12})\.([0-9a-f]{64})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileLinks:
    """Makes links and opens them. `base` is where others reach us; without it links lead to the same host."""

    keys: Sequence[bytes] = field(repr=False)
    """The first signs, all open. None: there are no links."""
    clock: Clock
    base: str = ""

    def on(self, message: Message) -> Message:
        """With a link on each file that is only in our store, as far as there are links."""
        files = message.content.attachments
        if not self.keys or all(each.url or each.file_id is None for each in files):
            return message
        linked = tuple(
            replace(each, url=self.link(each.file_id, each.name)) if each.file_id and not each.url else each
            for each in files
        )
        return replace(message, content=replace(message.content, attachments=linked))

    def sendable(self, message: Message) -> Message:
        """The same, raising Rejected where a file would be left out."""
        linked = self.on(message)
        if any(each.file_id and not each.url for each in linked.content.attachments):
            raise Rejected(LINKS_OFF)
        return linked

    def link(self, file_id: FileId, name: str) -> str:
        opens = f"{file_id}.{int((self.clock() + LIFE).timestamp())}"
        return f"{self.base}/files/{opens}.{_signature(self.keys[0], opens)}/{quote(name, safe='')}"

    def opened(self, token: str) -> FileId | None:
        """The file, if we made the token and its time has not passed."""
        found = _TOKEN.fullmatch(token)
        if found is None:
            return None
        opens = f"{found[1]}.{found[2]}"
        ours = [hmac.compare_digest(_signature(key, opens), found[3]) for key in self.keys]
        until = datetime.fromtimestamp(min(int(found[2]), 2**35), UTC)
        return FileId(found[1]) if any(ours) and self.clock() < until else None


def make_links(secrets_keys: str, clock: Clock, base: str = "") -> FileLinks:
    """With keys of their own, made from those of the installation's secrets."""
    given = [each.strip() for each in secrets_keys.split(",") if each.strip()]
    keys = [hmac.new(each.encode(), b"helpline: links to files", hashlib.sha256).digest() for each in given]
    return FileLinks(keys=keys, clock=clock, base=base)


NO_LINKS = FileLinks(keys=(), clock=lambda: datetime.now(UTC))
"""For a messenger that could not follow them."""


def router(links: FileLinks, files: Files) -> APIRouter:
    api, previews = APIRouter(tags=["channels"]), Previews(files)

    @api.head("/files/{token}/{name}", include_in_schema=False)
    @api.get(
        "/files/{token}/{name}",
        response_class=Response,
        responses={**ANSWERS, 404: {"description": "No link of ours, or no longer"}},
    )
    async def fetch_file(
        token: Annotated[str, Path(max_length=200)], name: str, request: Request, preview: bool = False
    ) -> Response:
        """A file that was sent, or a part of it (`Range`), for whoever was given the link; with `preview`, a picture
        made small."""
        file_id = links.opened(token)
        found = await files.find(file_id) if file_id else None
        if found is None or found.private:
            raise HTTPException(404, "This link has expired, or was never one of ours.")
        return await (serve_preview(request, found, previews) if preview else serve(request, found, files))

    return api


def _signature(key: bytes, opens: str) -> str:
    return hmac.new(key, opens.encode(), hashlib.sha256).hexdigest()
