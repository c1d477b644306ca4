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
from flows.words import FlowId, StepId

Who = Literal["customer", "bot", "system"]
Labels = dict[tuple[FlowId, StepId, str], str]
"""Of the buttons that were shown, by what they are of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """`differs`: the other of two dialogues side by side has no such line there."""

    at: datetime
    who: Who
    text: str
    step: StepId | None = None
    differs: bool = False


def came(move: Move, known: Labels) -> Iterator[Line]:
    """What came in, with the labels of the buttons shown before."""
    at = move.facts.now
    match move.came:
        case Begun(happening=happening) | Heard(happening=happening):
            yield told(happening, at, known)
        case Moved():
            yield Line(at=at, who="system", text="Moved over to the newest revision")
        case Ended(why=why):
            yield Line(at=at, who="system", text=f"Left by the desk: {why.replace('_', ' ')}")
        case _:
            assert_never(move.came)


def told(happening: Happening, at: datetime, known: Labels) -> Line:
    who, text = _happening(happening, known)
    return Line(at=at, who=who, text=text)


def labels(effects: Iterable[Effect]) -> Labels:
    said = (each for each in effects if isinstance(each, Say))
    return {(each.flow, each.step, each.choice): each.label for say in said for each in say.buttons}


def did(effect: Effect, at: datetime) -> Line | None:
    """What the flow did; None for what nobody needs to read."""
    match effect:
        case Say(text=text, media=media, buttons=buttons):
            parts = [text, *(f"[{each.kind}: {each.name or each.url}]" for each in media)]
            parts.append(" ".join(f"[{each.label}]" for each in buttons))
            step = buttons[0].step if buttons else None
            return Line(at=at, who="bot", text="\n".join(part for part in parts if part), step=step)
        case WaitUntil():
            return None
        case _:
            told, step = _did(effect)
            return Line(at=at, who="system", text=told, step=step)


def _happening(happening: Happening, known: Labels) -> tuple[Who, str]:
    match happening:
        case Said(text=text, files=files, place=place, phone=phone):
            where = [f"[{place.latitude}, {place.longitude}]"] if place else []
            parts = [text, *(f"[{each.name}]" for each in files), *where, *([phone] if phone and phone != text else [])]
            return "customer", "\n".join(part for part in parts if part)
        case Pressed(flow=flow, step=step, choice=choice):
            return "customer", f"[{known.get((flow, step, choice), choice)}]"
        case AskedForPerson(text=text):
            return "customer", text or "[asks for a person]"
        case Linked(payload=payload):
            return "system", f"Came by the link “{payload}”"
        case Occurred(event=event, minutes=minutes):
            after = f", {minutes} minutes" if minutes else ""
            return "system", f"Reported: {event.replace('_', ' ')}{after}"
        case Hooked(hook=hook):
            return "system", f"The webhook “{hook}” was called"
        case CallFinished(ok=ok, status=status, error=error):
            return "system", f"Answered{f': {status}' if status else ''}" if ok else f"Failed: {error or status}"
        case TimePassed():
            return "system", "Time passed"
        case Resumed(helped=helped):
            return "system", "The bot replied" if helped else "The bot had no reply"
        case _:
            assert_never(happening)


def _did(
    effect: SetAttribute | HandOff | Answer | CreateRequest | Close | Rated | Tag | Note | Call | StartProcess
    | Unexpected | Expired | Failed,
) -> tuple[str, StepId | None]:  # fmt: skip
    match effect:
        case SetAttribute(name=name, value=value):
            return f"Sets customer.{name} to “{shown(value)}”", None
        case HandOff(line=line, priority=priority, topic=topic, card=card):
            named = {"line": line, "priority": priority, "topic": topic, **card}
            return f"Hands over to people{_named(named)}", None
        case Answer(query=query):
            return f"Looks for an answer to “{query}”", None
        case CreateRequest(type=type_, title=title, fields=fields):
            return f"Creates a request of type “{type_}”: {title}{_named(fields)}", None
        case Close(reason=reason):
            return f"Closes the session: {reason}", None
        case Rated(score=score, of=of):
            return f"Rated {score} of {of}", None
        case Tag(add=add, remove=remove):
            return "Tags: " + " ".join([*(f"+{each}" for each in add), *(f"-{each}" for each in remove)]), None
        case Note(text=text):
            return f"Notes: {text}", None
        case Call(method=method, url=url, body=body):
            return f"Calls {method} {url}" + (f" with {shown(body)}" if body is not None else ""), None
        case StartProcess(process=process, data=data):
            return f"Starts the process “{process}”{_named(data)}", None
        case Unexpected(step=step):
            return "This is no answer to the question", step
        case Expired(step=step):
            return "The button belongs to something that is over", step
        case Failed(step=step, error=error):
            return f"Broke: {error}", step
        case _:
            assert_never(effect)


def _named(values: Mapping[str, object]) -> str:
    told = [f"{name}: {value}" for name, value in values.items() if value is not None]
    return f" ({', '.join(told)})" if told else ""
