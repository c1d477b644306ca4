"""WhatsApp as a kind of channel: one connection is one number."""

from typing import Annotated

from pydantic import SecretStr

from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.channels.whatsapp.channel import WhatsAppChannel
from bot.channels.whatsapp.settings import WhatsAppSettings
from bot.settings import Settings
from storage.mongo.templates import MongoTemplates


class WhatsAppFields(Fields):
    phone_number_id: Annotated[
        str,
        entered(
            en="Phone number ID", ru="ID номера телефона", pattern=r"^\d{1,32}$",
            help_en="On the page “API setup” of your app; digits only, and not the number itself.",
            help_ru="На странице «API setup» приложения; только цифры, это не сам номер.",
        ),
    ]  # fmt: skip
    business_account_id: Annotated[
        str,
        entered(
            en="Business account ID", ru="ID бизнес-аккаунта", pattern=r"^\d{0,32}$",
            help_en="Whose approved templates are offered. Without it there are none.",
            help_ru="Чьи одобренные шаблоны предлагать. Без него шаблонов не будет.",
        ),
    ] = ""  # fmt: skip
    token: Annotated[
        SecretStr,
        entered(
            en="Access token", ru="Токен доступа", min_length=1,
            help_en="Of a system user, so that it does not expire.",
            help_ru="Системного пользователя, чтобы токен не истёк.",
        ),
    ]  # fmt: skip
    app_secret: Annotated[
        SecretStr,
        entered(
            en="App secret", ru="Секрет приложения", min_length=1,
            help_en="On the page “Basic” of the app's settings. Meta signs webhooks with it.",
            help_ru="На странице «Basic» в настройках приложения. Им Meta подписывает вебхуки.",
        ),
    ]  # fmt: skip
    verify_token: Annotated[
        SecretStr,
        entered(
            en="Verify token", ru="Проверочный токен", min_length=1,
            help_en="Any words of yours. Enter the same in Meta's dashboard, beside the webhook's address.",
            help_ru="Любые ваши слова. Введите те же в кабинете Meta рядом с адресом вебхука.",
        ),
    ]  # fmt: skip


def _make(fields: WhatsAppFields, place: Place, given: Surroundings) -> WhatsAppChannel:
    return WhatsAppChannel(
        WhatsAppSettings(
            token=fields.token.get_secret_value(),
            app_secret=fields.app_secret.get_secret_value(),
            verify_token=fields.verify_token.get_secret_value(),
            phone_number_id=fields.phone_number_id,
            business_account_id=fields.business_account_id,
            api_base=given.settings.whatsapp_api_base,
            account=place.account,
        ),
        given.clock,
        templates=MongoTemplates(given.db),
        files=given.files,
        redis=given.redis,
        links=given.public_links(),
    )


def _from_environment(settings: Settings) -> InEnvironment[WhatsAppFields] | None:
    if not settings.whatsapp_token:
        return None
    return InEnvironment(
        fields=WhatsAppFields(
            phone_number_id=settings.whatsapp_phone_number_id,
            business_account_id=settings.whatsapp_business_account_id,
            token=SecretStr(settings.whatsapp_token),
            app_secret=SecretStr(settings.whatsapp_app_secret),
            verify_token=SecretStr(settings.whatsapp_verify_token),
        )
    )


WHATSAPP = Kind(
    name="whatsapp",
    title="WhatsApp",
    fields=WhatsAppFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: fields.phone_number_id,
    needs_public_url=True,
    guide={
        "en": (
            "In Meta's developer dashboard open your app with the product WhatsApp.",
            "Make a system user's token with the rights whatsapp_business_messaging and whatsapp_business_management.",
            "Connect here, then enter this connection's webhook address and the verify token under “Configuration”.",
            "Subscribe to the field messages, and to message_template_status_update.",
        ),
        "ru": (
            "В кабинете разработчика Meta откройте приложение с продуктом WhatsApp.",
            "Создайте токен системного пользователя: права whatsapp_business_messaging и whatsapp_business_management.",
            "Подключите номер здесь, затем в разделе «Configuration» введите адрес вебхука и проверочный токен.",
            "Подпишитесь на поля messages и message_template_status_update.",
        ),
    },
)
