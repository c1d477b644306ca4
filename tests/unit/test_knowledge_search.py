"""Finding the article that answers, with the real sentence encoder."""

from datetime import UTC, datetime

import pytest

from nlu.knowledge.article import Article, Wording, new_article
from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.judge import Judge
from nlu.knowledge.search import Entry, Hit, Index, decide, entry_of, sentences

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
JUDGE = Judge(words=1.0, base=-3.0, strength=6.0, lead=6.0, enough=0.6)

SHOP = [
    ("gift-cards", "en", "Gift cards", "discounts", "Yes, we sell gift cards from 10 to 500 €."),
    ("password-reset", "en", "Forgotten password", "account", "Press “Forgot password” and follow the link."),
    ("showrooms", "en", "Our showrooms", "company", "You can visit us in Athens, Warsaw, Riga and Dublin."),
    ("gift-cards", "pl", "Karty podarunkowe", "discounts", "Tak, mamy karty podarunkowe od 10 do 500 €."),
    ("showrooms", "pl", "Nasze salony", "company", "Zapraszamy do Aten, Warszawy, Rygi i Dublina."),
    ("showrooms", "el", "Τα καταστήματά μας", "company", "Θα μας βρείτε στην Αθήνα και στη Βαρσοβία."),
    ("gift-cards", "el", "Δωροκάρτες", "discounts", "Ναι, έχουμε δωροκάρτες από 10 έως 500 €."),
]


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return SentenceEncoder(Lens.load())


@pytest.fixture(scope="module")
def index(encoder) -> Index:
    return Index([ready(encoder, published(*row)) for row in SHOP])


def published(key: str, language: str, title: str, topic: str, body: str) -> Article:
    draft = new_article(key, language, Wording(title=title, topic=topic, body=body), by="Ann", now=NOON)
    return draft.publish(by="Ann", now=NOON)


def ready(encoder: SentenceEncoder, article: Article) -> Entry:
    known = article.language in encoder.languages
    entry = entry_of(article, encoder.encode(sentences(article.wording)) if known else None)
    assert entry is not None
    return entry


def search(index: Index, encoder: SentenceEncoder, text: str, language: str, topic: str | None = None) -> list[Hit]:
    vector = encoder.encode([text])[0] if language in encoder.languages else None
    return list(index.search(text, vector, language, JUDGE, topic=topic))


@pytest.mark.parametrize(
    ("text", "language", "found"),
    [
        pytest.param("I'd like to buy a voucher for a friend", "en", "gift-cards.en", id="by meaning"),
        pytest.param("I can't remember my login word", "en", "password-reset.en", id="in other words"),
        pytest.param("chcę kupić bon na prezent", "pl", "gift-cards.pl", id="by meaning, in Polish"),
        pytest.param("ποτε ανοιγει το καταστημα", "el", "showrooms.el", id="by words, where the encoder is blind"),
        pytest.param("Wo ist euer Laden?", "de", "showrooms.en", id="a language without articles gets English ones"),
    ],
)
def test_a_question_finds_its_article(index, encoder, text, language, found):
    assert search(index, encoder, text, language)[0].answer.article == found


def test_only_articles_of_the_language_are_found(index, encoder):
    assert {hit.answer.language for hit in search(index, encoder, "gift card", "pl")} == {"pl"}


def test_hits_come_best_first_with_scores_that_are_probabilities(index, encoder):
    scores = [hit.score for hit in search(index, encoder, "How do I reset my password?", "en")]

    assert scores == sorted(scores, reverse=True)
    assert all(0 < score < 1 for score in scores)


def test_the_topic_helps_its_articles_but_shuts_none_out(index, encoder):
    plain = {hit.answer.article: hit.score for hit in search(index, encoder, "cards", "en")}
    helped = {hit.answer.article: hit.score for hit in search(index, encoder, "cards", "en", topic="account")}

    assert helped["password-reset.en"] > plain["password-reset.en"]
    assert helped.keys() == plain.keys()


def test_replacing_an_article_gives_the_same_index_as_starting_anew(index, encoder):
    changed = ready(encoder, published("showrooms", "en", "Where to see us", "company", "In Athens only."))
    entries = {**index.entries, changed.answer.article: changed}
    del entries["password-reset.en"]

    replaced = index.replaced([changed], {"password-reset.en"})

    for text in ("where can I see a sofa", "password", "gift cards"):
        assert search(replaced, encoder, text, "en") == search(Index([*entries.values()]), encoder, text, "en")
    assert "password-reset.en" in index.entries, "the index before is as it was"


def test_an_empty_index_finds_nothing(encoder):
    assert search(Index(), encoder, "gift cards", "en") == []


def test_a_single_article_is_found(encoder):
    [hit] = search(Index([ready(encoder, published(*SHOP[0]))]), encoder, "gift cards", "en")

    assert hit.answer.article == "gift-cards.en"


def test_a_draft_is_not_made_ready(encoder):
    draft = new_article("gift-cards", "en", Wording(title="Gift cards", body="Yes."), by="Ann", now=NOON)

    assert entry_of(draft, None) is None


def test_only_a_good_enough_hit_is_sent(index, encoder):
    clear = search(index, encoder, "Do you sell gift cards?", "en")
    foreign = search(index, encoder, "What will the weather be like tomorrow?", "en")

    assert decide(clear, JUDGE) == clear[0]
    assert decide(foreign, JUDGE) is None
    assert decide([], JUDGE) is None


def test_a_close_runner_up_keeps_the_bot_silent(encoder):
    rival = published("gift-vouchers", "en", "Gift cards", "discounts", "Yes, we sell gift cards from 20 to 50 €.")
    index = Index([ready(encoder, published(*row)) for row in SHOP if row[1] == "en"])

    alone = search(index, encoder, "gift cards", "en")[0].score
    beside = search(index.replaced([ready(encoder, rival)]), encoder, "gift cards", "en")[0].score

    assert beside < alone


def test_vectors_are_near_where_the_meaning_is_the_same_in_another_language(encoder):
    english, polish, other = encoder.encode(["Where is my parcel?", "Gdzie jest moja paczka?", "I like jazz"])

    assert english @ polish > 0.3 > english @ other
