"""What we say, change and take back, and the small signs of life between."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog

from bot.channels.base import Accepted, Rejected, SendError, Unknown
from bot.channels.vk.client import LIMIT, TOO_BIG, Client
from bot.channels.vk.compose import Part, compose
from bot.channels.vk.errors import CommunityThrottled, refusal
from handoff.messages import Attachment, FileKind, Message
from handoff.ports import Clock, Files, NoFile

OTHER_PARTS = "With these words the message would have to be sent in other parts than it was. Send a new one instead."
_EDITED = ("message", "format_data", "attachment", "keyboard")
log = structlog.get_logger(__name__)


@dataclass(slots=True, kw_only=True)
class Outgoing:
    client: Client
    files: Files
    clock: Clock
    _rests_until: datetime | None = None

    async def send(self, peer: int, message: Message) -> Accepted:
        """Part after part. Each has a `random_id` of its own that stays the same when it is sent again, and VK takes
        such a one for what it has: after trouble in the middle, all may be sent anew. Raises a SendError."""
        tries = message.delivery.tries if message.delivery else 0
        self._wait_for_our_turn()
        parts = compose(peer, message, await self._uploaded(peer, message))
        if not parts:
            raise Rejected("There is nothing to send.")
        sent = [await self._send_part(part, tries) for part in parts]
        return Accepted(provider_id=sent[-1], part_ids=tuple(sent) if len(sent) > 1 else ())

    async def correct(self, peer: int, ids: Sequence[str], before: Message, after: Message) -> None:
        """Part by part, each in its place. VK takes the files away that an edit does not name, so they go along anew.
        Raises a SendError."""
        uploaded = await self._uploaded(peer, after)
        was, wanted = compose(peer, before, uploaded), compose(peer, after, uploaded)
        if not len(ids) == len(was) == len(wanted):
            raise Rejected(OTHER_PARTS)
        for id_, old, new in zip(ids, was, wanted, strict=True):
            if old != new:
                changed = {name: new[name] for name in _EDITED if name in new}
                await self.client.call(
                    "messages.edit", peer_id=peer, cmid=int(id_), keep_forward_messages=1, dont_parse_links=1,
                    **changed,
                )  # fmt: skip

    async def withdraw(self, peer: int, ids: Sequence[str]) -> None:
        """Raises a SendError."""
        told = await self.client.call("messages.delete", peer_id=peer, cmids=",".join(ids), delete_for_all=1)
        for each in told if isinstance(told, list) else ():
            if isinstance(each, dict) and isinstance(error := each.get("error"), dict):
                raise _refused(error)

    async def courtesy(self, method: str, **params: Any) -> None:
        """A sign of life, which may get lost."""
        try:
            await self.client.call(method, **params)
        except SendError as error:
            log.debug("A sign of life was lost", action="sign_lost", method=method, reason=error.reason)

    def _wait_for_our_turn(self) -> None:
        if self._rests_until is not None and (left := self._rests_until - self.clock()) > timedelta():
            raise CommunityThrottled("VK asks the community to write more slowly.", left)

    async def _send_part(self, part: Part, tries: int) -> str:
        """VK's number for it."""
        try:
            [told] = await self.client.call("messages.send", tries=tries, **part)
            if isinstance(error := told.get("error"), dict):
                raise _refused(error, tries)
            return str(told["conversation_message_id"])
        except CommunityThrottled as error:
            self._rests_until = self.clock() + error.retry_after
            raise
        except (ValueError, KeyError, TypeError, AttributeError):
            raise Unknown("VK took the message and gave no number for it.") from None

    async def _uploaded(self, peer: int, message: Message) -> list[str]:
        """Files of ours; those of others go as addresses. Raises a SendError before anything is said."""
        return [
            await self.client.upload(peer, each.name, await self._bytes(each), photo=each.kind is FileKind.PHOTO)
            for each in message.content.attachments
            if each.file_id is not None and not each.url
        ]

    async def _bytes(self, file: Attachment) -> bytes:
        data = bytearray()
        assert file.file_id is not None  # noqa: S101 - whoever calls has seen to that
        try:
            async for chunk in self.files.read(file.file_id):
                data += chunk
                if len(data) > LIMIT:
                    raise Rejected(TOO_BIG)
        except NoFile as error:
            raise Rejected(f"“{file.name}” is not there any more.") from error
        return bytes(data)


def _refused(error: Mapping[str, Any], tries: int = 0) -> SendError:
    """What is wrong with one of several, which is told within an answer of success."""
    code = error.get("code", error.get("error_code"))
    return refusal(code if isinstance(code, int) else 0, str(error.get("description", "")), tries)
