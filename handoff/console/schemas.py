"""What the console's API says and takes at the desk: the source of the front end's types.

Values of the domain travel as they are: a session says who has it, its `handling` how urgent it is and why. Times are
ISO 8601 in UTC; a duration is a number of seconds.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from handoff.abilities import Abilities
from handoff.conversation import Conversation, Preview
from handoff.customer import Customer
from handoff.files import MOST
from handoff.ids import ConversationId, FileId, LevelId, LineId, MessageId, OperatorId
from handoff.line import Distribution, Line
from handoff.messages import FileKind, Message
from handoff.operator import AwayReason, Operator, Presence, Role
from handoff.ports import View
from handoff.priority import PriorityScheme
from handoff.session import Closed, Waiting, WithBot, WithOperator
from handoff.sla.light import Color, Stop
from handoff.sla.policy import Status, Target


class Schema(BaseModel):
    model_config = ConfigDict(from_attributes=True, extra="forbid", ser_json_timedelta="float")


class FieldProblem(Schema):
    """`field` is a path, such as `rules.3.when.of.1.values`."""

    field: str
    message: str


class Problem(Schema):
    """Why a request was refused: `code` for programs, `message` for people, `field` where one is to blame.

    `problems` has every field that is wrong, the first one included; `by` is who was faster.
    """

    code: str
    message: str
    field: str | None = None
    by: str | None = None
    problems: list[FieldProblem] = []


class Refused(Schema):
    """The body of every answer that is a refusal."""

    detail: Problem


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
    supervises: list[LineId]
    """Lines that they oversee whatever their role; supervisors and admins oversee all."""
    presence: Presence
    away_reason: AwayReason | None
    presence_since: datetime | None
    active: bool


class MeView(PersonView):
    """The person signed in; `csrf` goes into the X-CSRF-Token header of every change."""

    login: str
    csrf: str
    telegram_linked: bool


class PresenceForm(Schema):
    presence: Presence


class LineView(Schema):
    """A line as everybody sees it; `archived` ones are there for the names in old threads."""

    id: LineId
    names: dict[str, str]
    descriptions: dict[str, str]
    topics: list[str]
    tier: int
    escalates_to: LineId | None
    internal: bool
    distribution: Distribution
    longest_hold_seconds: int
    archived: bool
    open_now: bool
    waiting: int


class ClockView(Schema):
    """A running or missed target of a session, as it was at `read_at`.

    It stays right without asking again: it is red from `due_at` on and amber from `amber_at` on, as long as it runs.
    While `stopped_by` says what stops it, `left_seconds` and `light` stand still; closed hours end at `resumes_at`,
    and begin at `closes_at`.
    """

    target: Target
    status: Status | None
    """Of a target on the time in a status: which."""
    policy: str
    light: Color
    limit_seconds: float
    read_at: datetime
    left_seconds: float
    """In the policy's time; negative when it is late."""
    started_at: datetime
    amber_at: datetime | None
    due_at: datetime | None
    stopped_by: Stop | None
    resumes_at: datetime | None
    closes_at: datetime | None
    breached_at: datetime | None
    met_at: datetime | None


SessionView = Annotated[WithBot | Waiting | WithOperator | Closed, Field(discriminator="state")]


class SchemeView(RootModel[PriorityScheme]):
    """The table that priorities are computed by, as it is in force."""

    model_config = ConfigDict(ser_json_timedelta="float")


class ConversationRow(Schema):
    """A line of the inbox. How urgent it is and why, offers and holds: see the session and its `handling`."""

    id: ConversationId
    channel: str
    customer: Customer
    session: SessionView
    clocks: list[ClockView]
    """Of the session, the most urgent first: those that run or are stopped, and those missed."""
    due_at: datetime | None
    reply_until: datetime | None
    """Where the messenger takes answers for a time only: until when."""
    last: Preview | None
    unread: int
    updated_at: datetime
    version: int


class AbilitiesView(Schema):
    """What the messenger can do beyond taking a text; see `handoff.abilities`. Times count from a message's `at`."""

    quotes: bool
    corrects_within_seconds: float | None
    withdraws_within_seconds: float | None
    formats: bool
    templates: bool
    longest_text: int | None


class ConversationView(ConversationRow):
    """A conversation opened: with its earlier sessions, latest last."""

    abilities: AbilitiesView

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


FormId = Annotated[str, Field(min_length=8, max_length=64, pattern=r"^[A-Za-z0-9-]+$")]


class TextForm(Schema):
    """`id` is made by the browser, so that a repeated request is one message."""

    id: FormId
    text: Annotated[str, Field(min_length=1, max_length=20_000, pattern=r"\S")]


class NoteForm(Schema):
    """Words, files that were uploaded to this conversation for it, or both."""

    id: FormId
    text: Annotated[str, Field(max_length=20_000)] = ""
    files: Annotated[list[FileId], Field(max_length=MOST)] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.text.strip() and not self.files:
            raise PydanticCustomError("nothing_said", "Write something, or attach a file.")
        return self


class ReplyForm(NoteForm):
    """The same for the customer."""

    quoting: MessageId | None = None
    """The message of this conversation that it answers."""


class AgainForm(Schema):
    """`sure` is needed for a message that the customer may have after all."""

    sure: bool = False


class FileView(Schema):
    """A file that was uploaded and waits to be sent. `kind` is how the customer will be shown it."""

    id: FileId
    name: str
    mime: str
    kind: FileKind
    size: int
    width: int | None = None
    height: int | None = None
    """Of a picture that can be shown."""


class TransferForm(Schema):
    """Either a line or an operator."""

    line: LineId | None = None
    operator: OperatorId | None = None


class CloseForm(Schema):
    """`unresolved` needs a comment: what the customer was offered."""

    reason: Annotated[str, Field(min_length=1, max_length=40)] = "solved"
    topic: Annotated[str | None, Field(max_length=80)] = None
    comment: Annotated[str, Field(max_length=2000)] = ""


class HoldForm(Schema):
    """Put aside until a time, until the customer writes, or whichever comes first; None: as long as the line allows."""

    until: AwareDatetime | None = None
    until_reply: bool = True
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class EscalateForm(Schema):
    reason: Annotated[str, Field(min_length=1, max_length=500, pattern=r"\S")]


class PriorityForm(Schema):
    """No `level`: the table decides again."""

    level: LevelId | None = None
    reason: Annotated[str, Field(max_length=500)] = ""


class AssignForm(Schema):
    operator: OperatorId


Word = Annotated[str, Field(max_length=80)]


class CardForm(Schema):
    """What staff know of a customer and their request. What is not sent stays; an empty text is taken away."""

    tier: Word | None = None
    groups: Annotated[tuple[Word, ...] | None, Field(max_length=20)] = None
    region: Word | None = None
    email: Annotated[str | None, Field(max_length=200)] = None
    phone: Annotated[str | None, Field(max_length=40)] = None
    attributes: Annotated[dict[Word, Annotated[str, Field(max_length=500)]] | None, Field(max_length=50)] = None
    kind: Word | None = None
    topic: Word | None = None
    tags: Annotated[tuple[Word, ...] | None, Field(max_length=20)] = None


class CannedView(Schema):
    shortcut: str
    text: str
    language: str


class DeadLetterView(Schema):
    id: str
    conversation_id: ConversationId
    error: str
    parked_at: datetime


def row(conversation: Conversation, clocks: Sequence[ClockView]) -> ConversationRow:
    return ConversationRow(
        id=conversation.id,
        channel=conversation.address.channel,
        customer=conversation.customer,
        session=conversation.session,
        clocks=list(clocks),
        due_at=conversation.due_at,
        reply_until=conversation.reply_until,
        last=conversation.last,
        unread=conversation.unread,
        updated_at=conversation.updated_at,
        version=conversation.version,
    )


def view(conversation: Conversation, clocks: Sequence[ClockView], abilities: Abilities) -> ConversationView:
    return ConversationView(
        **dict(row(conversation, clocks)),
        abilities=_abilities(abilities),
        account=conversation.address.account,
        external_id=conversation.address.external_id,
        created_at=conversation.created_at,
        count=conversation.count,
        earlier=list(conversation.earlier),
    )


def _abilities(value: Abilities) -> AbilitiesView:
    correcting, withdrawing = value.corrects_within, value.withdraws_within
    return AbilitiesView(
        quotes=value.quotes,
        corrects_within_seconds=correcting.total_seconds() if correcting else None,
        withdraws_within_seconds=withdrawing.total_seconds() if withdrawing else None,
        formats=value.formats,
        templates=value.templates,
        longest_text=value.longest_text,
    )


def person(operator: Operator) -> PersonView:
    return PersonView(
        id=operator.id,
        name=operator.name,
        role=operator.role,
        lines=sorted(operator.lines),
        languages=list(operator.languages),
        supervises=sorted(operator.supervises),
        presence=operator.presence,
        away_reason=operator.away_reason,
        presence_since=operator.presence_since,
        active=operator.active,
    )


def me(operator: Operator, csrf: str) -> MeView:
    return MeView(
        **dict(person(operator)), login=operator.login, csrf=csrf, telegram_linked=operator.telegram_id is not None
    )


def line(value: Line, *, now: datetime, waiting: int) -> LineView:
    return LineView(
        id=value.id,
        names=dict(value.names),
        descriptions=dict(value.descriptions),
        topics=sorted(value.topics),
        tier=value.tier,
        escalates_to=value.escalates_to,
        internal=value.internal,
        distribution=value.distribution,
        longest_hold_seconds=int(value.longest_hold.total_seconds()),
        archived=value.archived,
        open_now=value.hours.is_open(now),
        waiting=waiting,
    )


class Hidden(Schema):
    """Live: a conversation that this person can't see (any more)."""

    type: str = "hidden"
    conversation_id: ConversationId
