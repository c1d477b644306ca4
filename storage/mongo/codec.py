"""Domain values to documents and back, in one way for every collection: `id` becomes `_id`, the rest keeps its name."""

from collections.abc import Mapping
from typing import Any, Generic, TypeVar

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
