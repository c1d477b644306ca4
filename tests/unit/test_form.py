"""The web form: what is filled in, its token, its words."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest

from bot.channels.form.fields import LONGEST, Fields, read
from bot.channels.form.pages import HERE, LANGUAGES, Pages, language_of, texts
from bot.channels.form.tokens import QUICKEST, SLOWEST, Tokens, Verdict
from bot.channels.site.secret import known_or_new
from tests.parts import NOW

WHOLE = {"name": "Ada", "email": "ada@example.com", "message": "Where is it?"}
TOKENS = Tokens(b"a key")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, {}),
        ({"name": ""}, {"name": "name_missing"}),
        ({"message": ""}, {"message": "message_missing"}),
        ({"email": ""}, {"email": "reach_missing"}),
        ({"email": "", "phone": "+48 (600) 100-200"}, {}),
        ({"email": "ada@example"}, {"email": "email_wrong"}),
        ({"email": "ada @example.com"}, {"email": "email_wrong"}),
        ({"phone": "call me"}, {"phone": "phone_wrong"}),
        ({"phone": "+48"}, {"phone": "phone_wrong"}),
        ({"message": "x" * (LONGEST["message"] + 1)}, {"message": "too_long"}),
        ({"trap": "https://buy.example/"}, {"website": "trap"}),
        ({"email": "", "message": ""}, {"email": "reach_missing", "message": "message_missing"}),
    ],
)
def test_what_is_wrong_is_said_of_each_field_from_the_top(change: dict[str, str], wrong: dict[str, str]) -> None:
    assert list(Fields(**{**WHOLE, **change}).wrong().items()) == list(wrong.items())


def test_a_browsers_form_is_read() -> None:
    body = urlencode({"name": " Łucja ", "message": "two\nlines", "website": "x", "token": "t", "more": "y"}).encode()

    assert read(body) == Fields(name="Łucja", message="two\nlines", token="t", trap="x")


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"&".join(b"a=1" for _ in range(50)), b"name=%FF"])
def test_what_is_no_form_says_nothing(body: bytes) -> None:
    assert not read(body).message


@pytest.mark.parametrize(
    ("age", "verdict"),
    [
        (timedelta(), "too_quick"), (QUICKEST - timedelta(seconds=1), "too_quick"), (QUICKEST, "good"),
        (SLOWEST, "good"), (SLOWEST + timedelta(seconds=1), "stale"),
    ],
)  # fmt: skip
def test_a_token_has_its_time(age: timedelta, verdict: Verdict) -> None:
    assert TOKENS.judge(TOKENS.issue(NOW), NOW + age) == verdict


@pytest.mark.parametrize("at", [0, 12, -1])
def test_a_changed_token_is_of_no_use(at: int) -> None:
    token = TOKENS.issue(NOW)
    changed = token[:at] + ("1" if token[at] != "1" else "2") + token[at + 1 or len(token) :]

    assert TOKENS.judge(changed, NOW + timedelta(minutes=1)) == "stale"


def test_another_keys_token_is_of_no_use() -> None:
    assert Tokens(b"another").judge(TOKENS.issue(NOW), NOW + timedelta(minutes=1)) == "stale"


def test_a_token_is_one_visitor_that_nobody_else_can_know() -> None:
    token = TOKENS.issue(NOW)
    secret = TOKENS.visitor(token)

    assert secret == TOKENS.visitor(token)
    assert known_or_new(secret) == secret  # as the site chat takes it
    assert secret not in (TOKENS.visitor(TOKENS.issue(NOW)), Tokens(b"another").visitor(token))
    assert token.rpartition(".")[2] != secret


def test_every_language_says_all_of_it() -> None:
    def keys(language: str) -> set[str]:
        said = texts(language)
        assert all(said.values())
        return {*said, *said["wrong"]}

    assert all(keys(language) == keys("en") for language in LANGUAGES)


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [("pl", "ru", "pl"), ("", "de, el-GR;q=0.9, en;q=0.8", "el"), ("xx", "", "en"), ("../en", "", "en")],
)
def test_the_page_speaks_the_readers_language(asked: str, accepted: str, language: str) -> None:
    assert language_of(asked, accepted) == language


def test_a_field_that_is_wrong_says_so_to_everybody() -> None:
    """Of the label, the words and their connection, a screen reader needs each."""
    html = Pages("Marlow & Pine", []).render(
        "form.html", "en", given=Fields(name='"><script>', email="ada"), wrong={"email": "email_wrong"}, token="t",
        trap="website", topics={}, action="?lang=en",
    )  # fmt: skip

    assert html.count("<script") == 1, "ours"
    [field] = re.findall(r'<input id="email".*?>', html, re.DOTALL)
    assert 'aria-invalid="true"' in field
    assert 'aria-describedby="email-wrong"' in field
    assert "autofocus" in field
    assert re.search(r'id="email-wrong">This doesn&#39;t look like', html)
    shown = re.findall(r'<(?:input|select|textarea) id="(\w+)"', html)
    assert shown == re.findall(r'<label for="(\w+)"', html)


def test_only_the_companys_sites_may_frame_it() -> None:
    policy = Pages("x", ["https://shop.example"]).headers["Content-Security-Policy"]

    assert policy.endswith("frame-ancestors 'self' https://shop.example")
    assert Pages("x", []).headers["Content-Security-Policy"].endswith("frame-ancestors *")


def test_nothing_comes_from_third_parties() -> None:
    files = [*HERE.glob("templates/*"), *HERE.glob("static/*")]

    assert len(files) == 9
    assert not [each.name for each in files if re.search("(http:|https:|[\"'])//", each.read_text())]
