"""What the bot makes of codes in a conversation: a link that was followed, and digits that were mailed."""

from dataclasses import dataclass, replace

from bot.events import Related, Said, Started
from bot.joining_codes import code_in, digits_in
from handoff.conversation import Conversation
from handoff.messages import Happening
from handoff.person_known import taught
from handoff.person_proof import email_shown, vouched
from handoff.ports import Clock, Texts
from handoff.ports.people import People
from storage.redis.codes import Codes


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """Decides only: who is joined is seen to once this is committed."""

    people: People
    codes: Codes
    texts: Texts
    clock: Clock

    async def reads(self, conversation: Conversation, event: Said | Started) -> Conversation | None:
        """What a code leads to; None: there is none in it."""
        if (code := code_in(event)) is not None:
            origin = await self.codes.redeem(code, conversation.id)
            known = origin is not None and origin != conversation.id
            return self._says(conversation, "invitation_taken" if known else "invitation_void")
        digits = digits_in(event.content.text) if isinstance(event, Said) else None
        if digits is None or not await self.codes.awaited(conversation.id):
            return None
        email = await self.codes.typed(conversation.id, digits)
        if email is None:
            # It may be an answer to what a flow asks.
            return None if any(each.asks for each in conversation.standings) else self._says(conversation, "code_wrong")
        customer = replace(vouched(conversation.customer, email_shown(email)), email=email)
        known_by = conversation.knowing(customer).reports(Happening.VERIFIED, at=self.clock(), email=email)
        return self._says(known_by, "code_right", email=email)

    async def told(self, conversation: Conversation, event: Related) -> Conversation:
        """With what other conversations of theirs have taught us."""
        person = await self.people.of(conversation.id)
        known = conversation.knowing(taught(conversation, person.known)) if person else conversation
        if event.happening is None:
            return known
        return known.reports(
            event.happening, at=self.clock(), conversation=event.other, channel=event.channel, customer=event.customer,
            how=event.how, value=event.value, by=event.by,
        )  # fmt: skip

    def _says(self, conversation: Conversation, key: str, **values: str) -> Conversation:
        said = self.texts.say(key, conversation.customer.language, **values)
        return conversation.bot_says(said, at=self.clock())
