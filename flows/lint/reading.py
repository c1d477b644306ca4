"""Reading a step of any kind: the words in it, each with its place."""

from collections.abc import Iterator

from pydantic import BaseModel

from flows.expressions import names
from flows.steps.base import StepBase
from flows.templates import expressions
from flows.words import Expression, Localized, Template

Path = tuple[str | int, ...]


def strings(value: object, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text in it, also in keys: expressions, templates and references keep their types."""
    match value:
        case str():
            yield path, value
        case Localized():
            yield from strings(value.root, path)
        case BaseModel():
            for name in type(value).model_fields:
                yield from strings(getattr(value, name), (*path, name))
        case dict():
            for key, each in value.items():
                yield from strings(key, (*path, str(key)))
                yield from strings(each, (*path, str(key)))
        case tuple() | list():
            for place, each in enumerate(value):
                yield from strings(each, (*path, place))


def localized(value: object, path: Path = ()) -> Iterator[tuple[Path, Localized]]:
    """Every text that is meant for customers."""
    match value:
        case Localized():
            yield path, value
        case BaseModel():
            for name in type(value).model_fields:
                yield from localized(getattr(value, name), (*path, name))
        case tuple():
            for place, each in enumerate(value):
                yield from localized(each, (*path, place))


def formulas(step: StepBase) -> Iterator[tuple[Path, Expression]]:
    """Every expression, also those within texts."""
    for path, text in strings(step):
        match text:
            case Expression():
                yield path, text
            case Template():
                for expression in expressions(text):
                    yield path, expression


def used(step: StepBase) -> Iterator[tuple[Path, str]]:
    """Every variable that its expressions name. Raises ExpressionError for one that can't be read."""
    for path, expression in formulas(step):
        for name in sorted(names(expression) - step.known_in(path)):
            yield path, name


def written(path: Path) -> str:
    return ".".join(map(str, path))
