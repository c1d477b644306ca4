"""What a question is about, when it goes to a person: what Rasa's ranking and the likeliest articles agree on.

Measured on the held-out questions, the two together find the right line for 72 to 80 of 100, Rasa alone for 61 to 72.
"""

from collections import defaultdict
from collections.abc import Sequence

from nlu.dialogue import Understood
from nlu.knowledge.search import Hit

ENOUGH = 0.3
"""Less evidence than this is noise: "a person, please" is about nothing yet."""


def subject_of(understood: Understood | None, hits: Sequence[Hit]) -> str | None:
    """The likeliest topic; None where too little speaks for any. Intents that are no topics match no line later."""
    evidence: defaultdict[str, float] = defaultdict(float)
    topics = {hit.answer.topic for hit in hits}
    for hit in hits:
        if hit.answer.topic is not None:
            evidence[hit.answer.topic] += hit.score
    for name, confidence in understood.ranking if understood else ():
        if name in topics or name == understood.topic:  # type: ignore[union-attr]
            evidence[name] += confidence
    best = max(evidence, key=evidence.__getitem__, default=None)
    return best if best is not None and evidence[best] >= ENOUGH else None
