"""A message of ours, whichever way it goes: a template, words, files that are uploaded first, and what it answers."""

from collections.abc import Collection, Sequence

from bot.channels.file_links import FileLinks
from bot.channels.whatsapp.compose import Call, compose
from bot.channels.whatsapp.templates import Templates
from bot.channels.whatsapp.uploads import Uploads, may_upload
from handoff.customer import Address
from handoff.ids import FileId
from handoff.messages import Message


class Saying:
    def __init__(self, templates: Templates, uploads: Uploads, links: FileLinks) -> None:
        self._templates, self._uploads, self._links = templates, uploads, links

    async def calls(self, address: Address, message: Message) -> Sequence[Call]:
        """What to send, in order; the first names what is answered. Raises a SendError; nothing was sent then."""
        first, *others = await self._parts(message)
        answers = {"context": {"message_id": message.reply_to}} if message.reply_to and not message.template else {}
        *parts, last = [{**first, **answers}, *others]
        # A status of the last part says what became of the whole, even if the answer to its call is lost.
        return [*parts, {**last, "biz_opaque_callback_data": f"{address.external_id}/{message.number}"}]

    async def _parts(self, message: Message) -> Sequence[Call]:
        if message.template:
            return [await self._templates.call(message.template)]
        ours = [each for each in message.content.attachments if not each.url and may_upload(each)]
        uploaded = {each.file_id: await self._uploads.id_of(each) for each in ours if each.file_id}
        return compose(self._linked(message, uploaded), uploaded)

    def _linked(self, message: Message, uploaded: Collection[FileId]) -> Message:
        """With a link on each file that WhatsApp does not have. Raises Rejected where there are no links."""
        if all(each.url or each.file_id in uploaded for each in message.content.attachments):
            return message
        return self._links.sendable(message)
