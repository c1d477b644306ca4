"""From what is stored of a connection, and its secrets, to the channel."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr, ValidationError

from bot.channels.base import Channel
from bot.channels.kind import Fields, Kind, Place
from bot.channels.surroundings import Surroundings
from flows.ports import Secrets
from handoff.connection import Connection, Setting

SecretsOf = Callable[[str], Secrets]
"""Drawers of secrets, by scope."""
NO_PUBLIC_URL = "Set HELPLINE_PUBLIC_URL to the https address of this installation: {title} has to call it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong with one field, and what to do about it."""

    field: str
    message: str


class Unfit(Exception):
    """Not enough for a channel; `wrong` says where."""

    def __init__(self, wrong: Sequence[Wrong]) -> None:
        super().__init__(" ".join(f"{each.field}: {each.message}" if each.field else each.message for each in wrong))
        self.wrong = wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Maker:
    given: Surroundings
    secrets_of: SecretsOf
    kinds: Sequence[Kind[Any]]

    def kind(self, name: str) -> Kind[Any] | None:
        return next((kind for kind in self.kinds if kind.name == name), None)

    def drawer(self, kind: str, account: str) -> Secrets:
        """Where a connection's secrets are."""
        return self.secrets_of(f"channel:{kind}:{account}")

    def webhook_url(self, channel: str) -> str | None:
        """Where messengers can call us for this channel: by https, and from outside."""
        base = self.given.settings.public_url
        return f"{base}/channels/{channel}" if base.startswith("https://") else None

    async def channel(self, connection: Connection) -> Channel:
        """Raises Unfit, SecretsLocked."""
        kind = self.kind(connection.kind)
        if kind is None:
            raise Unfit([Wrong(field="kind", message=f"There is no kind of channel {connection.kind!r} any more.")])
        fields = read(kind, connection.settings, await self.kept(connection))
        return self.make(kind, fields, connection.account)

    def make(self, kind: Kind[Any], fields: Fields, account: str) -> Channel:
        """Raises Unfit where its messenger could not reach us."""
        url = self.webhook_url(kind.channel(account))
        self.check_reach(kind)
        return kind.make(fields, Place(account=account, webhook_url=url), self.given)

    def check_reach(self, kind: Kind[Any]) -> None:
        """Raises Unfit where its messenger could not reach us."""
        if kind.needs_public_url and self.webhook_url(kind.name) is None:
            raise Unfit([Wrong(field="", message=NO_PUBLIC_URL.format(title=kind.title))])

    async def kept(self, connection: Connection) -> Mapping[str, str]:
        """The secrets of a connection. Raises SecretsLocked."""
        drawer = self.drawer(connection.kind, connection.account)
        found = {name: await drawer.get(name) for name in connection.secrets}
        return {name: value for name, value in found.items() if value is not None}


def read(kind: Kind[Any], settings: Mapping[str, Setting], secrets: Mapping[str, str]) -> Fields:
    """Raises Unfit."""
    try:
        fields: Fields = kind.fields.model_validate({**settings, **secrets})
    except ValidationError as error:
        raise Unfit([_wrong(each["loc"], each["msg"]) for each in error.errors(include_input=False)]) from None
    return fields


def shown(fields: Fields) -> dict[str, Setting]:
    """All but the secrets."""
    return fields.model_dump(mode="json", exclude=set(fields.secret_names()))


def secrets_in(fields: Fields) -> dict[str, str]:
    """Those that are set."""
    values = {name: getattr(fields, name) for name in fields.secret_names()}
    return {
        name: value.get_secret_value()
        for name, value in values.items()
        if isinstance(value, SecretStr) and value.get_secret_value()
    }


def identity(kind: Kind[Any], fields: Fields) -> str:
    """Whose account it is, without telling a secret that it may be made of."""
    return hashlib.sha256(f"{kind.name}:{kind.identity(fields)}".encode()).hexdigest()


def _wrong(place: Sequence[str | int], message: str) -> Wrong:
    name = str(place[0]) if place else ""
    words = "Fill this in." if message == "Field required" else message.removeprefix("Value error, ")
    return Wrong(field=f"settings.{name}" if name else "", message=words)
