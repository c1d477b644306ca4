"""Connections as the console's API shows and takes them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field, JsonValue

from handoff.connection import Setting
from handoff.console.schemas import Schema
from handoff.ids import LineId
from storage.redis.channel_health import Way

Title = Annotated[str, Field(min_length=1, max_length=80)]
Value = Annotated[str, Field(max_length=1000)] | bool | int
Secrets = dict[str, Annotated[str, Field(max_length=4000)]]


class State(StrEnum):
    OK = "ok"
    QUIET = "quiet"
    """It works, as far as we know, and nothing has passed it yet."""
    FAILING = "failing"
    OFF = "off"


class MishapView(Schema):
    at: datetime
    direction: Way
    text: str


class WebhookView(Schema):
    """What the messenger says of our webhook."""

    pending: int
    last_error: str | None
    last_error_at: datetime | None


class HealthView(Schema):
    """`reason` says why it fails. Messages are those of the last hour; `queued` wait for a later try."""

    state: State
    reason: str
    last_received_at: datetime | None
    last_sent_at: datetime | None
    last_error: MishapView | None
    received_hour: int
    sent_hour: int
    failed_hour: int
    queued: int
    throttled_until: datetime | None
    webhook: WebhookView | None


class ConnectionView(Schema):
    """`from_environment`: it is changed there only. No `flows`: all may begin."""

    name: str
    kind: str
    account: str
    title: str
    from_environment: bool
    on: bool
    line: LineId | None
    flows: list[str]
    settings: dict[str, Setting]
    secrets_kept: list[str]
    webhook_url: str
    version: int
    changed_by: str | None
    changed_at: datetime | None
    health: HealthView


class Connections(Schema):
    items: list[ConnectionView]


class AccountName(Schema):
    """As a conversation's address names it, and as people do."""

    channel: str
    account: str
    title: str


class KindView(Schema):
    """`fields` is a JSON schema; `label` and `help` in it are by language, and secrets have the format `password`."""

    name: str
    title: str
    several: bool
    fields: Annotated[dict[str, JsonValue], Field(serialization_alias="schema")]
    needs_public_url: bool
    guide: dict[str, list[str]]


class Kinds(Schema):
    """`public_url`: whether messengers can call this installation."""

    items: list[KindView]
    public_url: bool


class ConnectionForm(Schema):
    """A secret that is left out stays as it is kept; an empty one is forgotten."""

    title: Title
    settings: Annotated[dict[str, Value], Field(default_factory=dict)]
    secrets: Annotated[Secrets, Field(default_factory=dict, repr=False)]
    line: LineId | None = None
    flows: Annotated[list[str], Field(default_factory=list, max_length=200)]
    on: bool = True


class NewConnection(ConnectionForm):
    kind: str
    account: str


class ChangedConnection(ConnectionForm):
    """Refused as `stale` when somebody has changed it since `version`."""

    version: Annotated[int, Field(ge=1)]


class TestForm(Schema):
    """Secrets that are left out are those of the connection `name`."""

    kind: str
    name: str | None = None
    settings: Annotated[dict[str, Value], Field(default_factory=dict)]
    secrets: Annotated[Secrets, Field(default_factory=dict, repr=False)]


class RemovedView(Schema):
    """`warning`: what its messenger did not do, for people to see to there."""

    warning: str | None


class TestedView(Schema):
    ok: bool
    who: str | None
    reason: str | None


class PayloadView(Schema):
    """A request as it came, without signatures and secrets."""

    at: datetime
    headers: dict[str, str]
    body: str


class Payloads(Schema):
    items: list[PayloadView]


class RawLetter(Schema):
    """What was set aside, as it came."""

    id: str
    raw: str
