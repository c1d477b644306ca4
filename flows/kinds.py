"""The kinds of steps and triggers, as an editor needs them: what each is called, its schema, and a new one of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from pydantic import JsonValue
from pydantic.json_schema import JsonSchemaValue

from flows.model import Flow, Variable
from flows.steps import STEPS
from flows.steps.base import Port
from flows.triggers import Trigger, TriggerBase

_TRIGGERS: Sequence[type[TriggerBase]] = get_args(get_args(Trigger)[0])
_EMPTY: Mapping[str, JsonValue] = {"string": "", "array": [], "object": {}, "integer": 0, "number": 0, "boolean": False}
_DRAWN = {"triggers", "steps", "edges"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """`fresh` is the document of a new one, and `ports` are its ways out."""

    kind: str
    title: str
    description: str
    schema: JsonSchemaValue
    fresh: Mapping[str, JsonValue]
    ports: Sequence[Port] = ()


@cache
def steps() -> Sequence[Kind]:
    """In the order of the palette."""
    found = []
    for kind, model in STEPS.items():
        schema = model.model_json_schema()
        fresh = {**_fresh(schema, kind), **model.fresh}
        ports = model.model_validate(fresh).ports()
        found.append(_kind(kind, model.__name__, schema, fresh, ports))
    return tuple(found)


@cache
def triggers() -> Sequence[Kind]:
    found = []
    for model in _TRIGGERS:
        kind = get_args(model.model_fields["kind"].annotation)[0]
        schema = model.model_json_schema()
        found.append(_kind(kind, model.__name__.removeprefix("On"), schema, _fresh(schema, kind)))
    return tuple(found)


@cache
def settings() -> JsonSchemaValue:
    """Of the flow itself, without what is drawn."""
    whole = Flow.model_json_schema()
    fields = {name: field for name, field in whole["properties"].items() if name not in _DRAWN}
    return {**whole, "properties": fields, "$defs": _used(fields, whole["$defs"])}


@cache
def variable() -> JsonSchemaValue:
    return Variable.model_json_schema()


def _kind(
    kind: str, title: str, schema: JsonSchemaValue, fresh: Mapping[str, JsonValue], ports: Sequence[Port] = ()
) -> Kind:
    description = " ".join(str(schema.get("description", "")).split())
    return Kind(kind=kind, title=title, description=description, schema=schema, fresh=fresh, ports=ports)


def _fresh(schema: JsonSchemaValue, kind: str) -> dict[str, JsonValue]:
    """What has no default, empty."""
    fields = {name: _empty(schema["properties"][name], schema.get("$defs", {})) for name in schema.get("required", ())}
    return {**fields, "kind": kind}


def _empty(field: JsonSchemaValue, defs: Mapping[str, Any]) -> JsonValue:
    if "$ref" in field:
        return _empty(defs[field["$ref"].rpartition("/")[2]], defs)
    if "enum" in field:
        return field["enum"][0]  # type: ignore[no-any-return]
    return _EMPTY.get(field.get("type", ""))


def _used(part: Any, defs: Mapping[str, Any]) -> dict[str, Any]:
    """The definitions that this part of a schema refers to, and those that they do."""
    found: dict[str, Any] = {}
    waiting = [part]
    while waiting:
        match waiting.pop():
            case {"$ref": str(reference)} if (name := reference.rpartition("/")[2]) not in found:
                found[name] = defs[name]
                waiting.append(defs[name])
            case dict() as each:
                waiting.extend(each.values())
            case list() as each:
                waiting.extend(each)
    return found
