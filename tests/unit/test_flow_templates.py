"""The templates are whole: no linter's complaint, no way that ends in nothing, no language or channel left behind."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from pydantic import JsonValue

from bot.demo.lines import LINES
from flows import gallery
from flows.choosing import choose
from flows.cutting import width
from flows.degrade import Loss, fit
from flows.effects import Call, Close, Failed, HandOff, Say
from flows.files import dump, load
from flows.happenings import Said, TimePassed
from flows.limits import CHANNELS
from flows.lint import Company, lint
from flows.triggers import OnWords
from tests.flow_tour import Tour
from tests.flow_world import FACTS, MONDAY, library

LANGUAGES = ("en", "ru", "pl", "el")
SECRETS = frozenset({"account_api", "orders_api"})
DEMO = Company(
    lines=frozenset(line.id for line in LINES),
    topics=frozenset(topic for line in LINES for topic in line.topics),
    secrets=SECRETS,
    processes=frozenset(),
    flows={},
    channels=frozenset({"site", "telegram", "viber"}),
)
BODIES: Mapping[str, Sequence[JsonValue]] = {
    "order_status": [
        {"status": "on_the_way", "delivery_date": "2026-11-25"},
        {"status": "delivered", "delivery_date": "2026-11-20"},
        {"status": "preparing", "delivery_date": None},
        {"status": "on_the_way"},
        {"status": "unknown"},
    ],
    "return_of_goods": [{"number": "R-1001"}],
}
"""What the systems that a template calls may answer."""

every_template = pytest.mark.parametrize("id", gallery.TEMPLATES)
in_every_language = pytest.mark.parametrize("language", LANGUAGES)


@cache
def tours(id: str, language: str) -> tuple[Tour, Tour]:
    """All ways through it in working hours, and outside them."""
    facts = replace(FACTS, language=language)
    away = replace(facts, opens_at=MONDAY + timedelta(hours=14))
    flow = gallery.load(id)
    return Tour(flow, facts, BODIES.get(id, ())).walk(), Tour(flow, away, BODIES.get(id, ())).walk()


@every_template
def test_a_template_has_nothing_that_the_linter_complains_about(id: str) -> None:
    assert lint(gallery.load(id), DEMO) == ()


@every_template
def test_on_whatsapp_at_most_the_looks_of_a_template_change(id: str) -> None:
    found = lint(gallery.load(id), replace(DEMO, channels=frozenset({"whatsapp"})))
    assert {each.values.get("channel") for each in found} <= {"whatsapp"}


@every_template
def test_every_edge_of_a_template_is_taken(id: str) -> None:
    by_day, by_night = tours(id, "en")
    assert by_day.untaken & by_night.untaken == set()


@every_template
@in_every_language
def test_a_template_comes_to_an_end_whatever_happens(id: str, language: str) -> None:
    for tour in tours(id, language):
        assert tour.ends
        assert [each for each in tour.effects if isinstance(each, Failed)] == []
        for end in tour.ends:
            told = any(isinstance(each, (Say, HandOff, Close)) for each in end.effects)
            skipped = end.step == "rate"  # who does not rate is left in peace
            assert told or skipped or isinstance(end.happening, TimePassed), end


@every_template
@in_every_language
def test_a_template_speaks_the_customers_language(id: str, language: str) -> None:
    letters = {"ru": "[а-яё]", "el": "[α-ωά-ώ]"}
    others = {"ru": "[α-ωά-ώ]", "el": "[а-яё]"}.get(language, "[а-яёα-ωά-ώ]")
    for tour in tours(id, language):
        for say in tour.said:
            for text in (say.text, *(each.label for each in say.buttons if re.search(r"[^\W\d]{2}", each.label))):
                assert "{{" not in text
                assert not re.search(others, text.lower()), text
                assert text == "E-mail" or re.search(letters.get(language, r"\w"), text.lower()), text
                assert not re.search(r"[a-z][а-яёα-ω]|[а-яёα-ω][a-z]", text.lower()), f"letters of two scripts: {text}"


@every_template
@in_every_language
@pytest.mark.parametrize("channel", ["telegram", "whatsapp"])
def test_nothing_that_a_template_says_is_lost_on_a_channel(id: str, language: str, channel: str) -> None:
    limits = CHANNELS[channel]
    for tour in tours(id, language):
        for say in dict.fromkeys(tour.said):
            fitted = fit(say, limits)
            pieces = [each for each in fitted.effects if isinstance(each, Say)]
            text = " ".join(each.text for each in pieces)
            kept = {each.choice for piece in pieces for each in piece.buttons}
            assert text.split()[: len(say.text.split())] == say.text.split()
            for button in say.buttons:
                assert button.choice in kept or (button.label in text and (button.url or "") in text)
            assert Loss.LABEL_SHORTENED not in {each.loss for each in fitted.degradations}
            assert all(width(each.text) <= limits.text for each in pieces)


@every_template
def test_words_of_a_template_begin_it_and_no_other(id: str) -> None:
    own = library(gallery.load(id)).offers()
    others = library(*(each for each in gallery.every() if each.id != id)).offers()
    for trigger in gallery.load(id).triggers:
        for phrase in trigger.words if isinstance(trigger, OnWords) else ():
            said = Said(text=f"Hm, {phrase.upper()}!")
            assert choose(own, said, FACTS) is not None, phrase
            assert choose(others, said, FACTS) is None, phrase


@every_template
def test_a_template_names_secrets_and_never_holds_one(id: str) -> None:
    calls = [each for tour in tours(id, "en") for each in tour.effects if isinstance(each, Call)]
    assert all(set(each.secret_headers.values()) <= SECRETS and each.timeout and not each.headers for each in calls)
    assert gallery.needs(gallery.load(id)).hosts <= {"api.example.com"}


@every_template
def test_the_file_of_a_template_is_as_it_would_be_exported(id: str) -> None:
    written = Path(gallery.__file__).with_name(f"{id}.json").read_text()
    assert dump(load(written).flow) == written


@every_template
def test_a_template_is_of_a_size_to_look_through(id: str) -> None:
    flow = gallery.load(id)
    assert flow.id == id
    assert flow.languages == LANGUAGES
    assert 6 <= len(flow.steps) <= 15


def test_what_templates_count_on_is_told() -> None:
    needs = {id: gallery.needs(gallery.load(id)) for id in gallery.TEMPLATES}
    assert needs["order_status"].topics == {"order_status"}
    assert needs["order_status"].secrets == {"orders_api"}
    assert needs["order_status"].hosts == {"api.example.com"}
    assert needs["complaint"].lines == {"experts"}
    assert needs["out_of_hours"].topics == frozenset()


def test_there_is_no_template_of_another_name() -> None:
    with pytest.raises(KeyError):
        gallery.load("../files")
