"""A kind of channel: what an admin enters to connect an account of it, and how the channel is made from that.

Each messenger's package describes its own kind, and `bot/channels/__init__.py` lists them. The console draws its form
from the fields' JSON schema, so that a new messenger needs no page of its own.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr
from pydantic.config import JsonDict

from bot.channels.base import MAIN, Channel, channel_name
from bot.channels.surroundings import Surroundings
from bot.settings import Settings


class Fields(BaseModel):
    """What is entered, each field as `Annotated[..., entered(...)]`; those of type `SecretStr` are kept encrypted."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, validate_default=False)

    @classmethod
    def secret_names(cls) -> frozenset[str]:
        return frozenset(name for name, each in cls.model_fields.items() if each.annotation is SecretStr)


F = TypeVar("F", bound=Fields)


def entered(*, en: str, ru: str, help_en: str = "", help_ru: str = "", **rules: Any) -> Any:
    """A field of a form: its label and a line of help in both languages of the console; `rules` are pydantic's."""
    shown: JsonDict = {"label": {"en": en, "ru": ru}, "help": {"en": help_en, "ru": help_ru}}
    return Field(title=en, description=help_en or None, json_schema_extra=shown, **rules)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Which account a channel is made for. `webhook_url`: where its messenger can call us; None: nobody outside can."""

    account: str
    webhook_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InEnvironment(Generic[F]):
    """What the environment says of a kind's connection `main`. `webhook_url`: where it names another than ours."""

    fields: F
    webhook_url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind(Generic[F]):
    """`name` begins the names and addresses of its channels: small letters only."""

    name: str
    title: str
    fields: type[F]
    make: Callable[[F, Place, Surroundings], Channel]
    from_environment: Callable[[Settings], InEnvironment[F] | None]
    """None: the environment switches it off."""
    identity: Callable[[F], str]
    """Whose account it is, for the messenger: no two connections may have the same."""
    guide: Mapping[str, Sequence[str]]
    """By language, the steps that lead to what is entered."""
    several: bool = True
    needs_public_url: bool = False
    """Whether its messenger has to call us."""
    made_by_us: frozenset[str] = frozenset()
    """Secrets that nobody enters: random, made when an account is connected."""

    def channel(self, account: str) -> str:
        """The name of an account's channel."""
        return channel_name(self.name, account)

    def in_environment(self, given: Surroundings) -> Channel | None:
        """The channel of the connection `main` that the environment describes, if it does."""
        found = self.from_environment(given.settings)
        return self.make(found.fields, Place(account=MAIN, webhook_url=found.webhook_url), given) if found else None

    @property
    def secrets(self) -> frozenset[str]:
        """The fields that are kept encrypted and never shown."""
        return self.fields.secret_names()

    @property
    def schema(self) -> dict[str, Any]:
        """Of what is entered, as JSON schema."""
        schema = self.fields.model_json_schema()
        schema["properties"] = {
            name: each for name, each in schema.get("properties", {}).items() if name not in self.made_by_us
        }
        schema["required"] = [name for name in schema.get("required", ()) if name not in self.made_by_us]
        return schema
