"""Telegram as a kind of channel: one connection is one bot."""

import re
from typing import Annotated

from pydantic import SecretStr, field_validator

from bot.channels.base import channel_name
from bot.channels.deep_links import deep_links
from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.settings import Settings
from storage.redis.pace import RedisPace

_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{1,100}")


class TelegramFields(Fields):
    token: Annotated[
        SecretStr,
        entered(
            en="Bot token", ru="Токен бота",
            help_en="Looks like 123456:ABC-DEF. BotFather shows it again with /token.",
            help_ru="Выглядит как 123456:ABC-DEF. BotFather покажет его снова по команде /token.",
        ),
    ]  # fmt: skip
    webhook_secret: Annotated[SecretStr, entered(en="Webhook secret", ru="Секрет вебхука")] = SecretStr("")

    @field_validator("token")
    @classmethod
    def _looks_right(cls, value: SecretStr) -> SecretStr:
        if not _TOKEN.fullmatch(value.get_secret_value()):
            raise ValueError("A bot token looks like 123456:ABC-DEF; BotFather shows it again with /token.")
        return value


def _make(fields: TelegramFields, place: Place, given: Surroundings) -> TelegramChannel:
    return TelegramChannel(
        TelegramSettings(
            token=fields.token.get_secret_value(),
            api_base=given.settings.telegram_api_base,
            webhook_url=place.webhook_url,
            webhook_secret=fields.webhook_secret.get_secret_value() or None,
            account=place.account,
            per_second=given.settings.telegram_per_second,
        ),
        files=given.files,
        pace=RedisPace(given.redis),
        deep_links=deep_links(given.settings.secrets_key, channel_name("telegram", place.account)),
    )


def _from_environment(settings: Settings) -> InEnvironment[TelegramFields] | None:
    if not settings.telegram_token:
        return None
    fields = TelegramFields(
        token=SecretStr(settings.telegram_token), webhook_secret=SecretStr(settings.telegram_webhook_secret)
    )
    return InEnvironment(fields=fields, webhook_url=settings.telegram_webhook_url or None)


TELEGRAM = Kind(
    name="telegram",
    title="Telegram",
    fields=TelegramFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: fields.token.get_secret_value().partition(":")[0],
    made_by_us=frozenset({"webhook_secret"}),
    guide={
        "en": (
            "Open @BotFather in Telegram and send /newbot, or /token for a bot that you have.",
            "Copy the token that it answers with.",
        ),
        "ru": (
            "Откройте @BotFather в Telegram и отправьте /newbot — или /token, если бот уже есть.",
            "Скопируйте токен из ответа.",
        ),
    },
)
