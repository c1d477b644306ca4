"""When is an answer good enough to be sent? Numbers chosen by the evaluation (`python -m nlu.evaluate --write`),
never by taste.

For each language: how much the words count beside the meaning, how an article's strength and its lead over the next
best become a probability that it is the right one, and the probability from which the bot may speak. A wrong answer
costs a customer's trust, an honest "I don't know" only a wait, so the last number is set where about one question in
twenty would be answered wrongly, among questions that are hard on purpose.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

THRESHOLDS = Path(__file__).with_name("thresholds.json")
# Judges languages that nobody has evaluated; its numbers come from all evaluated languages together.
ANY_LANGUAGE = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judge:
    """Turns what speaks for an article into a probability, in one language.

    An article's strength is its meaning score plus `words` times its word score. The probability is logistic in
    `base`, `strength` and `lead`; an article may be sent from the probability `enough`.
    """

    words: float
    base: float
    strength: float
    lead: float
    enough: float

    def probability(self, strength: float, lead: float) -> float:
        """That an article is the right one; `lead` is over the best of the others, negative for all but the best."""
        return 1 / (1 + math.exp(-(self.base + self.strength * strength + self.lead * lead)))


Judges = Mapping[str, Judge]


def load_judges(path: Path = THRESHOLDS) -> dict[str, Judge]:
    return {language: Judge(**numbers) for language, numbers in json.loads(path.read_text(encoding="utf-8")).items()}


def save_judges(judges: Judges, path: Path = THRESHOLDS) -> None:
    rounded = {
        language: {name: round(number, 4) for name, number in asdict(judge).items()}
        for language, judge in sorted(judges.items())
    }
    path.write_text(json.dumps(rounded, indent=2) + "\n", encoding="utf-8")


def judge_for(language: str, judges: Judges) -> Judge:
    return judges.get(language) or judges[ANY_LANGUAGE]
