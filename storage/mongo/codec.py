"""Domain values to documents and back, in one way for every collection: `id` becomes `_id`, the rest keeps its name."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Generic, TypeVar

from bson.codec_options import TypeRegistry
from pydantic import TypeAdapter

T = TypeVar("T")
Document = dict[str, Any]


class Codec(Generic[T]):
    """Translates one type. Times stay native (milliseconds in MongoDB); unknown stored fields are ignored."""

    def __init__(self, kind: type[T]) -> None:
        self._adapter: TypeAdapter[T] = TypeAdapter(kind)

    def dump(self, value: T) -> Document:
        document: Document = self._adapter.dump_python(value)
        document["_id"] = document.pop("id")
        return document

    def load(self, document: Mapping[str, Any]) -> T:
        return self._adapter.validate_python({**document, "id": document["_id"]})


def _plain(value: Any) -> Any:
    """What BSON has no type for: durations are stored in seconds, sets as lists in order."""
    match value:
        case timedelta():
            return value.total_seconds()
        case set() | frozenset():
            return sorted(value)
    return value


TYPES = TypeRegistry(fallback_encoder=_plain)
"""Asked for such values only, so it costs nothing where there are none."""
