"""Flows to begin from: whole, in four languages, to be copied into a company and made its own.

Each stands by itself. What the company must have before it publishes one (topics, a line, secrets, another system to
call) is read from the flow, by `needs`. Addresses are under example.com, so that nothing is called by mistake.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files as resources
from urllib.parse import urlsplit

from flows.files import load as read
from flows.lint.reading import strings
from flows.model import Flow
from flows.steps.http import Http
from flows.words import LineRef, ProcessRef, SecretRef, TopicRef

TEMPLATES = (
    "account_questions",
    "password_change",
    "lost_login",
    "password_recovery",
    "photo_change",
    "authorisation_trouble",
    "order_status",
    "return_of_goods",
    "booking_a_visit",
    "out_of_hours",
    "rating_after_close",
    "complaint",
)
"""The ids, in the order in which they are offered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a flow counts on."""

    topics: frozenset[str]
    lines: frozenset[str]
    secrets: frozenset[str]
    processes: frozenset[str]
    hosts: frozenset[str]
    """Of the systems that it calls."""


def load(id: str) -> Flow:
    """One of the templates. Raises KeyError for what is none."""
    if id not in TEMPLATES:
        raise KeyError(id)
    return read(resources(__name__).joinpath(f"{id}.json").read_bytes()).flow


def every() -> Iterator[Flow]:
    return map(load, TEMPLATES)


def needs(flow: Flow) -> Needs:
    words = [word for step in flow.steps.values() for _, word in strings(step)]
    called = [each.url for each in flow.steps.values() if isinstance(each, Http)]
    return Needs(
        topics=frozenset(str(each) for each in words if isinstance(each, TopicRef)),
        lines=frozenset(str(each) for each in words if isinstance(each, LineRef)),
        secrets=frozenset(str(each) for each in words if isinstance(each, SecretRef)),
        processes=frozenset(str(each) for each in words if isinstance(each, ProcessRef)),
        hosts=frozenset(urlsplit(each).hostname or "" for each in called),
    )
