"""What the assistant says: words for the customer in their language, commands for the product.

The words are in `replies/<language>.yml`, so that a translator needs no Rasa; the commands are the domain's responses.
An event always gets the same variant, so that repeating a turn repeats its words.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zlib import crc32

import yaml
from rasa.core.nlg.generator import NaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

FALLBACK_LANGUAGE = "en"

Texts = Mapping[str, Sequence[str]]


def read(folder: Path) -> dict[str, Texts]:
    """The replies of each language that has a file."""
    return {path.stem: yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.yml"))}


def choose(languages: Mapping[str, Texts], language: str | None, name: str, event_id: str) -> str:
    """One variant of a reply, in the language asked for or else in English, the same for an event each time."""
    texts = languages.get((language or FALLBACK_LANGUAGE).split("-")[0], {})
    variants = texts.get(name) or languages[FALLBACK_LANGUAGE][name]
    return variants[crc32(f"{event_id} {name}".encode()) % len(variants)]


def fill(command: Mapping[str, Any], facts: Mapping[str, str | None]) -> dict[str, Any]:
    """The command with each `{fact}` in place, where an unknown one is null."""
    places = {f"{{{name}}}": fact for name, fact in facts.items()}
    return {field: places.get(value, value) for field, value in command.items()}


def likely_topic(tracker: DialogueStateTracker) -> str | None:
    """The likeliest of the intents that are topics, which are those that the slot `topic` takes its value from."""
    topics = {mapping["intent"] for mapping in tracker.slots["topic"].mappings}
    ranking = tracker.latest_message.parse_data.get("intent_ranking", [])
    return next((guess["name"] for guess in ranking if guess["name"] in topics), None)


class Replies(NaturalLanguageGenerator):
    """Named in endpoints.yml as `nlg`."""

    def __init__(self, endpoint_config: EndpointConfig, domain: Domain) -> None:
        self._languages = read(Path(endpoint_config.kwargs["folder"]))

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any]:
        if utter_action in kwargs["domain_responses"]:
            facts = {"topic": tracker.get_slot("topic"), "likely_topic": likely_topic(tracker)}
            return {"custom": fill(kwargs["domain_responses"][utter_action][0]["custom"], facts)}
        event_id = tracker.latest_message.message_id
        return {"text": choose(self._languages, tracker.get_slot("language"), utter_action, event_id)}
