"""A conversation: a customer's endless thread on one address, and the unit of every commit.

It is a value. Each verb returns the next one, with what was said appended to `journal`: the messages that are
decided but not yet both delivered and written to the history. One commit stores state and journal together, under
the version it was read at; whoever comes second reads again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from handoff.customer import Address, Customer
from handoff.facts import TEXT_KEPT
from handoff.gathering import Gathered, Gathering
from handoff.handling import Handling
from handoff.ids import ConversationId, EventId, LineId, MessageId, OperatorId, SessionId
from handoff.line import Line
from handoff.messages import (
    Attachment,
    Belief,
    Button,
    Content,
    Delivery,
    DeliveryState,
    FromTemplate,
    Happening,
    Message,
    Quote,
    Side,
    Source,
)
from handoff.operator import Operator
from handoff.quoting import known_as, quote_of
from handoff.routing.decisions import Decision
from handoff.session import Closed, Open, Session, Waiting, WithBot, WithOperator
from handoff.standing import FlowTrace, Noticed, Standing

REMEMBERED_EVENTS = 30
"""Ids of handled events kept in the conversation; the intake knows older ones, and no longer posts them."""
EARLIER_SESSIONS = 50
PREVIEWED = 140
"""Characters of a message in lists."""
SETTLED_WITHIN = timedelta(seconds=15)
"""News is delivered and written at once; should that process die, the scheduler looks after this time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The last line of the thread, for lists."""

    side: Side
    text: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """`count` is the number of the last message; `unread` counts the customer's since a person last looked."""

    id: ConversationId
    address: Address
    customer: Customer
    session: Session
    created_at: datetime
    updated_at: datetime
    earlier: tuple[Closed, ...] = ()
    count: int = 0
    unread: int = 0
    last: Preview | None = None
    handled: tuple[EventId, ...] = ()
    wake_at: datetime | None = None
    """When the scheduler is to look: at unsettled news, or at the alarm."""
    alarm: datetime | None = None
    """When something comes due: an offer, a hold, a step of the SLA, or what a flow waits for."""
    due_at: datetime | None = None
    """When the most urgent running clock is due, for lists."""
    standings: tuple[Standing, ...] = ()
    """The flows that the bot is in, whoever has the session; the latest last."""
    noticed: Noticed | None = None
    """What flows know of the desk; None while there were none to know it."""
    reply_until: datetime | None = None
    """When the messenger stops taking answers, counted from the customer's last message; None: it never does."""
    gathering: Gathering | None = None
    """An album of which more may come."""
    gathered: Gathered | None = None
    version: int = 0
    journal: tuple[Message, ...] = field(default=(), repr=False)

    # -- what is said ------------------------------------------------------------------------------------------

    def received(
        self,
        content: Content,
        *,
        at: datetime,
        sent_at: datetime | None = None,
        provider_id: str | None = None,
        part_ids: tuple[str, ...] = (),
        reply_to: str | None = None,
        quote: Quote | None = None,
        forwarded_from: str | None = None,
    ) -> "Conversation":
        """The customer said something."""
        said = self._append(
            Side.CUSTOMER, at=at, sent_at=sent_at, content=content, provider_id=provider_id, part_ids=part_ids,
            reply_to=reply_to, quote=quote, forwarded_from=forwarded_from,
        )  # fmt: skip
        known = said.handling
        words = content.text[:TEXT_KEPT] or known.words
        return replace(said, unread=self.unread + 1).with_handling(
            replace(known, owed_since=known.owed_since or at, heard_at=at, words=words)
        )

    def bot_says(
        self,
        text: str,
        *,
        at: datetime,
        buttons: tuple[Button, ...] = (),
        sources: tuple[Source, ...] = (),
        files: tuple[Attachment, ...] = (),
    ) -> "Conversation":
        content = Content(text=text, attachments=files)
        return self._append(Side.BOT, at=at, content=content, buttons=buttons, sources=sources, delivery=_queued(at))

    def bot_notes(self, text: str, *, at: datetime) -> "Conversation":
        """A private note of a flow's."""
        return self._append(Side.BOT, at=at, content=Content(text=text), note=True)

    def operator_says(
        self,
        text: str,
        by: Operator,
        *,
        at: datetime,
        files: tuple[Attachment, ...] = (),
        template: FromTemplate | None = None,
        answer: bool = True,
        quoting: Message | None = None,
    ) -> "Conversation":
        """A person writes. What the desk says in their name (a farewell, a transfer) is no `answer`, meets no clock."""
        content = Content(text=text, attachments=files)
        said = self._append(
            Side.OPERATOR, at=at, author=by.id, author_name=by.name, content=content, template=template,
            delivery=_queued(at), reply_to=known_as(quoting) if quoting else None,
            quote=quote_of(quoting) if quoting else None,
        )  # fmt: skip
        return said._with_answer(at) if answer else replace(said, unread=0)

    def sent_again(self, message: Message, by: Operator, *, at: datetime) -> "Conversation":
        """A message that did not arrive, as a new one at the end, by whoever sends it now."""
        return self._append(
            Side.OPERATOR, at=at, author=by.id, author_name=by.name, content=message.content, buttons=message.buttons,
            sources=message.sources, reply_to=message.reply_to, quote=message.quote, template=message.template,
            repeats=message.id, delivery=_queued(at),
        )._with_answer(at)  # fmt: skip

    def corrected(self, message: Message, text: str, by: Operator, *, at: datetime) -> "Conversation":
        """An order to the messenger: these words in the place of those that were sent."""
        return self._append(
            Side.OPERATOR, at=at, author=by.id, author_name=by.name, content=Content(text=text), corrects=message.id,
            delivery=_queued(at),
        )._previewing(message, self.last, text)  # fmt: skip

    def withdrawn(self, message: Message, by: Operator, *, at: datetime) -> "Conversation":
        """An order to the messenger: take back what was sent."""
        return self._append(
            Side.OPERATOR, at=at, author=by.id, author_name=by.name, withdraws=message.id, delivery=_queued(at)
        )._previewing(message, self.last, "")

    def _with_answer(self, at: datetime) -> "Conversation":
        """A person has just answered."""
        met = replace(self.handling, answered_at=self.handling.answered_at or at, owed_since=None)
        return replace(self, unread=0).with_handling(met)

    def _previewing(self, message: Message, last: Preview | None, text: str) -> "Conversation":
        """With the last line as it was, but for new words of that very message."""
        shown = Preview(side=message.side, text=_preview(message.content), at=message.at)
        return replace(self, last=replace(shown, text=text[:PREVIEWED]) if last == shown else last)

    def noted(self, text: str, by: Operator, *, at: datetime, files: tuple[Attachment, ...] = ()) -> "Conversation":
        """A private note: kept in the thread, never delivered."""
        content = Content(text=text, attachments=files)
        return self._append(Side.OPERATOR, at=at, author=by.id, author_name=by.name, content=content, note=True)

    def reports(
        self,
        happening: Happening,
        *,
        at: datetime,
        decision: Decision | None = None,
        trace: FlowTrace | None = None,
        tells: tuple[OperatorId, ...] = (),
        emails: tuple[str, ...] = (),
        **details: str | None,
    ) -> "Conversation":
        """A system message: what the desk did, and why; put before those it `tells`. Empty details are left out."""
        said = {name: value for name, value in details.items() if value}
        return self._append(
            Side.SYSTEM,
            at=at,
            happening=happening,
            details=said,
            decision=decision,
            trace=trace,
            tells=tells,
            emails=emails,
        )

    def believing(self, belief: Belief) -> "Conversation":
        """Attach what the bot understood to the customer's last message of the journal."""
        for index in range(len(self.journal) - 1, -1, -1):
            if self.journal[index].side is Side.CUSTOMER:
                changed = replace(self.journal[index], belief=belief)
                return replace(self, journal=(*self.journal[:index], changed, *self.journal[index + 1 :]))
        return self

    def knowing(self, customer: Customer) -> "Conversation":
        """With what we know of the customer now."""
        return self if customer is self.customer else replace(self, customer=customer)

    def answerable(self, until: datetime | None) -> "Conversation":
        """The customer has done what lets us write to them until then. What comes late never shortens it."""
        if until is None or (self.reply_until is not None and until <= self.reply_until):
            return self
        return replace(self, reply_until=until)

    def takes_answers(self, now: datetime) -> bool:
        """Whether the messenger lets us write to the customer in our own words."""
        return self.reply_until is None or now < self.reply_until

    # -- who controls it ---------------------------------------------------------------------------------------

    def with_session(self, session: Session) -> "Conversation":
        return replace(self, session=session)

    @property
    def handling(self) -> Handling:
        return self.session.handling

    def with_handling(self, handling: Handling) -> "Conversation":
        """The same, its session handled in another way."""
        return self if handling is self.handling else replace(self, session=replace(self.session, handling=handling))

    def reopened(self, *, at: datetime, line: Line | None = None) -> "Conversation":
        """Ready for what the customer says: an open conversation stays as it is, a closed one gets a new session.

        With the `line` that had it last, a session that was closed a short while ago goes on instead.
        """
        match self.session:
            case Closed() as closed if line is not None and at - closed.closed_at <= line.reopen_within:
                again = closed.reopen(line.id, at=at)
                count = str(again.handling.reopenings)
                return replace(self, session=again).reports(Happening.REOPENED, at=at, line=line.id, count=count)
            case Closed() as closed:
                number = closed.number + 1
                fresh = WithBot(id=session_id(self.id, number), number=number, started_at=at)
                return replace(self, session=fresh, earlier=(*self.earlier, closed)[-EARLIER_SESSIONS:])
            case WithBot() | Waiting() | WithOperator():
                return self

    def closed(
        self,
        session: Open,
        *,
        at: datetime,
        reason: str,
        by: Operator | None,
        topic: str | None = None,
        comment: str = "",
    ) -> "Conversation":
        """Close this session, and say so in the history."""
        over = session.close(at=at, reason=reason, by=by.id if by else None, topic=topic, comment=comment)
        return replace(self, session=over, unread=0).reports(
            Happening.CLOSED, at=at, by=by.name if by else None, reason=reason, topic=over.topic, comment=comment
        )

    def seen(self) -> "Conversation":
        """A person has read everything so far."""
        return self if self.unread == 0 else replace(self, unread=0)

    def with_alarm(self, alarm: datetime | None, due_at: datetime | None) -> "Conversation":
        """When to look again: the first of the alarm, what flows wait for, and what is not settled."""
        moments = [alarm, self.noticed.until if self.noticed else None]
        moments += [self.gathering.until] if self.gathering else []
        moments += [moment for standing in self.standings for moment in standing.moments]
        alarm = min((each for each in moments if each is not None), default=None)
        if (alarm, due_at) == (self.alarm, self.due_at):
            return self
        settling = self.wake_at if self.journal else None
        wake_at = min((each for each in (alarm, settling) if each is not None), default=None)
        return replace(self, alarm=alarm, due_at=due_at, wake_at=wake_at)

    # -- bookkeeping -------------------------------------------------------------------------------------------

    def has_handled(self, event: EventId) -> bool:
        return event in self.handled

    def handles(self, event: EventId) -> "Conversation":
        """Remember the event, so that handling it again changes nothing."""
        return replace(self, handled=(*self.handled, event)[-REMEMBERED_EVENTS:])

    def news_since(self, earlier: "Conversation") -> tuple[Message, ...]:
        """The messages that this value has and the earlier one had not."""
        return tuple(message for message in self.journal if message.number > earlier.count)

    @property
    def line(self) -> LineId | None:
        match self.session:
            case Waiting() | WithOperator():
                return self.session.line
            case WithBot() | Closed():
                return None

    @property
    def operator(self) -> OperatorId | None:
        return self.session.operator if isinstance(self.session, WithOperator) else None

    def _append(
        self,
        side: Side,
        *,
        at: datetime,
        sent_at: datetime | None = None,
        author: str | None = None,
        author_name: str | None = None,
        content: Content | None = None,
        note: bool = False,
        buttons: tuple[Button, ...] = (),
        sources: tuple[Source, ...] = (),
        happening: Happening | None = None,
        details: Mapping[str, str] | None = None,
        decision: Decision | None = None,
        trace: FlowTrace | None = None,
        tells: tuple[OperatorId, ...] = (),
        emails: tuple[str, ...] = (),
        provider_id: str | None = None,
        part_ids: tuple[str, ...] = (),
        reply_to: str | None = None,
        quote: Quote | None = None,
        forwarded_from: str | None = None,
        template: FromTemplate | None = None,
        corrects: MessageId | None = None,
        withdraws: MessageId | None = None,
        repeats: MessageId | None = None,
        delivery: Delivery | None = None,
    ) -> "Conversation":
        number = self.count + 1
        message = Message(
            id=message_id(self.id, number), number=number, session_id=self.session.id, side=side, at=at,
            sent_at=sent_at, author=author, author_name=author_name, content=content or Content(), note=note,
            buttons=buttons, sources=sources, happening=happening, details=details or {},
            decision=decision, trace=trace, tells=tells, emails=emails,
            provider_id=provider_id, part_ids=part_ids, reply_to=reply_to, quote=quote, forwarded_from=forwarded_from,
            template=template, corrects=corrects, withdraws=withdraws, repeats=repeats, delivery=delivery,
        )  # fmt: skip
        last = self.last if side is Side.SYSTEM or note else Preview(side=side, text=_preview(message.content), at=at)
        look_again = min(at + SETTLED_WITHIN, self.wake_at or datetime.max.replace(tzinfo=UTC))
        return replace(
            self, count=number, last=last, updated_at=at, wake_at=look_again, journal=(*self.journal, message)
        )


def message_id(conversation: ConversationId, number: int) -> MessageId:
    return MessageId(f"{conversation}/{number}")


def session_id(conversation: ConversationId, number: int) -> SessionId:
    return SessionId(f"{conversation}#{number}")


def begin(address: Address, customer: Customer, *, at: datetime) -> Conversation:
    """The first sight of a customer: a new conversation, with the bot, not yet stored (version 0)."""
    first = WithBot(id=session_id(address.conversation_id, 1), number=1, started_at=at)
    return Conversation(
        id=address.conversation_id, address=address, customer=customer, session=first, created_at=at, updated_at=at
    )


def _queued(at: datetime) -> Delivery:
    return Delivery(state=DeliveryState.QUEUED, at=at)


def _preview(content: Content) -> str:
    return content.gist[:PREVIEWED]
