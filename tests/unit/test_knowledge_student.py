"""The student: vectors for Greek, learned from translations."""

import numpy as np
import pytest

from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.student import Student

GREEK = ["κόκκινο σπίτι", "κόκκινο αυτοκίνητο", "μπλε σπίτι", "μπλε αυτοκίνητο"] * 10
# Red and blue, house and car, as directions.
MEANINGS = np.array([[1, 0, 1, 0], [1, 0, 0, 1], [0, 1, 1, 0], [0, 1, 0, 1]] * 10, np.float32)


@pytest.fixture(scope="module")
def student() -> Student:
    return Student.learn(GREEK, MEANINGS)


def test_a_student_learns_what_words_stand_for(student):
    red, blue = student.encode(["κόκκινο", "μπλε"])

    assert red[0] > red[1]
    assert blue[1] > blue[0]


def test_a_student_that_was_kept_encodes_as_before(student, tmp_path):
    student.save(tmp_path / "student.npz")
    loaded = Student.load(tmp_path / "student.npz")

    assert loaded.name == student.name
    assert np.array_equal(loaded.encode(GREEK), student.encode(GREEK))


def test_a_text_of_unknown_words_is_in_the_middle(student):
    [unknown] = student.encode(["!"])

    assert np.allclose(unknown, MEANINGS.mean(axis=0))


def test_greek_is_near_its_translation():
    encoder = SentenceEncoder(Lens.load())
    greek, right, wrong = encoder.encode(["πού είναι η παραγγελία μου", "where is my order", "play some music"])

    assert greek @ right > 0.2 > greek @ wrong


def test_texts_in_several_scripts_keep_their_places():
    encoder = SentenceEncoder(Lens.load())
    texts = ["where is my order", "πού είναι η παραγγελία μου", "где мой заказ"]

    assert np.allclose(encoder.encode(texts), [encoder.encode([text])[0] for text in texts], atol=1e-5)
