"""Takes in a file as it is uploaded: refused as soon as it is clear that it must be."""

from collections.abc import AsyncIterator

from handoff.files.names import safe_name
from handoff.files.rules import check_size, check_type
from handoff.files.sniffing import HEAD, sniff
from handoff.ids import ConversationId
from handoff.ports import Files, StoredFile


async def receive(
    files: Files,
    conversation_id: ConversationId,
    name: str,
    chunks: AsyncIterator[bytes],
    *,
    told_size: int | None = None,
    private: bool = False,
) -> StoredFile:
    """Raises FileRefused, and what `chunks` raises; either leaves nothing behind."""
    called = safe_name(name, "file")
    if told_size is not None:
        check_size(called, told_size)
    head = bytearray()
    async for chunk in chunks:
        head += chunk
        if len(head) >= HEAD:
            break
    check_size(called, len(head))
    mime = sniff(bytes(head[:HEAD]), called)
    check_type(called, mime)

    async def whole() -> AsyncIterator[bytes]:
        size = len(head)
        yield bytes(head)
        async for chunk in chunks:
            size += len(chunk)
            check_size(called, size)
            yield chunk

    return await files.keep(conversation_id, called, mime, whole(), private=private)
