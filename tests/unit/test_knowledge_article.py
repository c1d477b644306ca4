"""An article's life: written, published, edited while it answers, withdrawn, restored."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlu.knowledge.article import LONGEST_ANSWER, LONGEST_TITLE, InvalidArticle, Wording, new_article

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TIMES = Wording(
    title="Delivery times", topic="delivery", questions=("When will it arrive?",), body="In two to four days."
)


def test_a_new_article_is_a_draft_in_version_one():
    article = new_article("delivery-times", "en", TIMES, by="Ann", now=NOON)

    assert (article.id, article.version, article.status) == ("delivery-times.en", 1, "draft")
    assert article.published is None


def test_publishing_freezes_the_wording_and_counts_as_a_version():
    published = new_article("delivery-times", "en", TIMES, by="Ann", now=NOON).publish(by="Bob", now=LATER)

    assert published.published is not None
    assert (published.published.wording, published.published.version, published.published.at) == (TIMES, 2, LATER)
    assert (published.version, published.updated_by, published.status) == (2, "Bob", "published")
    assert not published.has_unpublished_changes


def test_an_edited_article_goes_on_answering_as_published():
    published = new_article("delivery-times", "en", TIMES, by="Ann", now=NOON).publish(by="Ann", now=NOON)
    edited = published.edit(Wording(title="Delivery times", body="In a week."), by="Bob", now=LATER)

    assert edited.wording.answer == "In a week."
    assert edited.published == published.published
    assert edited.has_unpublished_changes


def test_an_article_that_was_ever_published_cannot_be_deleted():
    draft = new_article("delivery-times", "en", TIMES, by="Ann", now=NOON)
    withdrawn = draft.publish(by="Ann", now=NOON).unpublish(by="Ann", now=LATER)

    draft.check_deletable()
    assert withdrawn.status == "draft"
    with pytest.raises(InvalidArticle, match="Unpublish it instead"):
        withdrawn.check_deletable()


def test_restoring_brings_the_old_words_back_as_a_new_version():
    first = new_article("delivery-times", "en", TIMES, by="Ann", now=NOON)
    second = first.edit(Wording(title="Times", body="In a week."), by="Bob", now=LATER)
    restored = second.restore(first, by="Cleo", now=LATER)

    assert (restored.wording, restored.version, restored.updated_by) == (TIMES, 3, "Cleo")


@pytest.mark.parametrize(
    ("wording", "field"),
    [
        pytest.param(Wording(title=" ", body="Yes."), "title", id="no title"),
        pytest.param(Wording(title="x" * (LONGEST_TITLE + 1), body="Yes."), "title", id="long title"),
        pytest.param(Wording(title="Title", body="\n"), "body", id="no text"),
        pytest.param(Wording(title="Title", body="Yes.", questions=("x" * 301,)), "questions", id="long question"),
        pytest.param(
            Wording(title="Title", body="Yes.", questions=tuple(map(str, range(51)))), "questions", id="many questions"
        ),
        pytest.param(Wording(title="Title", body="Yes.", topic="Order status"), "topic", id="topic in words"),
    ],
)
def test_a_bad_wording_is_refused_with_the_field_and_a_remedy(wording, field):
    with pytest.raises(InvalidArticle) as refused:
        new_article("delivery-times", "en", wording, by="Ann", now=NOON)

    assert refused.value.field == field
    assert refused.value.remedy.endswith(".")


@pytest.mark.parametrize(
    ("key", "language", "field"),
    [("Delivery times", "en", "key"), ("delivery.times", "en", "key"), ("delivery-times", "English", "language")],
)
def test_a_bad_name_is_refused(key, language, field):
    with pytest.raises(InvalidArticle) as refused:
        new_article(key, language, TIMES, by="Ann", now=NOON)

    assert refused.value.field == field


@pytest.mark.parametrize("body", ["# Only a heading", "x" * (LONGEST_ANSWER + 1)])
def test_a_text_that_cannot_be_sent_alone_is_kept_as_a_draft_but_not_published(body):
    draft = new_article("delivery-times", "en", Wording(title="Title", body=body), by="Ann", now=NOON)

    with pytest.raises(InvalidArticle, match="bot sends it alone"):
        draft.publish(by="Ann", now=NOON)


@pytest.mark.parametrize(
    ("words", "found"),
    [("", True), ("ARRIVE", True), ("days delivery", True), ("arrive pigeon", False)],
)
def test_words_are_looked_for_in_title_questions_and_text(words, found):
    assert TIMES.mentions(words) is found


@given(st.lists(st.text(max_size=30), max_size=10))
def test_checking_a_wording_twice_changes_nothing(questions):
    once = Wording(title=" Title ", body="Yes.", questions=tuple(questions)).checked()

    assert once.checked() == once
    assert len(set(once.questions)) == len(once.questions)
