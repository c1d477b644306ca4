"""The intent model: what it is made of, that it repeats itself, and that it knows where its knowledge ends."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import yaml

from components import model_files
from components.intents import IntentModel, Tuning, train
from components.scope import Scope
from components.sentence_vectors import readable
from components.terms import Terms, plain, runs
from environment import PROJECT

TEXTS = {
    "colour": ["red", "dark red", "light red", "deep red", "red wine", "pale red", "blood red", "red brick"],
    "number": [
        "seven",
        "number seven",
        "seven times",
        "about seven",
        "seven or so",
        "only seven",
        "seven more",
        "seventy",
    ],
    "animal": ["cat", "a cat", "black cat", "the cat sat", "my cat", "cat and dog", "old cat", "cats"],
}
LABELS = [intent for intent, texts in TEXTS.items() for _ in texts]
# As an encoder would have it: sentences of an intent point roughly one way, and every intent another.
VECTORS = np.eye(512, dtype=np.float32)[[list(TEXTS).index(intent) for intent in LABELS]]
VECTORS += np.random.default_rng(1).normal(scale=0.01, size=VECTORS.shape).astype(np.float32)


def taught() -> IntentModel:
    return train([text for texts in TEXTS.values() for text in texts], VECTORS, LABELS, Tuning())


@pytest.fixture(scope="module")
def small() -> IntentModel:
    return taught()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Żółta ŁÓDKA", "zolta lodka"),
        ("ΠΑΡΑΓΓΕΛΊΑΣ", "παραγγελίας"),
        ("ещё один", "еще один"),
        ("order MP-482913!", "ORDER mp 111111"),
    ],
)
def test_spelling_does_not_change_what_is_counted(typed, meant):
    assert plain(typed) == plain(meant)


def test_letters_are_counted_inside_words_with_their_edges():
    assert runs("ab") == Counter([" a", "ab", "b ", " ab", "ab ", " ab "])


def test_terms_seen_once_are_left_out_and_weights_have_length_one():
    terms = Terms.of([Counter(["a", "b"]), Counter(["a", "c"]), Counter(["a", "b"])])

    assert set(terms.columns) == {"a", "b"}
    weights = terms.weigh(Counter(["a", "b", "unheard of"]))
    assert sum(weight**2 for weight in weights.values()) == pytest.approx(1)
    assert weights[terms.columns["b"]] > weights[terms.columns["a"]]
    assert terms.matrix([Counter(["a", "b"])]).toarray()[0] == pytest.approx([weights[0], weights[1]])


def test_a_model_tells_its_intents_apart(small):
    new = {"colour": "bright red", "number": "seven again", "animal": "big cat"}
    for number, (intent, text) in enumerate(new.items()):
        ranking = small.guess(text, np.eye(512, dtype=np.float32)[number]).ranking

        assert ranking[0][0] == intent
        assert sum(chance for _, chance in ranking) == pytest.approx(1)


def test_a_model_is_sure_of_what_it_was_taught_and_of_nothing_else(small):
    assert small.guess("the cat", VECTORS[LABELS.index("animal")]).sure
    assert not small.guess("xyzzy", np.eye(512, dtype=np.float32)[400]).sure


def test_a_model_read_from_disk_guesses_the_same(small, tmp_path: Path):
    model_files.save(small, tmp_path)

    read = model_files.load(tmp_path)

    for text, vector in zip(["bright red", "seven", "what?"], np.eye(3, 512, dtype=np.float32), strict=True):
        assert read.guess(text, vector) == small.guess(text, vector)


def test_training_twice_gives_the_same_model(small):
    again = taught()

    assert np.array_equal(again.run_weights, small.run_weights)
    assert again.scopes == small.scopes


def test_the_limit_refuses_the_share_it_was_set_to():
    strengths = np.random.default_rng(1).normal(size=(2, 1000))
    scope = Scope.calibrate(*strengths, refused=0.1)

    assert sum(not scope.covers(*strength) for strength in strengths.T) == pytest.approx(100, abs=1)


@pytest.mark.parametrize(
    ("text", "known"),
    [("hello", True), ("привет", True), ("żółw", True), ("γεια", False), ("τι είναι USB;", False), ("42?", True)],
)
def test_the_encoder_is_silent_where_it_can_not_read(text, known):
    assert readable(text) is known


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "who won the match between the capitals last night"),
        ("ru", "какая завтра погода на море"),
        ("pl", "kto wygrał wczoraj mecz"),
        ("el", "πες μου ένα ανέκδοτο"),
        ("en", "qwrt zxcv plmk"),
        ("el", "ξξξψψ ωωκκ"),
    ],
)
def test_what_is_not_the_shops_field_is_not_taken_for_it(rasa, language, message):
    assert rasa.says(message, language=language)["understood"]["intent"] in {"out_of_scope", "nlu_fallback"}


def test_a_doubtful_message_is_looked_up_under_its_likeliest_topic(rasa):
    answered = rasa.says("the purple one and the other thing")

    likeliest = answered["understood"]["ranking"][0]["name"]
    assert answered["understood"]["intent"] == "nlu_fallback"
    assert likeliest in {"order_change", "returns", "product"}
    assert answered["commands"] == [{"name": "answer", "topic": likeliest, "otherwise": "rephrase"}]


def test_a_very_long_message_is_understood_by_its_start(rasa):
    message = "how long does delivery take? " + "thank you so much " * 500

    assert rasa.says(message)["understood"]["ranking"][0]["name"]


@pytest.mark.parametrize("path", sorted(PROJECT.glob("data/*/nlu.yml")), ids=lambda path: path.parent.name)
def test_every_language_teaches_every_intent_with_enough_phrases(path):
    domain = yaml.safe_load((PROJECT / "domain.yml").read_text(encoding="utf-8"))
    phrases = {
        item["intent"]: len(item["examples"].splitlines())
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]
        if "intent" in item
    }

    assert set(phrases) == set(domain["intents"]) - {"nlu_fallback"}
    assert min(phrases.values()) >= 20
