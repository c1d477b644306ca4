"""Rasa intent classifier: the edge between Rasa's messages and our intent model."""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from components import intents, model_files
from components.sentence_vectors import SentenceVectors


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class ShopIntents(IntentClassifier, GraphComponent):
    """Names the intent of a message, or says `nlu_fallback` and leaves the ranking to those who want to guess."""

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: intents.IntentModel | None = None,
    ) -> None:
        self._tuning = intents.Tuning(**{name: config[name] for name in self.get_default_config()})
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceVectors]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        tuning = intents.Tuning()
        return {name: getattr(tuning, name) for name in intents.Tuning.__dataclass_fields__}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "ShopIntents":
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> "ShopIntents":
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, model_files.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT)]
        model = intents.train(
            [example.get(TEXT) for example in examples],
            np.stack([_vector(example) for example in examples]),
            [example.get(INTENT) for example in examples],
            self._tuning,
        )
        with self._model_storage.write_to(self._resource) as folder:
            model_files.save(model, folder)
        self._model = model
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        if self._model is None:
            raise LookupError("This classifier has been neither trained nor loaded.")
        for message in messages:
            guess = self._model.guess(message.get(TEXT), _vector(message))
            ranking = [{"name": intent, "confidence": chance} for intent, chance in guess.ranking]
            # The fallback's confidence is what the likeliest intent leaves over.
            unsure = {"name": DEFAULT_NLU_FALLBACK_INTENT_NAME, "confidence": 1 - guess.ranking[0][1]}
            message.set(INTENT, ranking[0] if guess.sure else unsure, add_to_output=True)
            message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
        return messages

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        self.process([example for example in training_data.training_examples if example.get(TEXT)])
        return training_data


def _vector(message: Message) -> NDArray[Any]:
    _, sentence = message.get_dense_features(TEXT, [])
    return sentence.features[0].astype(np.float32) if sentence else np.zeros(512, dtype=np.float32)
