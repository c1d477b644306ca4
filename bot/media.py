"""Copies customers' files from the messenger into our own store, since the messenger's links expire.

What a file is, is read from its bytes: neither the customer nor the messenger is believed."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

import structlog

from bot.channels.base import Channel, SendError, channel_name
from handoff.files import HEAD, Previews, shown_as, sniff
from handoff.ids import ConversationId
from handoff.messages import Attachment
from handoff.ports import Files
from storage.errors import FilesAway
from storage.mongo.copies import MongoCopies

log = structlog.get_logger()
STORE_AWAY = "Our own store of files does not answer."


@dataclass(frozen=True, slots=True, kw_only=True)
class Copier:
    """A failed copy is noted in the attachment, where the operator sees it; the message goes on."""

    channels: Mapping[str, Channel]
    files: Files

    async def __call__(self, conversation_id: ConversationId, attachment: Attachment) -> Attachment:
        kind, account, _ = conversation_id.split(":", 2)
        channel = self.channels.get(channel_name(kind, account))
        if channel is None or attachment.file_id is not None:
            return attachment
        try:
            download = await channel.fetch(attachment)
        except SendError as error:
            log.warning("File not copied", action="file_not_copied", reason=error.reason)
            return replace(attachment, failure=error.reason)
        mime = sniff(download.data[:HEAD], download.name, download.mime)
        try:
            file_id = await self.files.store(conversation_id, download.name, mime, download.data)
        except FilesAway as error:
            log.error("File not stored", action="file_not_stored", reason=str(error))
            return replace(attachment, failure=STORE_AWAY)
        preview = await Previews(self.files).of(file_id, mime)
        return replace(
            attachment,
            kind=shown_as(attachment.kind, mime),
            file_id=file_id,
            name=download.name,
            mime=mime,
            size=len(download.data),
            failure=None,
            width=preview.width if preview else None,
            height=preview.height if preview else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """Fulfils `handoff.console.copies.CopyAgain`."""

    copier: Copier
    copies: MongoCopies
    tell: Callable[[ConversationId], Awaitable[None]]
    """Screens, that the conversation looks different now."""

    async def __call__(self, conversation_id: ConversationId, number: int, index: int) -> Attachment | None:
        known = await self.copies.find(conversation_id, number, index)
        if known is None or known.failure is None:
            return known
        made = await self.copier(conversation_id, known)
        await self.copies.write(conversation_id, number, index, made)
        await self.tell(conversation_id)
        return made
