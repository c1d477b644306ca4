"""Viber as a kind of channel: one connection is one bot."""

from typing import Annotated

from pydantic import AnyHttpUrl, SecretStr, TypeAdapter, field_validator

from bot.channels.base import channel_name
from bot.channels.deep_links import deep_links
from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.channels.viber.channel import ViberChannel
from bot.channels.viber.compose import NAME
from bot.channels.viber.settings import ViberSettings
from bot.settings import Settings

_URL = TypeAdapter(AnyHttpUrl)


class ViberFields(Fields):
    token: Annotated[
        SecretStr,
        entered(
            en="Bot token", ru="Токен бота", min_length=1,
            help_en="In Viber's admin panel, on the bot's page.", help_ru="В админ-панели Viber, на странице бота.",
        ),
    ]  # fmt: skip
    name: Annotated[
        str,
        entered(
            en="Name over messages", ru="Имя над сообщениями", min_length=1, max_length=NAME,
            help_en="Viber shows up to 28 characters.", help_ru="Viber показывает до 28 символов.",
        ),
    ]  # fmt: skip
    avatar: Annotated[
        str,
        entered(
            en="Picture's address", ru="Адрес картинки",
            help_en="Beside messages; up to 100 kB. May be empty.",
            help_ru="Рядом с сообщениями; до 100 КБ. Необязательно.",
        ),
    ] = ""  # fmt: skip

    @field_validator("avatar")
    @classmethod
    def _is_address(cls, value: str) -> str:
        if value:
            _URL.validate_python(value)
        return value


def _make(fields: ViberFields, place: Place, given: Surroundings) -> ViberChannel:
    return ViberChannel(
        ViberSettings(
            token=fields.token.get_secret_value(),
            name=fields.name,
            avatar=fields.avatar or None,
            webhook_url=place.webhook_url or "",
            api_base=given.settings.viber_api_base,
            account=place.account,
        ),
        given.clock,
        redis=given.redis,
        links=given.public_links(),
        deep_links=deep_links(given.settings.secrets_key, channel_name("viber", place.account)),
    )


def _from_environment(settings: Settings) -> InEnvironment[ViberFields] | None:
    if not settings.viber_token:
        return None
    fields = ViberFields(
        token=SecretStr(settings.viber_token), name=(settings.viber_name or settings.company)[:NAME],
        avatar=settings.viber_avatar,
    )  # fmt: skip
    return InEnvironment(fields=fields, webhook_url=settings.viber_webhook_url)


VIBER = Kind(
    name="viber",
    title="Viber",
    fields=ViberFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: fields.token.get_secret_value(),
    needs_public_url=True,
    guide={
        "en": (
            "Viber opens bots on commercial terms: ask for one at partners.viber.com.",
            "Copy the token from the bot's page.",
            "The webhook is registered by us as soon as you connect.",
        ),
        "ru": (
            "Viber открывает ботов на коммерческих условиях: оставьте заявку на partners.viber.com.",
            "Скопируйте токен со страницы бота.",
            "Вебхук мы зарегистрируем сами при подключении.",
        ),
    },
)
