"""A messenger of one's own as a kind of channel: one connection is one partner."""

from typing import Annotated

from pydantic import AnyHttpUrl, SecretStr, TypeAdapter, field_validator

from bot.channels.base import channel_name
from bot.channels.custom.channel import CustomChannel
from bot.channels.custom.settings import CustomSettings
from bot.channels.deep_links import deep_links
from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.settings import Settings

_URL = TypeAdapter(AnyHttpUrl)
_SHORTEST = 32


class CustomFields(Fields):
    webhook_url: Annotated[
        str,
        entered(
            en="Your webhook", ru="Ваш вебхук",
            help_en="Where we send what is for your customers.", help_ru="Куда мы отправляем сообщения вашим клиентам.",
        ),
    ]  # fmt: skip
    secret: Annotated[
        SecretStr,
        entered(
            en="Secret", ru="Секрет",
            help_en="Signs requests both ways. At least 32 characters, such as `openssl rand -hex 32` prints.",
            help_ru="Подписывает запросы в обе стороны. Не короче 32 символов, например из `openssl rand -hex 32`.",
        ),
    ]  # fmt: skip

    @field_validator("webhook_url")
    @classmethod
    def _is_address(cls, value: str) -> str:
        _URL.validate_python(value)
        return value

    @field_validator("secret")
    @classmethod
    def _is_long(cls, value: SecretStr) -> SecretStr:
        if len(value.get_secret_value()) < _SHORTEST:
            raise ValueError("Must have at least 32 characters, for example what `openssl rand -hex 32` prints.")
        return value


def _make(fields: CustomFields, place: Place, given: Surroundings) -> CustomChannel:
    return CustomChannel(
        CustomSettings(
            webhook_url=fields.webhook_url, secret=fields.secret.get_secret_value(), account=place.account
        ),
        given.clock,
        links=given.public_links(),
        deep_links=deep_links(given.settings.secrets_key, channel_name("custom", place.account)),
    )  # fmt: skip


def _from_environment(settings: Settings) -> InEnvironment[CustomFields] | None:
    if not settings.custom_webhook_url:
        return None
    fields = CustomFields(webhook_url=settings.custom_webhook_url, secret=SecretStr(settings.custom_secret))
    return InEnvironment(fields=fields)


CUSTOM = Kind(
    name="custom",
    title="Custom messenger",
    fields=CustomFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: fields.secret.get_secret_value(),
    guide={
        "en": (
            "Choose a secret and give it to the developer of your messenger.",
            "They send customers' messages to this connection's webhook address; its openapi.json says how.",
            "Enter the address where your messenger takes our answers.",
        ),
        "ru": (
            "Придумайте секрет и передайте его разработчику вашего мессенджера.",
            "Сообщения клиентов он отправляет на адрес вебхука этого подключения; как — описано в openapi.json.",
            "Введите адрес, на который ваш мессенджер принимает наши ответы.",
        ),
    },
)
