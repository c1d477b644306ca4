"""One event in, one new conversation out: the product on one page.

This is the only translator between the vocabularies: channels' events, the desk's conversations and sessions, the
dialogue's outcomes, the knowledge base's answers. It decides; the worker commits and delivers.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.answering import Bot
from bot.buttons import CHOICES, FROM_BUTTON, read_action
from bot.events import (
    AnyEvent,
    Arrived,
    Called,
    Edited,
    FromCustomer,
    Hooked,
    Learned,
    Left,
    Moved,
    OfThemselves,
    Poke,
    Pressed,
    Reacted,
    Receipt,
    Related,
    Returned,
    Said,
    Started,
    Underway,
    Wake,
    Withdrawn,
)
from bot.flowing.buttons import is_ours
from bot.flowing.noticing import Noticing
from bot.flowing.running import Flowing
from bot.gathering import gathered, gathers, whole
from bot.joining_codes import holds_code
from bot.joining_replies import Recognition
from bot.texts import FALLBACK, LANGUAGES
from flows import happenings
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.handling import Handling
from handoff.ids import ConversationId
from handoff.line import Line
from handoff.messages import Attachment, Card, Content, Happening, Message
from handoff.person_proof import phone_shown, vouched
from handoff.ports import Books, Clock
from handoff.quoting import quote_of
from handoff.session import Asked, Closed, Waiting, WithBot, WithOperator
from nlu.dialogue import DialogueUnavailable
from nlu.language import detect

LATE = timedelta(minutes=30)
"""Older messages (a backlog after an outage) go to a person instead of being answered as if live."""

Sentiment = Callable[[str, str], float]
"""How a text in a language sounds: from -1, angry, to 1, pleased."""
LATEST_WEIGHS = 0.6
"""The share of the latest message in how a session sounds: one word of thanks does not make an angry customer glad."""

Recall = Callable[[ConversationId, str], Awaitable[Message | None]]
"""The message of a conversation that the messenger calls so, theirs or ours."""

Copy = Callable[[ConversationId, Attachment], Awaitable[Attachment]]
"""Makes our own copy of a customer's file; a failure is noted in the attachment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Decides what an event makes of a conversation (None: never seen). Handling an event twice changes nothing."""

    bot: Bot
    flows: Flowing
    noticing: Noticing
    recognition: Recognition
    copy: Copy
    sentiment: Sentiment
    recall: Recall
    books: Books
    clock: Clock

    async def decide(self, before: Conversation | None, event: AnyEvent) -> Conversation | None:
        """The conversation after the event, or None when there is nothing to know."""
        match event:
            case Wake() if before and before.gathering and before.gathering.until <= self.clock():
                return await self._whole(before, before)
            case Wake() | Poke() | Edited() | Withdrawn() | Reacted() | Receipt():
                return before
            case Related() | Learned():
                if before is None or before.has_handled(event.id):
                    return before
                told = await self.recognition.told(before, event) if isinstance(event, Related) else before
                return told.handles(event.id)
            case Called() | Underway() | Hooked():
                if before is None or before.has_handled(event.id):
                    return before
                return (await self._told(before, event)).handles(event.id)
            case Said() | Pressed() | Started() | Left() | Returned() | Moved() | Arrived():
                known = before or begin(event.address, _newcomer(event), at=event.at)
                if known.has_handled(event.id):
                    return known
                if isinstance(event, Said) and event.album and not _is_late(known, event.album):
                    return (await self._gathers(before, known, event)).handles(event.id)
                return (await self._handle(before, await self._whole(before, known), event)).handles(event.id)

    async def notices(self, before: Conversation | None, conversation: Conversation, event: AnyEvent) -> Conversation:
        """What time and the desk mean to flows, after the rules were kept; the very same where that is nothing."""
        # Wakes of one time may come twice, and what they begin needs a name of its own.
        return await self.noticing(before, conversation, f"{event.id}@{conversation.version}")

    async def gives_up(self, before: Conversation | None, event: AnyEvent | None, error: str) -> Conversation | None:
        """The conversation without what this event should have led to: its words are kept, and a person takes over."""
        known, now = before, self.clock()
        if isinstance(event, Said | Pressed | Started):
            known = (before or begin(event.address, _newcomer(event), at=event.at)).reopened(at=now)
            known = known.answerable(event.reply_until)
            if known.has_handled(event.id):
                return before
            if isinstance(event, Said):
                known = _received(known, event, event.content)
            known = known.handles(event.id)
        if known is None:
            return None
        # A flow may be what broke: it must not do so again at each wake.
        told = replace(known, standings=(), noticed=None).reports(Happening.PARKED, at=now, error=error)
        return await self.bot.passes_on_poison(told, told.session) if isinstance(told.session, WithBot) else told

    async def _told(self, conversation: Conversation, event: Called | Underway | Hooked) -> Conversation:
        """Another system tells a flow something."""
        match event:
            case Called():
                return await self.flows.called(conversation, event.result, event.id)
            case Underway():
                return await self.flows.underway(conversation, event.call, event.id)
            case Hooked():
                hooked = happenings.Hooked(hook=event.hook, data=event.data)
                return await self.flows.hooked(conversation, hooked, event.id)

    async def _gathers(self, before: Conversation | None, known: Conversation, event: Said) -> Conversation:
        """Keeps an item of an album until the others have come."""
        if known.gathering and known.gathering.album != event.album:
            known = await self._whole(before, known)
        content = await self._copied(known.id, event)
        known = known.knowing(_updated(known.customer, event)).answerable(event.reply_until)
        return gathers(known, event, content, self.clock())

    async def _whole(self, before: Conversation | None, known: Conversation) -> Conversation:
        """Of the album that was on its way, if one was, all that has come is one message now."""
        if (gathering := known.gathering) is None:
            return known
        known = replace(known, gathering=None)
        return gathered(await self._handle(before, known, whole(known, gathering)), gathering)

    async def _quoting(self, conversation: Conversation, event: Said) -> Said:
        """With the message that it answers, as far as we know that."""
        answered = event.reply_to
        if answered is None and event.album and _is_late(conversation, event.album) and conversation.gathered:
            answered = conversation.gathered.first
        earlier = await self.recall(conversation.id, answered) if answered else None
        return replace(event, quote=quote_of(earlier, event.picked)) if earlier else event

    async def _handle(
        self, before: Conversation | None, conversation: Conversation, event: OfThemselves
    ) -> Conversation:
        now = self.clock()
        known = conversation.knowing(_updated(conversation.customer, event)).answerable(event.reply_until)
        if isinstance(event, Said):
            event = await self._quoting(known, event)
        match event:
            case Left():
                return known.reports(Happening.CUSTOMER_LEFT, at=now)
            case Moved():
                return known.reports(Happening.NUMBER_CHANGED, at=now, to=_number(event.to))
            case Arrived():
                return known.reports(Happening.NUMBER_CHANGED, at=now, was=_number(event.was))
            case Returned():
                return known.reports(Happening.CUSTOMER_BACK, at=now) if conversation.customer.left else known
            case Started():
                if (recognised := await self.recognition.reads(known.reopened(at=now), event)) is not None:
                    return recognised
                return await self._started(before, known.reopened(at=now), event, now)
            case Pressed() if is_ours(event.action):
                return await self._pressed_in_flow(before, known, event, now)
            case Pressed():
                return await self._pressed(known.reopened(at=now), event)
            case Said(automatic=True):
                return _unasked(known, _received(known, event, await self._copied(known.id, event)))
            case Said():
                content = await self._copied(known.id, event)
                if (recognised := await self._recognised(known.reopened(at=now), event, content)) is not None:
                    return recognised
                if (answered := await self._answered(before, known, event, content)) is not None:
                    return answered
                again = known.reopened(at=now, line=await self._last_line(known))
                said = await self._said(before, self._heard(again, event, content), event, content, now)
                goes_on = isinstance(known.session, Closed) and isinstance(again.session, Waiting)
                return self.bot.says_reopened(said) if goes_on else said

    async def _recognised(self, conversation: Conversation, event: Said, content: Content) -> Conversation | None:
        """What comes of a code that shows who they are; None: there is none in these words."""
        if not holds_code(event):
            return None
        recognised = await self.recognition.reads(_received(conversation, event, content), event)
        return _unasked(conversation, recognised) if recognised is not None else None

    async def _started(
        self, before: Conversation | None, conversation: Conversation, event: Started, now: datetime
    ) -> Conversation:
        if not isinstance(conversation.session, WithBot) or now - event.sent_at > LATE:
            return conversation
        flowed, welcomed = await self.flows.linked(before, conversation, event.payload, event.id)
        if welcomed or not isinstance(flowed.session, WithBot):
            return flowed
        return await self.flows.asked_again(before, await self.bot.greets(flowed, now), event.id)

    async def _pressed_in_flow(
        self, before: Conversation | None, known: Conversation, event: Pressed, now: datetime
    ) -> Conversation:
        """To the question that is open; else it may begin something, as long as the bot has the session."""
        label = Content(text=event.label or event.action)
        seen = _aside(known, known.received(label, at=event.at, sent_at=event.sent_at))
        answered = await self.flows.pressed(before, seen, event.action, event.id)
        if answered is not None:
            return answered
        anew = known.reopened(at=now).received(label, at=event.at, sent_at=event.sent_at)
        if not isinstance(anew.session, WithBot):
            return anew
        return await self.flows.pressed_anew(before, anew, event.action, event.id)

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

    async def _answered(
        self, before: Conversation | None, known: Conversation, event: Said, content: Content
    ) -> Conversation | None:
        """The answer to what a flow asks: of a session that the bot has, or that is over and is being rated."""
        if not isinstance(known.session, WithBot | Closed) or not any(each.asks for each in known.standings):
            return None
        heard = _aside(known, self._heard(known, event, content))
        text = "" if event.unsupported or not content.text.strip() else _plain(content.text)
        readable = event.unsupported is None
        return await self.flows.answered(before, heard, content, event.id, text=text, readable=readable)

    async def _said(
        self, before: Conversation | None, heard: Conversation, event: Said, content: Content, now: datetime
    ) -> Conversation:
        match heard.session:
            case WithBot() as session if event.filled:
                return await self.bot.catalogue.filled_in(heard, session, event.filled)
            case WithBot(asked=Asked.DESCRIBE) as session:
                return await self.bot.catalogue.described(heard, session)
            case WithBot() as session:
                if now - event.sent_at > LATE:
                    return await self.bot.passes_on_late(heard, session, now - event.sent_at)
                if event.unsupported:
                    return self.bot.says_unsupported(heard)
                if not content.text.strip():
                    return self.bot.thanks_for_file(heard)
                return await self._understood(before, heard, event, content)
            case Waiting(handling=Handling(asking=str())) as waiting if content.text.strip():
                return await self.bot.handing_over.collects(heard, waiting, content.text.strip())
            case Waiting() | WithOperator() | Closed():
                return heard

    async def _understood(
        self, before: Conversation | None, heard: Conversation, event: Said, content: Content
    ) -> Conversation:
        """What the words lead to: a flow if there is one for them, else what the dialogue decides."""
        text = _plain(content.text)
        outcome, away = None, None
        try:
            outcome = await self.bot.understands(heard, text, event.id)
        except DialogueUnavailable as error:
            away = error
        flowed, taken = await self.flows.said(before, heard, content, event.id, outcome)
        session = flowed.session
        if taken or not isinstance(session, WithBot):
            return flowed
        if away is not None:
            return await self.bot.passes_on_unheard(flowed, session, text, away)
        assert outcome is not None  # noqa: S101 - either it answered, or it is away
        return await self.bot.acts(flowed, session, text, outcome)

    def _heard(self, conversation: Conversation, event: Said, content: Content) -> Conversation:
        """With these words in the thread."""
        return self._felt(_received(conversation, event, content), content)

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
        return replace(event.content, attachments=tuple(copies), unsupported=event.unsupported)


def _received(conversation: Conversation, event: Said, content: Content) -> Conversation:
    if event.heard_before:
        return conversation
    return conversation.received(
        content, at=event.at, sent_at=event.sent_at, provider_id=event.provider_id, part_ids=event.part_ids,
        reply_to=event.reply_to, quote=event.quote, forwarded_from=event.forwarded_from,
    )  # fmt: skip


def _number(address: Address) -> str:
    """As people know it."""
    return f"+{address.external_id}" if address.external_id.isdigit() else address.external_id


def _is_late(conversation: Conversation, album: str) -> bool:
    """Whether the album is in the thread already."""
    return conversation.gathered is not None and conversation.gathered.album == album


def _newcomer(event: FromCustomer) -> Customer:
    return Customer(name=event.profile.name or event.address.external_id)


def _updated(customer: Customer, event: FromCustomer) -> Customer:
    """What this event tells about the customer. Their own words say more about the language than their settings."""
    profile = event.profile
    language = profile.language if profile.language in LANGUAGES and not customer.language else customer.language
    language = language or FALLBACK
    if isinstance(event, Said):
        language = detect(event.content.text, LANGUAGES, language)
    card = _own_card(event.content.cards) if isinstance(event, Said) else None
    phone = card.phone if card else profile.phone
    proven = card.phone if card and card.own else profile.phone if profile.phone_is_theirs else None
    customer = vouched(customer, phone_shown(proven)) if proven else customer
    updated = replace(
        customer,
        name=profile.name or customer.name,
        username=profile.username or customer.username,
        language=language,
        phone=customer.phone or phone,
        email=customer.email or profile.email,
        left=isinstance(event, Left | Moved),
    )
    return customer if updated == customer else updated


def _own_card(cards: Sequence[Card]) -> Card | None:
    """The writer's; one alone is taken for that where the messenger does not say whose it is."""
    known = [card for card in cards if card.own]
    return next(iter(known or [card for card in cards if card.own is None and len(cards) == 1]), None)


def _aside(known: Conversation, heard: Conversation) -> Conversation:
    """What is said of a session that is over is read by nobody, and owed no answer."""
    if not isinstance(known.session, Closed):
        return heard
    return _unasked(known, heard.seen())


def _unasked(known: Conversation, heard: Conversation) -> Conversation:
    """Heard, and owed no answer that was not owed before."""
    return heard.with_handling(replace(heard.handling, owed_since=known.handling.owed_since))


def _plain(text: str) -> str:
    """Text as the dialogue may see it: a leading slash would be read as a command of Rasa's."""
    return text.strip().lstrip("/") or "?"
