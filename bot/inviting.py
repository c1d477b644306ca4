"""Lets customers show who they are: links into other channels, and codes by mail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.channels.base import Channel, Invites, SendError
from bot.joining_codes import CodeMailer, payload_of
from handoff.conversation import Conversation
from handoff.ports import Texts
from handoff.ports.people import NoInvitation
from storage.redis.codes import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Inviting:
    """Fulfils `handoff.ports.people.Inviting`. `titles` are what the kinds of channels are called."""

    codes: Codes
    mailer: CodeMailer
    served: Mapping[str, Channel]
    titles: Mapping[str, str]
    texts: Texts

    def channels(self) -> Sequence[str]:
        return [name for name, channel in self.served.items() if isinstance(channel, Invites)]

    async def invitation(self, conversation: Conversation, channel: str) -> str:
        found = self.served[channel] if channel in self.channels() else None
        if not isinstance(found, Invites):
            raise NoInvitation("There is no such channel to invite anybody to.")
        try:
            link = await found.invitation(payload_of(await self.codes.invite(conversation.id)))
        except SendError as error:
            raise NoInvitation(error.reason) from error
        title = self.titles.get(channel.partition("-")[0], channel)
        return self.texts.say("invitation", conversation.customer.language, channel=title, link=link)

    async def mail_code(self, conversation: Conversation, email: str) -> str:
        language = conversation.customer.language
        await self.mailer.send(email, await self.codes.mail(conversation.id, email), language)
        return self.texts.say("code_sent", language, email=email)
