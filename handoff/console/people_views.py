"""A customer over several channels, as the API says it."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from handoff import access
from handoff.console.schemas import Schema, SessionView
from handoff.conversation import Conversation
from handoff.customer import Customer
from handoff.ids import ConversationId, LineId, OperatorId, PersonId
from handoff.messages import Message
from handoff.operator import Operator
from handoff.person import Person, Proof
from handoff.person_alike import Hint, hints
from handoff.person_history import Said
from handoff.session import Closed


class MemberView(Schema):
    """A conversation of theirs. Of one that this reader may not see, only whether somebody has it is told."""

    conversation_id: ConversationId
    channel: str
    account: str
    visible: bool
    open: bool
    operator: OperatorId | None
    line: LineId | None
    answerable: bool
    """Whether the customer can be written to there now."""
    customer: Customer | None
    proof: Proof | None
    """Why it is theirs; None of the first."""
    updated_at: datetime


class MetSession(Schema):
    """One of their sessions, and where it was."""

    conversation_id: ConversationId
    channel: str
    session: SessionView


class PersonCard(Schema):
    """Who a conversation's customer is. Without an `id` they are known from this conversation only."""

    id: PersonId | None
    members: list[MemberView]
    sessions: list[MetSession]
    """Of all conversations that this reader may see, the latest first."""
    invites: list[str]
    """Names of the channels that they can be invited to."""


class PersonHit(Schema):
    """A customer who was found; `hints` say what speaks for their being the same."""

    conversation_id: ConversationId
    channel: str
    customer: Customer
    external_id: str
    person: PersonId | None
    hints: list[Hint]
    last: str
    updated_at: datetime


class MergeForm(Schema):
    conversations: Annotated[list[ConversationId], Field(min_length=2, max_length=2)]


class SplitForm(Schema):
    conversation: ConversationId


class SaidView(Schema):
    conversation_id: ConversationId
    channel: str
    message: Message


class PersonHistory(Schema):
    """Messages of all their conversations, oldest first; `before` asks for those before them, None: there are none."""

    items: list[SaidView]
    before: str | None


def met(conversation: Conversation, session: SessionView) -> MetSession:
    return MetSession(conversation_id=conversation.id, channel=conversation.address.channel, session=session)


def member(me: Operator, conversation: Conversation, proof: Proof | None, now: datetime) -> MemberView:
    visible = access.may_see(me, conversation)
    return MemberView(
        conversation_id=conversation.id,
        channel=conversation.address.channel,
        account=conversation.address.account,
        visible=visible,
        open=not isinstance(conversation.session, Closed),
        operator=conversation.operator,
        line=conversation.line,
        answerable=not conversation.customer.left and conversation.takes_answers(now),
        customer=conversation.customer if visible else None,
        proof=proof,
        updated_at=conversation.updated_at,
    )


def hit(mine: Conversation, found: Conversation, person: Person | None) -> PersonHit:
    return PersonHit(
        conversation_id=found.id,
        channel=found.address.channel,
        customer=found.customer,
        external_id=found.address.external_id,
        person=person.id if person else None,
        hints=list(hints(mine, found)),
        last=found.last.text if found.last else "",
        updated_at=found.updated_at,
    )


def said(said: Said) -> SaidView:
    # A conversation's id begins with its channel.
    channel = said.conversation_id.partition(":")[0]
    return SaidView(conversation_id=said.conversation_id, channel=channel, message=said.message)
