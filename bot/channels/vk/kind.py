"""VK as a kind of channel: one connection is one community."""

from typing import Annotated

from pydantic import SecretStr

from bot.channels.base import Channel, channel_name
from bot.channels.deep_links import deep_links
from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.channels.vk.settings import SECRET, VkSettings
from bot.settings import Settings


class VkFields(Fields):
    token: Annotated[
        SecretStr,
        entered(
            en="Community token", ru="Ключ доступа сообщества", min_length=1,
            help_en="With access to messages, photos, files and the management of the community.",
            help_ru="С доступом к сообщениям, фотографиям, файлам и управлению сообществом.",
        ),
    ]  # fmt: skip
    group_id: Annotated[
        int,
        entered(
            en="Community's number", ru="Номер сообщества", gt=0, lt=2**53,
            help_en="123456 of vk.com/club123456.", help_ru="123456 из vk.com/club123456.",
        ),
    ]  # fmt: skip
    secret: Annotated[SecretStr, entered(en="Webhook secret", ru="Секрет вебхука", max_length=SECRET)] = SecretStr("")


def _make(fields: VkFields, place: Place, given: Surroundings) -> Channel:
    # vkbottle takes a second and 40 MB to import, which only those pay who connect VK.
    from bot.channels.vk.channel import VkChannel

    return VkChannel(
        VkSettings(
            token=fields.token.get_secret_value(),
            group_id=fields.group_id,
            secret=fields.secret.get_secret_value()[:SECRET],
            callback_url=place.webhook_url,
            api_base=given.settings.vk_api_base,
            account=place.account,
        ),
        given.clock,
        files=given.files,
        deep_links=deep_links(given.settings.secrets_key, channel_name("vk", place.account)),
    )


def _from_environment(settings: Settings) -> InEnvironment[VkFields] | None:
    if not settings.vk_token:
        return None
    fields = VkFields(
        token=SecretStr(settings.vk_token), group_id=int(settings.vk_group_id), secret=SecretStr(settings.vk_secret)
    )
    return InEnvironment(fields=fields, webhook_url=settings.vk_callback_url or None)


VK = Kind(
    name="vk",
    title="VK",
    fields=VkFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: str(fields.group_id),
    made_by_us=frozenset({"secret"}),
    guide={
        "en": (
            "In the community's management, switch messages on, and “Bot abilities” in their settings.",
            "Under “API usage”, create a token with access to messages, photos, files and management.",
            "Where VK can reach us, we register the Callback API by ourselves; elsewhere we poll.",
        ),
        "ru": (
            "В управлении сообществом включите сообщения, а в их настройках — «Возможности ботов».",
            "В разделе «Работа с API» создайте ключ с доступом к сообщениям, фотографиям, файлам и управлению.",
            "Если ВКонтакте может обратиться к нам, Callback API мы подключим сами; если нет — будем опрашивать.",
        ),
    },
)
