"""Moods: what the stored weights promise on sentences that nobody learned from, and what must hold for any text."""

import pytest

from nlu.evaluate import QUESTIONS, HeldOut
from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.sentiment.evaluate import mood, report
from nlu.sentiment.marks import MARKS, marks
from nlu.sentiment.reader import CROSS, PLEASED, Sentiment
from nlu.sentiment.sentences import Sentences
from nlu.sentiment.train import SENTENCES
from nlu.sentiment.words import CALM, KINDS, Words, read_words

LANGUAGES = ["el", "en", "pl", "ru"]


@pytest.fixture(scope="module")
def sentiment() -> Sentiment:
    return Sentiment.load(SentenceEncoder(Lens.load()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_cross_customers_are_found_and_calm_ones_left_alone(sentiment, language):
    questions = HeldOut.read(QUESTIONS / f"{language}.yml").asked()

    shown = report(sentiment, QUESTIONS / "sentiment", language, questions)

    assert shown is not None
    assert shown.mood_read_rightly > 0.74
    assert shown.cross_customers_found > 0.6
    assert shown.taken_for_cross_rightly > 0.84
    assert shown.calm_sentences_taken_for_cross < 0.1
    assert shown.questions_taken_for_cross < 0.07


def test_a_language_without_held_out_sentences_has_no_report(sentiment, tmp_path):
    assert report(sentiment, tmp_path, "en", []) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_was_learned_from_the_sentences_that_are_measured_with(language):
    learned = {text for _, texts in Sentences.read(SENTENCES / f"{language}.yml").by_mood() for text in texts}
    measured = {
        text for _, texts in Sentences.read(QUESTIONS / "sentiment" / f"{language}.yml").by_mood() for text in texts
    }

    assert len(measured) >= 60
    assert learned.isdisjoint(measured)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The kettle I bought is broken, what should I do?"),
        ("en", "Where is my parcel?"),
        ("ru", "Чайник сломался, что мне делать?"),
        ("ru", "Где моя посылка?"),
        ("pl", "Czajnik się zepsuł, co mam zrobić?"),
        ("pl", "Gdzie jest moja paczka?"),
        ("el", "Ο βραστήρας χάλασε, τι να κάνω;"),
        ("el", "Πού είναι το δέμα μου;"),
    ],
)
def test_a_customer_with_a_problem_is_not_cross(sentiment, language, text):
    assert CROSS < sentiment.read(text, language) < PLEASED


@pytest.mark.parametrize(
    ("language", "good", "not_good"),
    [
        ("en", "I am happy with the table", "I am not happy with the table"),
        ("ru", "Я довольна столом", "Я не довольна столом"),
        ("pl", "Jestem zadowolona ze stołu", "Nie jestem zadowolona ze stołu"),
        ("el", "Είμαι ευχαριστημένη με το τραπέζι", "Δεν είμαι ευχαριστημένη με το τραπέζι"),
    ],
)
def test_a_negation_turns_praise_into_blame(sentiment, language, good, not_good):
    assert sentiment.read(good, language) > PLEASED
    assert sentiment.read(not_good, language) < 0


def test_bad_after_a_negation_is_nothing():
    words = read_words()["en"]

    assert words.signs("not bad")[KINDS.index("bad")] == 0
    assert words.signs("bad")[KINDS.index("bad")] == 1


def test_a_negation_does_not_reach_over_a_comma():
    words = read_words()["en"]

    assert words.signs("no, great")[KINDS.index("good")] == 1
    assert words.signs("no great lamp")[KINDS.index("good")] == 0


def test_a_phrase_brings_its_own_negation():
    words = read_words()["en"]

    assert words.signs("I couldn't be happier")[KINDS.index("good")] == 1
    assert words.signs("I am not any happier")[KINDS.index("bad")] == 1


def test_politeness_is_not_pleasure(sentiment):
    assert mood(sentiment.read("Thanks in advance", "en")) == "neutral"
    assert mood(sentiment.read("Спасибо заранее", "ru")) == "neutral"
    assert mood(sentiment.read("Z góry dziękuję", "pl")) == "neutral"
    assert mood(sentiment.read("Όχι, ευχαριστώ", "el")) == "neutral"


def test_words_are_found_however_they_are_typed():
    words = Words(dict.fromkeys([*KINDS, CALM], "") | {"bad": "kłam*", "not": "don't"})

    assert words.signs("KLAMIE! kłamał?")[KINDS.index("bad")] == 2
    assert words.signs("I dont, I don’t")[KINDS.index("not")] == 2


def test_every_language_has_a_list_of_words_and_sentences():
    assert sorted(read_words()) == sorted(path.stem for path in SENTENCES.glob("*.yml")) == LANGUAGES


@pytest.mark.parametrize("language", [*LANGUAGES, "de", "xx"])
def test_nothing_said_is_neutral(sentiment, language):
    assert sentiment.read("", language) == 0.0
    assert sentiment.read(" \n\t ", language) == 0.0


def test_smileys_speak_for_themselves(sentiment):
    assert sentiment.read("😡😡", "el") < CROSS
    assert sentiment.read("❤️❤️", "pl") > PLEASED


def test_shouting_is_not_mistaken_for_an_abbreviation():
    place = list(MARKS).index("shouted")

    assert marks("WHERE IS MY PARCEL")[place] == 1
    assert marks("OK")[place] == marks("My IKEA parcel")[place] == 0


def test_a_long_message_is_read_at_its_ends(sentiment):
    story = "The order came on Monday and the box was next to the door. " * 500

    assert CROSS < sentiment.read(story, "en") < PLEASED
    assert sentiment.read(story + "I am furious, you are liars and I will never buy from you again!", "en") < CROSS


@pytest.mark.parametrize("text", ["\ud800", "\x00", "?" * 9999, "¯\\_(ツ)_/¯", "שלום", "1e400", "***", "a\u0301" * 999])
def test_any_text_can_be_read(sentiment, text):
    for language in (*LANGUAGES, "xx"):
        assert -1 <= sentiment.read(text, language) <= 1


def test_a_language_without_a_list_is_read_by_its_meaning(sentiment):
    cross = sentiment.read("Ich bin wütend, so ein schlechter Service, nie wieder!", "de")

    assert cross < sentiment.read("Wo ist mein Paket?", "de")
    assert mood(sentiment.read("Wo ist mein Paket?", "de")) == "neutral"


def test_a_language_that_nobody_knows_is_neutral_unless_it_shouts(sentiment):
    assert mood(sentiment.read("Mijn pakket is er nog niet", "xx")) == "neutral"


def test_one_by_one_reads_as_all_together(sentiment):
    texts = ["thank you so much", "where is it?", "you are all liars"]

    assert sentiment.read_all(texts, "en") == pytest.approx([sentiment.read(text, "en") for text in texts], abs=1e-3)
