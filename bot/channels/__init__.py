"""The messengers. Adding one is a file beside this and a line in `CHANNELS`."""

from collections.abc import Callable
from dataclasses import dataclass

from redis.asyncio import Redis

from bot.channels.base import Channel
from bot.channels.custom import CustomChannel, CustomSettings
from bot.channels.email import EmailChannel, EmailSettings
from bot.channels.file_links import NO_LINKS, FileLinks, make_links
from bot.channels.site.channel import ANY, SiteChannel, SiteSettings
from bot.channels.telegram.channel import TelegramChannel
from bot.channels.telegram.settings import TelegramSettings
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.imap import read_imap_url
from bot.settings import Settings
from bot.smtp import read_smtp_url
from handoff.ports import Clock
from storage.mongo.client import Database
from storage.mongo.conversations import MongoConversations
from storage.mongo.email_threads import MongoEmailThreads
from storage.mongo.files import MongoFiles
from storage.mongo.messages import MongoHistory
from storage.redis.rate import RedisThrottle


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a channel may be made from; each takes its own slice."""

    settings: Settings
    db: Database
    redis: Redis
    conversations: MongoConversations
    history: MongoHistory
    throttle: RedisThrottle
    files: MongoFiles
    clock: Clock


def _site(given: Surroundings) -> Channel:
    origins = tuple(each.strip() for each in given.settings.site_origins.split(",") if each.strip())
    return SiteChannel(
        SiteSettings(
            origins=origins or (ANY,), help_page="/demo/help/{language}/{key}" if given.settings.demo else None
        ),
        redis=given.redis,
        conversations=given.conversations,
        history=given.history,
        throttle=given.throttle,
        clock=given.clock,
        links=make_links(given.settings.secrets_key, given.clock),
    )


def _telegram(given: Surroundings) -> Channel | None:
    settings = given.settings
    if not settings.telegram_token:
        return None
    return TelegramChannel(
        TelegramSettings(
            token=settings.telegram_token,
            api_base=settings.telegram_api_base,
            webhook_url=settings.telegram_webhook_url or None,
            webhook_secret=settings.telegram_webhook_secret or None,
        ),
        files=given.files,
    )


def _viber(given: Surroundings) -> Channel | None:
    settings = given.settings
    if not settings.viber_token:
        return None
    return ViberChannel(
        ViberSettings(
            token=settings.viber_token,
            name=settings.viber_name or settings.company,
            avatar=settings.viber_avatar or None,
            webhook_url=settings.viber_webhook_url,
            api_base=settings.viber_api_base,
        ),
        redis=given.redis,
        links=_public_links(given),
    )


def _whatsapp(given: Surroundings) -> Channel | None:
    settings = given.settings
    if not settings.whatsapp_token:
        return None
    return WhatsAppChannel(
        WhatsAppSettings(
            token=settings.whatsapp_token,
            app_secret=settings.whatsapp_app_secret,
            verify_token=settings.whatsapp_verify_token,
            phone_number_id=settings.whatsapp_phone_number_id,
            business_account_id=settings.whatsapp_business_account_id,
            api_base=settings.whatsapp_api_base,
        ),
        given.clock,
        links=_public_links(given),
    )


def _public_links(given: Surroundings) -> FileLinks:
    """For messengers that fetch files themselves: none where nobody outside can reach us."""
    base = given.settings.public_url
    return make_links(given.settings.secrets_key, given.clock, base) if base else NO_LINKS


def _custom(given: Surroundings) -> Channel | None:
    settings = given.settings
    if not settings.custom_webhook_url:
        return None
    return CustomChannel(
        CustomSettings(webhook_url=settings.custom_webhook_url, secret=settings.custom_secret),
        given.clock,
        links=_public_links(given),
    )


def _email(given: Surroundings) -> Channel | None:
    settings = given.settings
    if not settings.email_imap_url:
        return None
    return EmailChannel(
        EmailSettings(
            imap=read_imap_url(settings.email_imap_url),
            smtp=read_smtp_url(settings.smtp_url),
            sender=settings.email_from or settings.mail_from,
        ),
        threads=MongoEmailThreads(given.db),
        throttle=given.throttle,
        files=given.files,
        clock=given.clock,
    )


CHANNELS: tuple[Callable[[Surroundings], Channel | None], ...] = (_site, _telegram, _viber, _whatsapp, _custom, _email)
"""Each makes its channel, or None where the settings switch it off."""
