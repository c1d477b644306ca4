"""The site chat as a kind of channel. There is one: its widget, its socket and its secret are the installation's."""

from bot.channels.file_links import make_links
from bot.channels.kind import Fields, InEnvironment, Kind, Place
from bot.channels.site.channel import ANY, SiteChannel, SiteSettings
from bot.channels.surroundings import Surroundings
from bot.settings import Settings


class SiteFields(Fields):
    """Nothing: who may embed the widget is said in the environment."""


def _make(fields: SiteFields, place: Place, given: Surroundings) -> SiteChannel:
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
        files=given.files,
    )


def _from_environment(settings: Settings) -> InEnvironment[SiteFields]:
    return InEnvironment(fields=SiteFields())


SITE = Kind(
    name="site",
    title="Site chat",
    fields=SiteFields,
    make=_make,
    from_environment=_from_environment,
    identity=lambda fields: "site",
    several=False,
    guide={
        "en": ("Put the widget's script on your pages; HELPLINE_SITE_ORIGINS says which sites may embed it.",),
        "ru": ("Добавьте скрипт виджета на свои страницы; HELPLINE_SITE_ORIGINS перечисляет разрешённые сайты.",),
    },
)
