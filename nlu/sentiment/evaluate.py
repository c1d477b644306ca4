"""How well moods are read, on sentences that no training saw. `nlu.evaluate` prints it with everything else."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

from nlu.sentiment.reader import CROSS, PLEASED, Sentiment
from nlu.sentiment.sentences import Mood, Sentences


@dataclass(frozen=True, slots=True, kw_only=True)
class MoodReport:
    """Shares, for one language. Questions are the knowledge base's held-out ones, nearly all of them calm."""

    mood_read_rightly: float
    cross_customers_found: float
    taken_for_cross_rightly: float
    pleased_customers_found: float
    calm_sentences_taken_for_cross: float
    questions_taken_for_cross: float


def mood(sentiment: float) -> Mood:
    if sentiment < CROSS:
        return "negative"
    return "positive" if sentiment > PLEASED else "neutral"


def report(sentiment: Sentiment, folder: Path, language: str, questions: Sequence[str]) -> MoodReport | None:
    """None for a language that has no held-out sentences."""
    path = folder / f"{language}.yml"
    if not path.exists():
        return None
    read = [
        (right, mood(value))
        for right, texts in Sentences.read(path).by_mood()
        for value in sentiment.read_all(texts, language)
    ]
    return MoodReport(
        mood_read_rightly=fmean(right == guess for right, guess in read),
        cross_customers_found=_share(read, "negative", "negative"),
        taken_for_cross_rightly=fmean(right == "negative" for right, guess in read if guess == "negative"),
        pleased_customers_found=_share(read, "positive", "positive"),
        calm_sentences_taken_for_cross=_share(read, "neutral", "negative"),
        questions_taken_for_cross=fmean(value < CROSS for value in sentiment.read_all(questions, language)),
    )


def _share(read: Sequence[tuple[Mood, Mood]], right: Mood, guess: Mood) -> float:
    """Of the sentences in the mood `right`, those that were taken for `guess`."""
    return fmean(guessed == guess for known, guessed in read if known == right)
