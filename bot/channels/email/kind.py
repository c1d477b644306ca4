"""E-mail as a kind of channel: one connection is one mailbox, and the server that answers leave by."""

from collections.abc import Mapping
from email.utils import parseaddr
from typing import Annotated, Literal

from pydantic import SecretStr, field_validator

from bot.channels.email.channel import EmailChannel
from bot.channels.email.settings import EmailSettings
from bot.channels.kind import Fields, InEnvironment, Kind, Place, entered
from bot.channels.surroundings import Surroundings
from bot.imap import ImapServer, read_imap_url
from bot.settings import Settings
from bot.smtp import SmtpServer, read_smtp_url
from storage.mongo.email_threads import MongoEmailThreads

Security = Literal["tls", "starttls", "none"]
SmtpSecurity = Literal["tls", "starttls", "offered", "none"]
_HOST = r"^[A-Za-z0-9.:_-]{1,253}$"
_EN = "tls from the first byte; starttls before the password; none only within one machine."
_RU = "tls с первого байта; starttls до пароля; none только в пределах одной машины."
_OFFERED_EN, _OFFERED_RU = "offered: starttls if the server has it.", "offered: starttls, если сервер умеет."


class EmailFields(Fields):
    sender: Annotated[
        str,
        entered(
            en="Answers are from", ru="Ответы приходят от",
            help_en="As in Marlow & Pine <help@example.com>. Mail to it must come into the mailbox.",
            help_ru="Например, Marlow & Pine <help@example.com>. Почта на этот адрес должна попадать в ящик.",
        ),
    ]  # fmt: skip
    imap_host: Annotated[str, entered(en="IMAP server", ru="Сервер IMAP", pattern=_HOST)]
    imap_port: Annotated[int, entered(en="IMAP port", ru="Порт IMAP", ge=1, le=65535)] = 993
    imap_security: Annotated[
        Security, entered(en="IMAP security", ru="Защита IMAP", help_en=_EN, help_ru=_RU)
    ] = "tls"  # fmt: skip
    imap_user: Annotated[str, entered(en="IMAP name", ru="Имя для IMAP", min_length=1)]
    imap_password: Annotated[SecretStr, entered(en="IMAP password", ru="Пароль IMAP", min_length=1)]
    folder: Annotated[str, entered(en="Folder", ru="Папка", min_length=1)] = "INBOX"
    smtp_host: Annotated[str, entered(en="SMTP server", ru="Сервер SMTP", pattern=_HOST)]
    smtp_port: Annotated[int, entered(en="SMTP port", ru="Порт SMTP", ge=1, le=65535)] = 587
    smtp_security: Annotated[
        SmtpSecurity,
        entered(
            en="SMTP security", ru="Защита SMTP", help_en=f"{_EN} {_OFFERED_EN}", help_ru=f"{_RU} {_OFFERED_RU}"
        ),
    ] = "starttls"  # fmt: skip
    smtp_user: Annotated[
        str,
        entered(
            en="SMTP name", ru="Имя для SMTP",
            help_en="Empty: the server takes mail without a login.",
            help_ru="Пусто: сервер принимает почту без входа.",
        ),
    ] = ""  # fmt: skip
    smtp_password: Annotated[SecretStr, entered(en="SMTP password", ru="Пароль SMTP")] = SecretStr("")
    bot_first: Annotated[
        bool,
        entered(
            en="The bot answers first", ru="Сначала отвечает бот",
            help_en="Otherwise each mail is a session on a line at once.",
            help_ru="Если нет, каждое письмо сразу становится обращением на линии.",
        ),
    ] = False  # fmt: skip

    @field_validator("sender")
    @classmethod
    def _is_mailbox(cls, value: str) -> str:
        if not all(parseaddr(value)[1].partition("@")):
            raise ValueError("Must be an address, such as Helpline <help@example.com>.")
        return value

    @property
    def imap(self) -> ImapServer:
        return ImapServer(
            host=self.imap_host, port=self.imap_port, user=self.imap_user,
            password=self.imap_password.get_secret_value(), folder=self.folder,
            secure=self.imap_security == "tls", starttls=self.imap_security == "starttls",
        )  # fmt: skip

    @property
    def smtp(self) -> SmtpServer:
        return SmtpServer(
            host=self.smtp_host, port=self.smtp_port, user=self.smtp_user,
            password=self.smtp_password.get_secret_value(), secure=self.smtp_security == "tls",
            starttls=None if self.smtp_security == "offered" else self.smtp_security == "starttls",
        )  # fmt: skip


def _make(fields: EmailFields, place: Place, given: Surroundings) -> EmailChannel:
    return EmailChannel(
        EmailSettings(
            imap=fields.imap,
            smtp=fields.smtp,
            sender=fields.sender,
            account=place.account,
            bot_first=fields.bot_first,
        ),
        threads=MongoEmailThreads(given.db),
        throttle=given.throttle,
        files=given.files,
        clock=given.clock,
    )


def _from_environment(settings: Settings) -> InEnvironment[EmailFields] | None:
    if not settings.email_imap_url:
        return None
    imap, smtp = read_imap_url(settings.email_imap_url), read_smtp_url(settings.smtp_url)
    return InEnvironment(
        fields=EmailFields(
            sender=settings.email_from or settings.mail_from,
            imap_host=imap.host, imap_port=imap.port, imap_user=imap.user, imap_password=SecretStr(imap.password),
            imap_security="tls" if imap.secure else "starttls" if imap.starttls else "none", folder=imap.folder,
            smtp_host=smtp.host, smtp_port=smtp.port, smtp_user=smtp.user, smtp_password=SecretStr(smtp.password),
            smtp_security="tls" if smtp.secure else _SMTP_SECURITY[smtp.starttls],
            bot_first=settings.email_bot_first,
        )
    )  # fmt: skip


_SMTP_SECURITY: Mapping[bool | None, SmtpSecurity] = {None: "offered", True: "starttls", False: "none"}

EMAIL = Kind(
    name="email",
    title="E-mail",
    fields=EmailFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: f"{fields.imap_user}@{fields.imap_host}/{fields.folder}".lower(),
    guide={
        "en": (
            "Make a mailbox for customers' mail alone: what is unread in it becomes sessions.",
            "Where the provider asks for a second factor, make a password for apps.",
        ),
        "ru": (
            "Заведите отдельный ящик для писем клиентов: непрочитанное в нём становится обращениями.",
            "Если у почты включён второй фактор, создайте пароль приложения.",
        ),
    },
)
