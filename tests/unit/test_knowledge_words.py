"""Finding articles by their letters."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.knowledge.words import WordIndex, terms_of

GREEK = ["Πότε θα έρθει η παραγγελία μου;", "Πώς πληρώνω με κάρτα;", "Πού είναι τα καταστήματά σας;"]


def best(documents, question):
    return int(WordIndex([terms_of(document) for document in documents]).scores(question).argmax())


@pytest.mark.parametrize(
    ("question", "found"),
    [
        pytest.param("παραγγελίες", 0, id="another form of the word"),
        pytest.param("ποτε θα ερθει", 0, id="without accents"),
        pytest.param("ΠΛΗΡΩΜΗ ΜΕ ΚΑΡΤΑ", 1, id="in capitals"),
        pytest.param("καταστηματα σας", 2, id="capital sigma and final sigma"),
    ],
)
def test_greek_is_found_by_its_words(question, found):
    assert best(GREEK, question) == found


def test_codes_and_names_are_found():
    documents = [
        "Your order number looks like MP-123456.",
        "We take Visa and Mastercard.",
        "Enter SPRING10 in the cart.",
    ]

    assert best(documents, "mastercard?") == 1
    assert best(documents, "spring10 does not work") == 2


def test_words_that_occur_nowhere_lower_the_score():
    index = WordIndex([terms_of("How long delivery takes"), terms_of("Gift cards")])

    assert index.scores("delivery of gravitational waves")[0] < index.scores("delivery")[0]


def test_nothing_is_found_where_there_is_nothing():
    assert WordIndex([]).scores("delivery").tolist() == []
    assert WordIndex([terms_of("Gift cards")]).scores("?!").tolist() == [0.0]


@given(st.lists(st.text(max_size=40), min_size=1, max_size=5), st.text(max_size=40))
def test_a_score_is_a_share(documents, question):
    scores = WordIndex([terms_of(document) for document in documents]).scores(question)

    assert np.all(scores >= 0)
    assert np.all(scores <= 1 + 1e-6)
