"""Articles as files, as the demo shop and imports bring them."""

import pytest

from nlu.knowledge.article import InvalidArticle, Wording
from nlu.knowledge.files import parse, read_articles

FILE = """---
title: Gift cards
topic: discounts
questions:
  - Do you have gift cards?
  - 2026
---
Yes, from 10 to 500 €.

---

They last two years.
"""


def test_a_file_is_a_head_and_a_text():
    assert parse(FILE) == Wording(
        title="Gift cards",
        topic="discounts",
        questions=("Do you have gift cards?", "2026"),
        body="Yes, from 10 to 500 €.\n\n---\n\nThey last two years.\n",
    )


@pytest.mark.parametrize("text", ["", "No head.", "---\n- a list\n---\nText.", "---\ntitle: [\n---\nText."])
def test_a_file_without_a_good_head_is_refused(text):
    with pytest.raises(InvalidArticle) as refused:
        parse(text)

    assert refused.value.field == "head"


def test_the_name_is_the_key_and_the_folder_the_language(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "gift-cards.md").write_text(FILE, encoding="utf-8")

    [article] = read_articles(tmp_path)

    assert (article.key, article.language, article.wording.title) == ("gift-cards", "en", "Gift cards")


def test_a_refusal_names_the_file(tmp_path):
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "gift-cards.md").write_text("---\ntopic: discounts\n---\nText.", encoding="utf-8")

    with pytest.raises(InvalidArticle, match=r"gift-cards\.md"):
        list(read_articles(tmp_path))
