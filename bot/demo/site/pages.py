"""Templates and texts to HTML. The pages need no script but the widget's, and their content policy says so."""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup

_HERE = Path(__file__).parent
LANGUAGES = {"en": "English", "ru": "Русский", "pl": "Polski", "el": "Ελληνικά"}
POPULAR = ("track-order", "delivery-cost", "delivery-times", "return-how", "refund-time", "warranty-period")
PRODUCTS = {"sofa": 749, "lamp": 89, "pot": 64, "blanket": 49, "kettle": 39, "shelf": 129}
"""Prices in euro."""
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; connect-src 'self'; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cache-Control": "no-cache",
}
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


class Pages:
    """Renders the templates for a company, under an address."""

    def __init__(self, company: str, prefix: str) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._environment.filters["markdown"] = _markdown
        self._environment.globals.update(company=company, root=prefix, products=PRODUCTS, all_languages=LANGUAGES)

    def render(self, template: str, language: str, **values: Any) -> str:
        given = {"languages": list(LANGUAGES), "key": None, **values}
        return self._environment.get_template(template).render(language=language, t=texts(language), **given)


@cache
def texts(language: str) -> dict[str, Any]:
    """What the pages say in a language."""
    loaded: dict[str, Any] = yaml.safe_load((_HERE / "texts" / f"{language}.yml").read_text("utf-8"))
    return loaded


def prefer(accepted: str) -> str:
    """The first of a browser's languages that we speak; browsers list them best first."""
    for each in accepted.split(","):
        language = each.split(";")[0].split("-")[0].strip().lower()
        if language in LANGUAGES:
            return language
    return "en"


def _markdown(text: str) -> Markup:
    return Markup(_MARKDOWN.render(text))  # noqa: S704 - raw HTML is switched off in the renderer
