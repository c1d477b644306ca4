"""What the console's API says and takes: the source of the front end's types."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from handoff.conversation import Conversation, Customer, Preview
from handoff.ids import ConversationId, LineId, OperatorId
from handoff.line import Line
from handoff.messages import Message
from handoff.operator import Operator, Presence, Role
from handoff.ports import View
from handoff.session import Closed, Waiting, WithBot, WithOperator


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="forbid")


class Problem(Schema):
    """Why a request was refused: `code` for programs, `message` for people, `field` where one is to blame."""

    code: str
    message: str
    field: str | None = None
    by: str | None = None


class LoginForm(Schema):
    login: Annotated[str, Field(min_length=1, max_length=100)]
    password: Annotated[str, Field(min_length=1, max_length=200)]


class PersonView(Schema):
    """A colleague."""

    id: OperatorId
    name: str
    role: Role
    lines: list[LineId]
    languages: list[str]
    presence: Presence


class MeView(PersonView):
    """The person signed in; `csrf` goes into the X-CSRF-Token header of every change."""

    login: str
    csrf: str
    telegram_linked: bool


class PresenceForm(Schema):
    presence: Presence


class LineView(Schema):
    id: LineId
    names: dict[str, str]
    topics: list[str]
    open_now: bool
    waiting: int


SessionView = Annotated[WithBot | Waiting | WithOperator | Closed, Field(discriminator="state")]


class ConversationRow(Schema):
    """A line of the inbox."""

    id: ConversationId
    channel: str
    customer: Customer
    session: SessionView
    last: Preview | None
    unread: int
    updated_at: datetime
    version: int


class ConversationView(ConversationRow):
    """A conversation opened: with its earlier sessions, latest last."""

    account: str
    external_id: str
    created_at: datetime
    count: int
    earlier: list[Closed]


class InboxView(Schema):
    items: list[ConversationRow]
    next: str | None
    counts: dict[View, int]


class HistoryView(Schema):
    """Messages oldest first; `more` when there are earlier ones."""

    items: list[Message]
    more: bool


class TextForm(Schema):
    """`id` is made by the browser, so that a repeated request is one message."""

    id: Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]
    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class TransferForm(Schema):
    """Either a line or an operator."""

    line: LineId | None = None
    operator: OperatorId | None = None


class CloseForm(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=40)] = "solved"
    topic: Annotated[str | None, Field(max_length=80)] = None


class CannedView(Schema):
    shortcut: str
    text: str
    language: str


class DeadLetterView(Schema):
    id: str
    conversation_id: ConversationId
    error: str
    parked_at: datetime


def row(conversation: Conversation) -> ConversationRow:
    return ConversationRow(
        id=conversation.id,
        channel=conversation.address.channel,
        customer=conversation.customer,
        session=conversation.session,
        last=conversation.last,
        unread=conversation.unread,
        updated_at=conversation.updated_at,
        version=conversation.version,
    )


def view(conversation: Conversation) -> ConversationView:
    return ConversationView(
        **dict(row(conversation)),
        account=conversation.address.account,
        external_id=conversation.address.external_id,
        created_at=conversation.created_at,
        count=conversation.count,
        earlier=list(conversation.earlier),
    )


def person(operator: Operator) -> PersonView:
    return PersonView(
        id=operator.id,
        name=operator.name,
        role=operator.role,
        lines=sorted(operator.lines),
        languages=list(operator.languages),
        presence=operator.presence,
    )


def me(operator: Operator, csrf: str) -> MeView:
    return MeView(
        **dict(person(operator)), login=operator.login, csrf=csrf, telegram_linked=operator.telegram_id is not None
    )


def line(value: Line, *, now: datetime, waiting: int) -> LineView:
    return LineView(
        id=value.id,
        names=dict(value.names),
        topics=sorted(value.topics),
        open_now=value.hours.is_open(now),
        waiting=waiting,
    )


class Hidden(Schema):
    """Live: a conversation that this person can't see (any more)."""

    type: str = "hidden"
    conversation_id: ConversationId
