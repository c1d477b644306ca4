"""A recorded dialogue as people read it: who said what, and what the flow did meanwhile."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, assert_never

from flows.effects import (
    Answer,
    Call,
    Close,
    CreateRequest,
    Effect,
    Expired,
    Failed,
    HandOff,
    Note,
    Rated,
    Say,
    SetAttribute,
    StartProcess,
    Tag,
    Unexpected,
    WaitUntil,
)
from flows.expressions import shown
from flows.happenings import (
    AskedForPerson,
    CallFinished,
    Happening,
    Hooked,
    Linked,
    Occurred,
    Pressed,
    Resumed,
    Said,
    TimePassed,
)
from flows.record import Begun, Ended, Heard, Move, Moved
from flows.replay.sentence import Sentence, sentence
from flows.words import FlowId, StepId

Who = Literal["customer", "bot", "system"]
Labels = dict[tuple[FlowId, StepId, str], str]
"""Of the buttons that were shown, by what they are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`sentence`, if it is not in somebody's own words. `differs`: the other of two dialogues side by side has no such
    line there.
    """

    at: datetime
    who: Who
    text: str
    sentence: Sentence | None = None
    step: StepId | None = None
    differs: bool = False


def came(move: Move, known: Labels) -> Iterator[Line]:
    """What came in, with the labels of the buttons shown before."""
    at = move.facts.now
    match move.came:
        case Begun(happening=happening) | Heard(happening=happening):
            yield told(happening, at, known)
        case Moved():
            yield _line(at, "system", sentence("moved_over", "Moved over to the newest revision"))
        case Ended(why=why):
            yield _line(at, "system", sentence("left", "Left by the desk: {why}", why=why.replace("_", " ")))
        case _:
            assert_never(move.came)


def told(happening: Happening, at: datetime, known: Labels) -> Line:
    return _line(at, *_happening(happening, known))


def labels(effects: Iterable[Effect]) -> Labels:
    said = (each for each in effects if isinstance(each, Say))
    return {(each.flow, each.step, each.choice): each.label for say in said for each in say.buttons}


def did(effect: Effect, at: datetime) -> Line | None:
    """What the flow did; None for what nobody needs to read."""
    match effect:
        case Say(buttons=buttons):
            return _line(at, "bot", said(effect), buttons[0].step if buttons else None)
        case WaitUntil():
            return None
        case Unexpected(step=step) | Expired(step=step) | Failed(step=step):
            return _line(at, "system", deed(effect), step)
        case _:
            return _line(at, "system", deed(effect))


def said(say: Say) -> str:
    parts = [say.text, *(f"[{each.kind}: {each.name or each.url}]" for each in say.media)]
    parts.append(" ".join(f"[{each.label}]" for each in say.buttons))
    return "\n".join(part for part in parts if part)


def _line(at: datetime, who: Who, told: str | Sentence, step: StepId | None = None) -> Line:
    return Line(at=at, who=who, text=str(told), sentence=told if isinstance(told, Sentence) else None, step=step)


def _happening(happening: Happening, known: Labels) -> tuple[Who, str | Sentence]:
    match happening:
        case Said(text=text, files=files, place=place, phone=phone):
            where = [f"[{place.latitude}, {place.longitude}]"] if place else []
            parts = [text, *(f"[{each.name}]" for each in files), *where, *([phone] if phone and phone != text else [])]
            return "customer", "\n".join(part for part in parts if part)
        case Pressed(flow=flow, step=step, choice=choice):
            return "customer", f"[{known.get((flow, step, choice), choice)}]"
        case AskedForPerson(text=text):
            return "customer", text or sentence("asks_for_person", "[asks for a person]")
        case Linked(payload=payload):
            return "system", sentence("came_by_link", "Came by the link “{payload}”", payload=payload)
        case Occurred(event=event, minutes=minutes):
            return "system", _reported(event.replace("_", " "), minutes)
        case Hooked(hook=hook):
            return "system", sentence("hooked", "The webhook “{hook}” was called", hook=hook)
        case CallFinished(ok=True, status=None):
            return "system", sentence("succeeded", "Answered")
        case CallFinished(ok=True, status=status):
            return "system", sentence("answered", "Answered: {status}", status=str(status))
        case CallFinished(status=status, error=error):
            return "system", sentence("failed", "Failed: {error}", error=error or str(status))
        case TimePassed():
            return "system", sentence("time_passed", "Time passed")
        case Resumed(helped=True):
            return "system", sentence("replied", "The bot replied")
        case Resumed():
            return "system", sentence("had_no_reply", "The bot had no reply")
        case _:
            assert_never(happening)


def _reported(event: str, minutes: int | None) -> Sentence:
    if not minutes:
        return sentence("reported", "Reported: {event}", event=event)
    return sentence("silence", "Reported: {event}, {minutes} minutes", event=event, minutes=str(minutes))


def deed(
    effect: SetAttribute | HandOff | Answer | CreateRequest | Close | Rated | Tag | Note | Call | StartProcess
    | Unexpected | Expired | Failed,
) -> Sentence:  # fmt: skip
    match effect:
        case SetAttribute(name=name, value=value):
            return sentence("sets", "Sets customer.{name} to “{value}”", name=name, value=shown(value))
        case HandOff(line=line, priority=priority, topic=topic, card=card):
            named = {"line": line, "priority": priority, "topic": topic, **card}
            return sentence("hands_over", "Hands over to people{named}", named=_named(named))
        case Answer(query=query):
            return sentence("looks_for", "Looks for an answer to “{query}”", query=query)
        case CreateRequest(type=kind, title=title, fields=fields):
            pattern = "Creates a request of type “{kind}”: {title}{named}"
            return sentence("creates_request", pattern, kind=kind, title=title, named=_named(fields))
        case Close(reason=reason):
            return sentence("closes", "Closes the session: {reason}", reason=reason)
        case Rated(score=score, of=of):
            return sentence("rated", "Rated {score} of {best}", score=str(score), best=str(of))
        case Tag(add=add, remove=remove):
            tags = " ".join([*(f"+{each}" for each in add), *(f"-{each}" for each in remove)])
            return sentence("tags", "Tags: {tags}", tags=tags)
        case Note(text=text):
            return sentence("notes", "Notes: {text}", text=text)
        case Call(method=method, url=url, body=None):
            return sentence("calls", "Calls {method} {url}", method=method, url=url)
        case Call(method=method, url=url, body=body):
            return sentence("calls_with", "Calls {method} {url} with {body}", method=method, url=url, body=shown(body))
        case StartProcess(process=process, data=data):
            return sentence("starts", "Starts the process “{name}”{named}", name=process, named=_named(data))
        case Unexpected():
            return sentence("unexpected", "This is no answer to the question")
        case Expired():
            return sentence("expired", "The button belongs to something that is over")
        case Failed(error=error):
            return sentence("breaks", "Broke: {error}", error=error)
        case _:
            assert_never(effect)


def _named(values: Mapping[str, object]) -> str:
    told = [f"{name}: {value}" for name, value in values.items() if value is not None]
    return f" ({', '.join(told)})" if told else ""
