"""Which flow starts when something happens: among those whose triggers fit, one, and always the same one."""

import re
import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import JsonValue

from flows.errors import ExpressionError
from flows.expressions import matches
from flows.facts import Facts
from flows.happenings import Happening, Hooked, Linked, Occurred, Pressed, Said
from flows.triggers import (
    Match,
    Offer,
    OnButton,
    OnEvent,
    OnHook,
    OnIntent,
    OnLink,
    OnPattern,
    OnWords,
    Trigger,
)
from flows.words import FlowId, Variables


def choose(offers: Iterable[Offer], happening: Happening, facts: Facts) -> Match | None:
    """Of the flows that may begin here: of the highest priority, then the most specific, then the first by its ids."""
    fitting = []
    for offer in offers:
        if facts.may_begin and offer.flow not in facts.may_begin:
            continue
        trigger = offer.trigger
        found = _fit(trigger, offer.flow, happening)
        if found is None or trigger.leads_to is None or not trigger.conditions.hold(facts):
            continue
        specific = (found.exactness, trigger.conditions.count())
        variables: Variables = {str(trigger.variable): found.value} if trigger.variable else {}
        match = Match(flow=offer.flow, trigger=trigger.id, leads_to=trigger.leads_to, variables=variables)
        rank = (-offer.priority - trigger.priority, -sum(specific), -specific[0], offer.flow, trigger.id)
        fitting.append((rank, match))
    return min(fitting, key=lambda each: each[0])[1] if fitting else None


class _Fit(NamedTuple):
    exactness: int
    value: JsonValue


def _fit(trigger: Trigger, flow: FlowId, happening: Happening) -> _Fit | None:
    """How exactly this trigger is meant, and what came; None when it is not."""
    match trigger, happening:
        case OnWords(words=words), Said(text=text):
            found = [phrase for phrase in words if _has(text, phrase)]
            return _Fit(max(len(_words(phrase)) for phrase in found), text) if found else None
        case OnPattern(pattern=pattern), Said(text=text):
            return _Fit(1, text) if _matches(text, pattern) else None
        case OnIntent(intent=intent, confidence=least), Said(text=text):
            return _Fit(0, text) if happening.intent == intent and happening.confidence >= least else None
        case OnEvent(event=event, minutes=minutes), Occurred():
            return _Fit(0, None) if (happening.event, happening.minutes) == (event, minutes) else None
        case OnButton(step=step, choice=choice), Pressed():
            pressed = (happening.flow, happening.step, happening.choice)
            return _Fit(0, choice) if pressed == (trigger.flow or flow, step, choice) else None
        case OnLink(payload=wanted), Linked(payload=payload):
            if payload == wanted:
                return _Fit(len(wanted) + 1, payload)
            return _Fit(len(wanted), payload) if trigger.beginning and payload.startswith(wanted) else None
        case OnHook(hook=hook), Hooked():
            return _Fit(0, happening.data) if happening.hook == hook else None
        case _:
            return None


def _has(text: str, phrase: str) -> bool:
    said, wanted = _words(text), _words(phrase)
    places = range(len(said) - len(wanted) + 1)
    return bool(wanted) and any(said[place : place + len(wanted)] == wanted for place in places)


def _words(text: str) -> list[str]:
    """Without case and accents; ё is written as е as often as not, and becomes that."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return re.findall(r"\w+", "".join(each for each in plain if not unicodedata.combining(each)))


def _matches(text: str, pattern: str) -> bool:
    try:
        return matches(text, pattern)
    except ExpressionError:
        return False  # the linter says so to the author; to a customer it is no reason to fail
