"""What the machine needs, read from the environment once; what the business decides is data in the console.

Every variable is described in `.env.example`. A wrong one ends the start with its name and the remedy.
"""

from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import AnyHttpUrl, Field, TypeAdapter, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.imap import read_imap_url
from bot.smtp import read_smtp_url
from handoff.ports.single_sign_on import Match
from handoff.second_factor import Policy
from storage.redis.address import read_redis_url
from storage.s3.blobs import read_bucket_url

_URL = TypeAdapter(AnyHttpUrl)
SHORTEST_KEPT_DAYS = 30
"""Longer than the few days for which requests and events are kept as they came, whatever else goes."""


class SettingsError(Exception):
    """The environment is not as it must be; the message names each variable and the remedy."""


class Settings(BaseSettings):
    """One field per variable. Empty means "the embedded default" or "switched off", as each says."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    port: Annotated[int, Field(alias="HELPLINE_PORT", ge=1, le=65535)] = 8080
    host: Annotated[str, Field(alias="HELPLINE_HOST")] = "127.0.0.1"
    data_dir: Annotated[Path, Field(alias="HELPLINE_DATA_DIR")] = Path("data")
    public_url: Annotated[str, Field(alias="HELPLINE_PUBLIC_URL")] = ""
    company: Annotated[str, Field(alias="HELPLINE_COMPANY")] = "Marlow & Pine"
    demo: Annotated[bool, Field(alias="HELPLINE_DEMO")] = False
    secure_cookies: Annotated[bool, Field(alias="HELPLINE_SECURE_COOKIES")] = False
    idle_minutes: Annotated[int, Field(alias="HELPLINE_IDLE_MINUTES", ge=5, le=720)] = 30
    second_factor: Annotated[Policy, Field(alias="HELPLINE_SECOND_FACTOR")] = Policy.OPTIONAL
    oidc_issuer: Annotated[str, Field(alias="OIDC_ISSUER")] = ""
    oidc_client_id: Annotated[str, Field(alias="OIDC_CLIENT_ID")] = ""
    oidc_client_secret: Annotated[str, Field(alias="OIDC_CLIENT_SECRET", repr=False)] = ""
    oidc_name: Annotated[str, Field(alias="OIDC_NAME", max_length=40)] = ""
    oidc_match: Annotated[Match, Field(alias="OIDC_MATCH")] = Match.EMAIL
    site_origins: Annotated[str, Field(alias="HELPLINE_SITE_ORIGINS")] = ""
    log_format: Annotated[str, Field(alias="HELPLINE_LOG_FORMAT", pattern="^(text|json)$")] = "text"

    mongo_url: Annotated[str, Field(alias="MONGO_URL", repr=False)] = ""
    mongo_database: Annotated[str, Field(alias="MONGO_DATABASE", pattern=r"^[A-Za-z0-9_-]{1,60}$")] = "helpline"
    redis_url: Annotated[str, Field(alias="REDIS_URL", repr=False)] = ""
    rasa_url: Annotated[str, Field(alias="RASA_URL")] = ""
    rasa_token: Annotated[str, Field(alias="RASA_TOKEN", repr=False)] = ""

    telegram_token: Annotated[str, Field(alias="TELEGRAM_TOKEN", repr=False)] = ""
    telegram_api_base: Annotated[str, Field(alias="TELEGRAM_API_BASE")] = "https://api.telegram.org"
    telegram_webhook_url: Annotated[str, Field(alias="TELEGRAM_WEBHOOK_URL")] = ""
    telegram_webhook_secret: Annotated[
        str, Field(alias="TELEGRAM_WEBHOOK_SECRET", repr=False, pattern=r"^[A-Za-z0-9_-]{0,256}$")
    ] = ""
    telegram_per_second: Annotated[int, Field(alias="TELEGRAM_PER_SECOND", ge=1, le=1000)] = 30
    operator_bot_token: Annotated[str, Field(alias="OPERATOR_BOT_TOKEN", repr=False)] = ""
    operator_bot_api_base: Annotated[str, Field(alias="OPERATOR_BOT_API_BASE")] = "https://api.telegram.org"
    operator_bot_group: Annotated[str, Field(alias="OPERATOR_BOT_GROUP", pattern=r"^(-\d{1,18})?$")] = ""

    viber_token: Annotated[str, Field(alias="VIBER_TOKEN", repr=False)] = ""
    viber_name: Annotated[str, Field(alias="VIBER_NAME", max_length=28)] = ""
    viber_avatar: Annotated[str, Field(alias="VIBER_AVATAR")] = ""
    viber_webhook_url: Annotated[str, Field(alias="VIBER_WEBHOOK_URL")] = ""
    viber_api_base: Annotated[str, Field(alias="VIBER_API_BASE")] = "https://chatapi.viber.com/pa"

    whatsapp_token: Annotated[str, Field(alias="WHATSAPP_TOKEN", repr=False)] = ""
    whatsapp_app_secret: Annotated[str, Field(alias="WHATSAPP_APP_SECRET", repr=False)] = ""
    whatsapp_verify_token: Annotated[str, Field(alias="WHATSAPP_VERIFY_TOKEN", repr=False)] = ""
    whatsapp_phone_number_id: Annotated[str, Field(alias="WHATSAPP_PHONE_NUMBER_ID", pattern=r"^\d*$")] = ""
    whatsapp_business_account_id: Annotated[str, Field(alias="WHATSAPP_BUSINESS_ACCOUNT_ID", pattern=r"^\d*$")] = ""
    whatsapp_api_base: Annotated[str, Field(alias="WHATSAPP_API_BASE")] = "https://graph.facebook.com/v25.0"

    vk_token: Annotated[str, Field(alias="VK_TOKEN", repr=False)] = ""
    vk_group_id: Annotated[str, Field(alias="VK_GROUP_ID", pattern=r"^\d{0,15}$")] = ""
    vk_callback_url: Annotated[str, Field(alias="VK_CALLBACK_URL")] = ""
    vk_secret: Annotated[str, Field(alias="VK_SECRET", repr=False, max_length=50)] = ""
    vk_api_base: Annotated[str, Field(alias="VK_API_BASE")] = "https://api.vk.ru/method"

    custom_webhook_url: Annotated[str, Field(alias="CUSTOM_WEBHOOK_URL")] = ""
    custom_secret: Annotated[str, Field(alias="CUSTOM_SECRET", repr=False)] = ""

    smtp_url: Annotated[str, Field(alias="SMTP_URL", repr=False)] = ""
    email_imap_url: Annotated[str, Field(alias="EMAIL_IMAP_URL", repr=False)] = ""
    email_from: Annotated[str, Field(alias="EMAIL_FROM")] = ""
    email_bot_first: Annotated[bool, Field(alias="EMAIL_BOT_FIRST")] = False
    mail_from: Annotated[str, Field(alias="MAIL_FROM")] = ""

    keep_conversations_days: Annotated[int, Field(alias="HELPLINE_KEEP_CONVERSATIONS_DAYS", ge=0, le=36500)] = 0
    audit_days: Annotated[int, Field(alias="HELPLINE_AUDIT_DAYS", ge=0, le=36500)] = 400
    public_operation: Annotated[bool, Field(alias="HELPLINE_PUBLIC_OPERATION")] = False
    payload_days: Annotated[int, Field(alias="HELPLINE_PAYLOAD_DAYS", ge=0, le=365)] = 3

    secrets_key: Annotated[str, Field(alias="SECRETS_KEY", repr=False)] = ""
    files_s3_url: Annotated[str, Field(alias="HELPLINE_FILES_S3_URL", repr=False)] = ""

    def secrets(self) -> frozenset[str]:
        """What must be shown nowhere; of an address with a password in it, that password."""
        hidden = [getattr(self, name) for name, field in type(self).model_fields.items() if not field.repr]
        return frozenset(urlsplit(each).password or "" if "://" in each else each for each in hidden)

    @field_validator("keep_conversations_days")
    @classmethod
    def _not_too_soon(cls, value: int) -> int:
        if 0 < value < SHORTEST_KEPT_DAYS:
            raise ValueError(f"must be {SHORTEST_KEPT_DAYS} or more, or 0 to keep conversations for ever")
        return value

    @field_validator("mongo_url")
    @classmethod
    def _mongo(cls, value: str) -> str:
        return _scheme(value, "mongodb://", "mongodb+srv://")

    @field_validator("redis_url")
    @classmethod
    def _redis(cls, value: str) -> str:
        if value:
            read_redis_url(value)
        return value

    @field_validator(
        "rasa_url", "public_url", "telegram_api_base", "telegram_webhook_url", "operator_bot_api_base",
        "viber_avatar", "viber_webhook_url", "viber_api_base", "whatsapp_api_base", "custom_webhook_url",
        "vk_callback_url", "vk_api_base",
    )  # fmt: skip
    @classmethod
    def _http(cls, value: str) -> str:
        if value:
            _URL.validate_python(value)
        return value.rstrip("/")

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, value: str) -> str:
        host = urlsplit(value).hostname
        if value and not value.startswith("https://") and host not in ("localhost", "127.0.0.1", "::1"):
            raise ValueError("must begin with https://: what it says decides who comes in")
        return value.rstrip("/")

    @field_validator("telegram_token", "operator_bot_token")
    @classmethod
    def _token(cls, value: str) -> str:
        if value and not (value.partition(":")[0].isdigit() and value.partition(":")[2]):
            raise ValueError("a bot token looks like 123456:ABC-DEF; BotFather shows it again with /token")
        return value

    @field_validator("custom_secret")
    @classmethod
    def _long(cls, value: str) -> str:
        if value and len(value) < 32:
            raise ValueError("must have at least 32 characters, for example what `openssl rand -hex 32` prints")
        return value

    @field_validator("smtp_url")
    @classmethod
    def _smtp(cls, value: str) -> str:
        if value:
            read_smtp_url(value)
        return value

    @field_validator("email_imap_url")
    @classmethod
    def _imap(cls, value: str) -> str:
        if value:
            read_imap_url(value)
        return value

    @field_validator("mail_from", "email_from")
    @classmethod
    def _mailbox(cls, value: str) -> str:
        if value and not all(parseaddr(value)[1].partition("@")):
            raise ValueError("must be an address, such as Helpline <help@example.com>")
        return value

    @field_validator("files_s3_url")
    @classmethod
    def _bucket(cls, value: str) -> str:
        if value:
            read_bucket_url(value)
        return value

    @field_validator("secrets_key")
    @classmethod
    def _keys(cls, value: str) -> str:
        try:
            for key in filter(None, value.split(",")):
                Fernet(key.strip())
        except ValueError as error:
            raise ValueError("must be 32 random bytes in URL-safe base64: .env.example says how to make one") from error
        return value

    @property
    def payload_life(self) -> timedelta:
        """How long messengers' requests are kept as they came."""
        return timedelta(days=self.payload_days)

    @property
    def idle(self) -> timedelta:
        """After how long without use staff are signed out."""
        return timedelta(minutes=self.idle_minutes)

    @property
    def conversations_life(self) -> timedelta | None:
        """How long conversations that are over are kept; None: for ever."""
        return timedelta(days=self.keep_conversations_days) or None

    @property
    def audit_life(self) -> timedelta | None:
        """How long rows of the audit log are kept; None: for ever."""
        return timedelta(days=self.audit_days) or None

    @property
    def own_address(self) -> str:
        """Where this machine reaches us."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104 - compared, not bound
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}"

    @property
    def address(self) -> str:
        """Where others reach us, as far as we know."""
        return self.public_url or self.own_address

    def model_post_init(self, _: object) -> None:
        if self.whatsapp_token and not (
            self.whatsapp_app_secret and self.whatsapp_verify_token and self.whatsapp_phone_number_id
        ):
            raise SettingsError(
                "WHATSAPP_TOKEN needs WHATSAPP_APP_SECRET, WHATSAPP_VERIFY_TOKEN and WHATSAPP_PHONE_NUMBER_ID "
                "beside it: .env.example says where each is found."
            )
        if self.second_factor is not Policy.OPTIONAL and self.mongo_url and not self.secrets_key:
            raise SettingsError(
                "SECRETS_KEY is missing: with HELPLINE_SECOND_FACTOR set, people's secrets are encrypted by it. "
                "Make one with `openssl rand -base64 32 | tr '+/' '-_'`."
            )
        if self.oidc_issuer and not self.oidc_client_id:
            raise SettingsError(
                "OIDC_CLIENT_ID is missing: with OIDC_ISSUER set, staff sign in through it, and it has to know us. "
                "Register Helpline there as a web application."
            )
        if self.telegram_webhook_url and not self.telegram_webhook_secret:
            raise SettingsError(
                "TELEGRAM_WEBHOOK_SECRET is missing: with TELEGRAM_WEBHOOK_URL set, every webhook is checked "
                "against it. Choose a random one, for example with `openssl rand -hex 32`."
            )
        if self.viber_token and not self.viber_webhook_url:
            raise SettingsError(
                "VIBER_WEBHOOK_URL is missing: with VIBER_TOKEN set, Viber must be told where to send what customers "
                "write, for example `https://help.example.com/channels/viber`."
            )
        if self.vk_token and not self.vk_group_id:
            raise SettingsError(
                "VK_GROUP_ID is missing: with VK_TOKEN set, the community's number is needed beside it, for example "
                "`123456` of vk.com/club123456."
            )
        if self.vk_callback_url and not self.vk_secret:
            raise SettingsError(
                "VK_SECRET is missing: with VK_CALLBACK_URL set, every event is checked against it. Choose a random "
                "one of up to 50 characters, for example with `openssl rand -hex 20`."
            )
        if self.custom_webhook_url and not self.custom_secret:
            raise SettingsError(
                "CUSTOM_SECRET is missing: with CUSTOM_WEBHOOK_URL set, it signs each request of your messenger's and "
                "ours. Choose a random one, for example with `openssl rand -hex 32`."
            )
        if self.email_imap_url and not self.smtp_url:
            raise SettingsError(
                "SMTP_URL is missing: with EMAIL_IMAP_URL set, customers' mail is answered, and needs a mail server to "
                "send by, for example `smtp://helpline:password@mail.example.com:587?starttls=true`."
            )
        if self.smtp_url and not self.mail_from:
            raise SettingsError(
                "MAIL_FROM is missing: with SMTP_URL set, notices go out by e-mail, and need a sender, "
                "for example `Helpline <help@example.com>`."
            )


def read_settings(**overrides: object) -> Settings:
    """Settings from the environment and `.env`. Raises SettingsError, which names every wrong variable."""
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        wrong = [
            f"  {'.'.join(map(str, each['loc']))}: {each['msg']} (it is {each['input']!r})" for each in error.errors()
        ]
        lines = "\n".join(_without_secret(line) for line in wrong)
        raise SettingsError(f"These settings are wrong; see .env.example for each:\n{lines}") from error


def _scheme(value: str, *schemes: str) -> str:
    if value and not value.startswith(schemes):
        raise ValueError(f"must begin with {' or '.join(schemes)}")
    return value


def _without_secret(line: str) -> str:
    # A URL may carry a password.
    secret = ("TOKEN", "SECRET", "MONGO_URL", "REDIS_URL", "RASA_URL", "SMTP_URL", "IMAP_URL")
    return line[: line.rindex(" (it is")] if any(word in line.split(":")[0] for word in secret) else line
