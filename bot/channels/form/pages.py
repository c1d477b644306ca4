"""Templates and texts to HTML. The form needs no script; only the page that opens the chat has one."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent
LANGUAGES = ("en", "ru", "pl", "el")


class Pages:
    """`origins` may show the form in a frame; none is anyone."""

    def __init__(self, company: str, origins: Sequence[str]) -> None:
        self._environment = Environment(
            loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined,
            trim_blocks=True, lstrip_blocks=True,
        )  # fmt: skip
        self._environment.globals.update(company=company)
        frames = " ".join(("'self'", *origins)) if origins else "*"
        self.headers = {
            "Content-Security-Policy": (
                "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                f"base-uri 'none'; form-action 'self'; frame-ancestors {frames}"
            ),
            "Cache-Control": "no-store",
            "Referrer-Policy": "no-referrer",
        }  # fmt: skip

    def render(self, template: str, language: str, **values: Any) -> str:
        return self._environment.get_template(template).render(language=language, t=texts(language), **values)


@cache
def texts(language: str) -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load((HERE / "texts" / f"{language}.yml").read_text("utf-8"))
    return loaded


def language_of(asked: str, accepted: str) -> str:
    """What the address asks for, else the first of the browser's that we speak."""
    wanted = (asked, *(each.split(";")[0].split("-")[0].strip().lower() for each in accepted.split(",")))
    return next((each for each in wanted if each in LANGUAGES), LANGUAGES[0])
