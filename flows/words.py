"""The small words that a flow is written in.

Expressions, texts and references are types of their own, so that the schema can say what a field is for (an editor
draws its form from that) and the linter finds them in a step of any kind without knowing the kind.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, NewType, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler, JsonValue, RootModel
from pydantic.config import JsonDict
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

FlowId = NewType("FlowId", str)
StepId = NewType("StepId", str)
PortName = NewType("PortName", str)
Variables = Mapping[str, JsonValue]


class Word(str):
    """A text with a meaning: `meaning` is its format in the schema."""

    __slots__ = ()
    meaning: ClassVar[str]
    longest: ClassVar[int] = 100

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls, core_schema.str_schema(max_length=cls.longest))

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return handler(schema) | {"format": cls.meaning}


class Expression(Word):
    """A formula of the expression language: `age >= 18`."""

    __slots__ = ()
    meaning = "expression"
    longest = 1000


class Template(Word):
    """A text with expressions in it: `Hello, {{ customer.name }}`."""

    __slots__ = ()
    meaning = "template"
    longest = 20_000


class VariableName(Word):
    """A variable of the flow that a step sets."""

    __slots__ = ()
    meaning = "variable"


class FlowRef(Word):
    """Another flow, by its id."""

    __slots__ = ()
    meaning = "flow"


class LineRef(Word):
    """A line of the company, by its id."""

    __slots__ = ()
    meaning = "line"


class TopicRef(Word):
    """A topic of the company, by its id."""

    __slots__ = ()
    meaning = "topic"


class SecretRef(Word):
    """A secret by its name. Its value is kept elsewhere and never passes through a flow."""

    __slots__ = ()
    meaning = "secret"


class ProcessRef(Word):
    """A process of the company's, by the name under which its webhook is set up."""

    __slots__ = ()
    meaning = "process"


class Localized(RootModel[dict[str, Template]], frozen=True):
    """One text in several languages."""

    @classmethod
    def of(cls, **texts: str) -> Self:
        return cls({language: Template(text) for language, text in texts.items()})

    def within(self, *languages: str) -> Template:
        """The text in the first of these languages that has one; any, if none has."""
        known = {language: text for language, text in self.root.items() if text.strip()}
        return next((known[each] for each in languages if each in known), next(iter(known.values()), Template()))


def shown_if(field: str, *values: str) -> JsonDict:
    """For the schema: this field means something only while another of the same object has one of these values."""
    return {"shown_if": {field: list(values)}}
