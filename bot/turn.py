"""One event in, one new conversation out: the product on one page.

This is the only translator between the vocabularies: channels' events, the desk's conversations and sessions, the
dialogue's outcomes, the knowledge base's answers. It decides; the worker commits and delivers.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answering import Bot
from bot.buttons import CHOICES, FROM_BUTTON, read_action
from bot.events import (
    AnyEvent,
    Called,
    Edited,
    FromCustomer,
    Hooked,
    Left,
    Poke,
    Pressed,
    Receipt,
    Returned,
    Said,
    Started,
    Wake,
)
from bot.texts import FALLBACK, LANGUAGES
from handoff.conversation import Conversation, begin
from handoff.customer import Customer
from handoff.handling import Handling
from handoff.ids import ConversationId
from handoff.line import Line
from handoff.messages import Attachment, Content, Happening
from handoff.ports import Books, Clock
from handoff.session import Asked, Closed, Waiting, WithBot, WithOperator
from nlu.language import detect

LATE = timedelta(minutes=30)
"""Older messages (a backlog after an outage) go to a person instead of being answered as if live."""

Sentiment = Callable[[str, str], float]
"""How a text in a language sounds: from -1, angry, to 1, pleased."""
LATEST_WEIGHS = 0.6
"""The share of the latest message in how a session sounds: one word of thanks does not make an angry customer glad."""

Copy = Callable[[ConversationId, Attachment], Awaitable[Attachment]]
"""Makes our own copy of a customer's file; a failure is noted in the attachment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Decides what an event makes of a conversation (None: never seen). Handling an event twice changes nothing."""

    bot: Bot
    copy: Copy
    sentiment: Sentiment
    books: Books
    clock: Clock

    async def decide(self, before: Conversation | None, event: AnyEvent) -> Conversation | None:
        """The conversation after the event, or None when there is nothing to know."""
        match event:
            case Wake() | Poke() | Called() | Hooked() | Edited() | Receipt():
                return before
            case Said() | Pressed() | Started() | Left() | Returned():
                known = before or begin(event.address, _newcomer(event), at=event.at)
                if known.has_handled(event.id):
                    return known
                return (await self._handle(known, event)).handles(event.id)

    async def gives_up(self, before: Conversation | None, event: AnyEvent | None, error: str) -> Conversation | None:
        """The conversation without what this event should have led to: its words are kept, and a person takes over."""
        known, now = before, self.clock()
        if isinstance(event, Said | Pressed | Started):
            known = (before or begin(event.address, _newcomer(event), at=event.at)).reopened(at=now)
            if known.has_handled(event.id):
                return before
            if isinstance(event, Said):
                known = known.received(event.content, at=event.at, sent_at=event.sent_at, provider_id=event.provider_id)
            known = known.handles(event.id)
        if known is None:
            return None
        told = known.reports(Happening.PARKED, at=now, error=error)
        return await self.bot.passes_on_poison(told, told.session) if isinstance(told.session, WithBot) else told

    async def _handle(
        self, conversation: Conversation, event: Said | Pressed | Started | Left | Returned
    ) -> Conversation:
        now = self.clock()
        known = conversation.knowing(_updated(conversation.customer, event)).answerable(event.reply_until)
        match event:
            case Left():
                return known.reports(Happening.CUSTOMER_LEFT, at=now)
            case Returned():
                return known.reports(Happening.CUSTOMER_BACK, at=now) if conversation.customer.left else known
            case Started():
                return await self._greet(known.reopened(at=now), event, now)
            case Pressed():
                return await self._pressed(known.reopened(at=now), event)
            case Said():
                again = known.reopened(at=now, line=await self._last_line(known))
                said = await self._said(again, event, now)
                goes_on = isinstance(known.session, Closed) and isinstance(again.session, Waiting)
                return self.bot.says_reopened(said) if goes_on else said

    async def _greet(self, conversation: Conversation, event: Started, now: datetime) -> Conversation:
        if not isinstance(conversation.session, WithBot) or now - event.sent_at > LATE:
            return conversation
        return await self.bot.greets(conversation, now)

    async def _pressed(self, conversation: Conversation, event: Pressed) -> Conversation:
        seen = conversation.received(Content(text=event.label or event.action), at=event.at, sent_at=event.sent_at)
        match seen.session:
            case WithBot() as session:
                verb = read_action(event.action, session)
                if verb is None:
                    return self.bot.says_button_is_old(seen)
                if verb == "catalogue":
                    return await self.bot.catalogue.opens(seen, session)
                if verb in CHOICES:
                    return await self.bot.shows(seen, session, session.choices[CHOICES.index(verb)])
                return await self.bot.answers(seen, session, FROM_BUTTON[verb], event.id)
            case Waiting() | WithOperator() | Closed():
                return seen

    async def _said(self, conversation: Conversation, event: Said, now: datetime) -> Conversation:
        content = await self._copied(conversation.id, event)
        received = conversation.received(
            content, at=event.at, sent_at=event.sent_at, provider_id=event.provider_id, reply_to=event.reply_to
        )
        heard = self._felt(received, content)
        match heard.session:
            case WithBot(asked=Asked.DESCRIBE) as session:
                return await self.bot.catalogue.described(heard, session)
            case WithBot() as session:
                if now - event.sent_at > LATE:
                    return await self.bot.passes_on_late(heard, session, now - event.sent_at)
                if event.unsupported:
                    return self.bot.says_unsupported(heard)
                if not content.text.strip():
                    return self.bot.thanks_for_file(heard)
                return await self.bot.answers(heard, session, _plain(content.text), event.id)
            case Waiting(handling=Handling(asking=str())) as waiting if content.text.strip():
                return await self.bot.handing_over.collects(heard, waiting, content.text.strip())
            case Waiting() | WithOperator() | Closed():
                return heard

    async def _last_line(self, conversation: Conversation) -> Line | None:
        """The line whose people closed the session, if it may be gone on with."""
        match conversation.session:
            case Closed(line=line_id, closed_by=str()):
                return (await self.books.now()).line(line_id)
            case _:
                return None

    def _felt(self, conversation: Conversation, content: Content) -> Conversation:
        """With how the session sounds after these words."""
        if not content.text.strip():
            return conversation
        known = conversation.handling
        now = self.sentiment(content.text, conversation.customer.language)
        felt = round(LATEST_WEIGHS * now + (1 - LATEST_WEIGHS) * known.sentiment, 3)
        return conversation.with_handling(replace(known, sentiment=felt))

    async def _copied(self, conversation_id: ConversationId, event: Said) -> Content:
        copies = [await self.copy(conversation_id, each) for each in event.content.attachments]
        text = event.content.text or (f"[{event.unsupported}]" if event.unsupported else "")
        return replace(event.content, text=text, attachments=tuple(copies))


def _newcomer(event: FromCustomer) -> Customer:
    return Customer(name=event.profile.name or event.address.external_id)


def _updated(customer: Customer, event: FromCustomer) -> Customer:
    """What this event tells about the customer. Their own words say more about the language than their settings."""
    profile = event.profile
    language = profile.language if profile.language in LANGUAGES and not customer.language else customer.language
    language = language or FALLBACK
    if isinstance(event, Said):
        language = detect(event.content.text, LANGUAGES, language)
    phone = event.content.card.phone if isinstance(event, Said) and event.content.card else profile.phone
    updated = replace(
        customer,
        name=profile.name or customer.name,
        username=profile.username or customer.username,
        language=language,
        phone=customer.phone or phone,
        left=isinstance(event, Left),
    )
    return customer if updated == customer else updated


def _plain(text: str) -> str:
    """Text as the dialogue may see it: a leading slash would be read as a command of Rasa's."""
    return text.strip().lstrip("/") or "?"
