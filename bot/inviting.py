"""Lets customers show who they are: links into other channels, and codes by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.channels.base import Channel, Invites, SendError
from bot.joining_codes import CodeMailer, payload_of
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.ports.people import NoInvitation
from storage.redis.codes import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """Fulfils `handoff.ports.people.Inviting`."""

    codes: Codes
    mailer: CodeMailer
    served: Mapping[str, Channel]

    def channels(self) -> Sequence[str]:
        return [name for name, channel in self.served.items() if isinstance(channel, Invites)]

    async def link(self, conversation_id: ConversationId, channel: str) -> str:
        found = self.served[channel] if channel in self.channels() else None
        if not isinstance(found, Invites):
            raise NoInvitation("There is no such channel to invite anybody to.")
        code = await self.codes.invite(conversation_id)
        try:
            return await found.invitation(payload_of(code))
        except SendError as error:
            raise NoInvitation(error.reason) from error

    async def mail_code(self, conversation: Conversation, email: str) -> None:
        code = await self.codes.mail(conversation.id, email)
        await self.mailer.send(email, code, conversation.customer.language)
