"""What Telegram's updates mean to us. Numbers in brackets are those of the adapters' test list."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiogram.types import MessageEntity
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Malformed, Refused
from bot.channels.file_names import safe_name
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.channels.telegram.text import plain
from bot.events import EVENTS, Edited, FromCustomer, Left, Pressed, Profile, Reacted, Returned, Said, Started
from handoff.customer import Address
from handoff.messages import Attachment, Card, Content, FileKind, Place

FIXTURES = Path(__file__).parents[1] / "fixtures" / "telegram"
RECEIVED = datetime(2025, 11, 22, 6, 0, 1, tzinfo=UTC)
SENT = datetime(2025, 11, 22, 6, 0, tzinfo=UTC)
OLENA = Address(channel="telegram", account="main", external_id="7100234")
SECRET = "s3cret_-token"
CHANNEL = TelegramChannel(TelegramSettings(token="10001:test", webhook_secret=SECRET))


def payload(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def parse(body: bytes, channel: TelegramChannel = CHANNEL) -> FromCustomer:
    [event] = channel.parse({"x-telegram-bot-api-secret-token": SECRET}, body, RECEIVED)
    return event


def a_file(kind: FileKind, name: str, mime: str, size: int, ref: str) -> Content:
    ref = f"AgACAgIAAxkBAAIB{ref}"
    return Content(attachments=(Attachment(kind=kind, name=name, mime=mime, size=size, provider_ref=ref),))


def test_every_event_says_who_wrote_when_and_from_where() -> None:
    event = parse(payload("text"))

    assert event.id == "telegram:main:512340101"
    assert event.address == OLENA
    assert event.conversation_id == "telegram:main:7100234"
    assert (event.at, event.sent_at) == (RECEIVED, SENT)
    assert event.profile == Profile(name="Олена Коваль", language="uk", username="olena_k")


def test_two_bots_of_one_customer_are_two_conversations() -> None:
    second = TelegramChannel(TelegramSettings(token="10002:test", webhook_secret=SECRET, account="shop"))

    event = parse(payload("text"), second)

    assert second.name == "telegram-shop"
    assert event.id == "telegram:shop:512340101"
    assert event.conversation_id == "telegram:shop:7100234"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text", Content(text="Де моє замовлення №1042? 📦")),
        ("text_with_link", Content(text="📦 Look at this page (https://shop.example/orders/1042), please")),
        ("document", a_file(FileKind.DOCUMENT, "рахунок 1042.pdf", "application/pdf", 48213, "doc")),
        ("document_with_bad_name", a_file(FileKind.DOCUMENT, "invoicefdp.exe", "application/x-msdownload", 512, "bad")),
        ("voice", a_file(FileKind.VOICE, "voice.ogg", "audio/ogg", 16023, "voice")),
        ("audio", a_file(FileKind.AUDIO, "call.mp3", "audio/mpeg", 2930192, "audio")),
        ("video_note", a_file(FileKind.VIDEO, "video.mp4", "video/mp4", 450112, "note")),
        ("animation", a_file(FileKind.VIDEO, "cat.gif.mp4", "video/mp4", 90211, "anim")),
        ("sticker", a_file(FileKind.STICKER, "sticker.webp", "image/webp", 22190, "sticker")),
        ("album_item", a_file(FileKind.PHOTO, "photo.jpg", "image/jpeg", 90111, "y")),
        ("location", Content(place=Place(latitude=50.450001, longitude=30.523333))),
        ("venue", Content(text="Nova Poshta 12, Khreshchatyk 22", place=Place(latitude=50.4476, longitude=30.5226))),
        ("contact", Content(cards=(Card(name="Олена Коваль", phone="+380441234567", own=True),))),
    ],
)
def test_each_kind_of_message_is_said(name: str, content: Content) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert event.content == content
    assert event.provider_id == "481"
    assert event.unsupported is None


@pytest.mark.parametrize(
    "foreign",
    [
        {"contact": {"phone_number": "+380441234567", "first_name": "Олена", "user_id": 7}},
        {"contact": {"phone_number": "+380441234567", "first_name": "Олена"}},
        {"forward_origin": {"type": "hidden_user", "date": 1763791200, "sender_user_name": "Олена"}},
    ],
)
def test_a_contact_that_is_not_shown_to_be_the_writers_own_is_not(foreign: dict[str, object]) -> None:
    update = json.loads(payload("contact"))
    update["message"] |= foreign
    event = parse(json.dumps(update).encode())

    assert isinstance(event, Said)
    [card] = event.content.cards
    assert card.own is False


@pytest.mark.parametrize(
    ("name", "caption", "ref"), [("photo", "Ось така подряпина", "x"), ("video", "It does not switch on", "video")]
)
def test_a_caption_is_the_text_and_a_photo_is_its_largest_size(name: str, caption: str, ref: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert event.content.text == caption
    assert event.content.attachments[0].provider_ref == f"AgACAgIAAxkBAAIB{ref}"


@pytest.mark.parametrize("name", ["poll", "dice", "story", "game", "paid_media", "checklist"])
def test_a_kind_we_cannot_read_is_named(name: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert event.content == Content()
    assert event.unsupported == name


@pytest.mark.parametrize(("name", "picked"), [("reply", ""), ("reply_to_words", "синій")])
def test_an_answer_names_what_it_answers(name: str, picked: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert (event.reply_to, event.picked) == ("477", picked)


def test_words_of_another_chat_are_written_out() -> None:
    event = parse(payload("reply_to_other_chat"))

    assert isinstance(event, Said)
    assert event.content.text == "> Free delivery\n> until Sunday\nЦе правда?"
    assert event.reply_to is None


@pytest.mark.parametrize(
    ("name", "whose"),
    [
        ("forwarded_from_user", "Petro Koval"),
        ("forwarded_from_hidden_user", "Courier 12"),
        ("forwarded_from_channel", "Shop news"),
        ("forwarded_from_chat", "Neighbours"),
        ("text", None),
    ],
)
def test_it_is_said_whose_words_are_passed_on(name: str, whose: str | None) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert event.forwarded_from == whose


@pytest.mark.parametrize(("name", "signs"), [("reaction", ("👍", "❓")), ("reaction_taken_away", ())])
def test_all_signs_of_a_message_are_told_at_once(name: str, signs: tuple[str, ...]) -> None:
    event = parse(payload(name))

    assert isinstance(event, Reacted)
    assert (event.provider_id, event.reactions) == ("477", signs)
    assert event.address == OLENA


def test_items_of_an_album_say_that_they_belong_together() -> None:
    """[5]"""
    event = parse(payload("album_item"))

    assert isinstance(event, Said)
    assert event.album == json.loads(payload("album_item"))["message"]["media_group_id"]


@pytest.mark.parametrize(("name", "link"), [("start", ""), ("start_with_payload", "order-1042_uk")])
def test_start_opens_the_chat_with_what_the_link_carried(name: str, link: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Started)
    assert event.payload == link


def test_a_start_that_no_link_can_make_is_a_message() -> None:
    update = json.loads(payload("start"))
    update["message"]["text"] = "/start me up, please"

    assert isinstance(parse(json.dumps(update).encode()), Said)


@pytest.mark.parametrize(
    ("name", "text"), [("edited", "Де моє замовлення №1043?"), ("edited_caption", "Ось дві подряпини")]
)
def test_an_edit_names_the_message_and_its_new_words(name: str, text: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Edited)
    assert (event.provider_id, event.text) == ("481", text)
    assert event.sent_at == datetime(2025, 11, 22, 6, 1, tzinfo=UTC)


def test_a_press_carries_the_label_that_was_seen() -> None:
    event = parse(payload("press"))

    assert isinstance(event, Pressed)
    assert (event.action, event.label, event.callback_id) == ("a7:no", "Ні", "30501928374650123")
    assert event.address == OLENA
    assert event.sent_at == RECEIVED, "a press has no date of its own"


def test_a_press_under_an_old_message_still_counts() -> None:
    event = parse(payload("press_on_old_message"))

    assert isinstance(event, Pressed)
    assert (event.action, event.label) == ("a7:yes", "")


@pytest.mark.parametrize(("name", "kind"), [("blocked", Left), ("unblocked", Returned)])
def test_blocking_and_coming_back_are_told(name: str, kind: type[FromCustomer]) -> None:
    """[11]"""
    event = parse(payload(name))

    assert isinstance(event, kind)
    assert event.address == OLENA


@pytest.mark.parametrize(
    "name", ["group_message", "group_migrated", "pinned", "edited_live_location", "unknown_update"]
)
def test_what_is_no_business_of_ours_is_acknowledged_and_ignored(name: str) -> None:
    """[12]"""
    assert CHANNEL.parse({"x-telegram-bot-api-secret-token": SECRET}, payload(name), RECEIVED) == ()


def test_the_same_update_has_the_same_id_each_time() -> None:
    """[2] The intake's unique key and the conversation's memory do the rest."""
    assert parse(payload("text")).id == parse(payload("text")).id != parse(payload("photo")).id


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_every_event_survives_the_mailbox(path: Path) -> None:
    try:
        events = CHANNEL.parse({"x-telegram-bot-api-secret-token": SECRET}, path.read_bytes(), RECEIVED)
    except Malformed:
        assert path.stem == "poison"
        return
    for event in events:
        assert EVENTS.validate_json(EVENTS.dump_json(event)) == event


# -- who may call ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-telegram-bot-api-secret-token": ""},
        {"x-telegram-bot-api-secret-token": SECRET[:-1]},
        {"x-telegram-bot-api-secret-token": SECRET + "x"},
        {"x-telegram-bot-api-secret-token": "секрет"},
        {"x-telegram-bot-api-secret-token": "\udcff"},
    ],
    ids=["missing", "empty", "truncated", "longer", "not ASCII", "not even text"],
)
def test_a_request_without_the_secret_is_refused_before_it_is_read(headers: dict[str, str]) -> None:
    """[1]"""
    with pytest.raises(Refused):
        CHANNEL.parse(headers, payload("text"), RECEIVED)
    with pytest.raises(Refused):
        CHANNEL.parse(headers, b"not even JSON", RECEIVED)


def test_without_a_secret_of_ours_nobody_may_call() -> None:
    """[1]"""
    channel = TelegramChannel(TelegramSettings(token="10001:test"))

    with pytest.raises(Refused):
        channel.parse({"x-telegram-bot-api-secret-token": ""}, payload("text"), RECEIVED)


def test_odd_spacing_and_unescaped_words_are_read_as_they_are() -> None:
    """[1]"""
    spaced = json.dumps(json.loads(payload("text")), indent=7, ensure_ascii=True).encode()

    assert parse(b"\n\n " + spaced + b"\r\n") == parse(payload("text"))


def test_the_token_and_the_secret_do_not_show() -> None:
    shown = repr(TelegramSettings(token="10001:hidden", webhook_secret="hidden-too"))

    assert "hidden" not in shown


# -- poison ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        payload("poison"), b"", b"[]", b"null", b"7", b"{", b'{"update_id": "x"}', b'{"message": {}}', b"\xff\xfe",
        b'{"update_id": 1, "message": ' + b'{"reply_to_message": ' * 600 + b"{}" + b"}" * 601,
        b'{"update_id": 1, "message": ' + b"[" * 100_000,
        payload("text").replace("Де".encode(), b"\\ud800"),
        payload("edited").replace(b'"edit_date": 1763791260', b'"edit_date": 99999999999999'),
    ],
)  # fmt: skip
def test_a_poison_update_is_malformed(body: bytes) -> None:
    """[13]"""
    with pytest.raises(Malformed):
        parse(body)


def test_the_reason_of_a_poison_update_keeps_the_customers_words_to_itself() -> None:
    with pytest.raises(Malformed) as caught:
        parse(payload("poison"))

    assert "message.message_id: int_parsing" in str(caught.value)
    assert "not a number" not in str(caught.value)
    assert caught.value.__suppress_context__


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REAL = [json.loads(path.read_bytes()) for path in sorted(FIXTURES.glob("*.json"))]


@st.composite
def nearly_real(draw: st.DrawFn) -> Any:
    """A recorded update with one value, somewhere, replaced."""
    update = json.loads(json.dumps(draw(st.sampled_from(REAL))))
    place: Any = update
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
            continue
        place[key] = draw(JSON)
        return update


@given(raw=JSON | nearly_real())
def test_no_json_does_more_than_be_malformed(raw: Any) -> None:
    try:
        events = CHANNEL.parse({"x-telegram-bot-api-secret-token": SECRET}, json.dumps(raw).encode(), RECEIVED)
    except Malformed:
        return
    for event in events:
        assert event.sent_at.tzinfo is not None
        assert EVENTS.validate_json(EVENTS.dump_json(event)) == event


@given(body=st.binary(max_size=200))
def test_no_bytes_do_more_than_be_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse(body)


# -- the small rules ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\ada\\plan.doc", "plan.doc"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("line\nbreak\x00.txt", "linebreak.txt"),
        ("", "file"),
        (None, "file"),
        ("...", "file"),
        ("x" * 300 + ".docx", "x" * 116 + ".docx"),
    ],
)
def test_a_file_name_is_only_a_name(name: str | None, safe: str) -> None:
    """[10]"""
    assert safe_name(name, "file") == safe


def test_only_hidden_links_are_written_out() -> None:
    entities = [
        MessageEntity(type="text_link", offset=0, length=4, url="https://a.example"),
        MessageEntity(type="url", offset=5, length=9),
        MessageEntity(type="text_link", offset=15, length=2, url="https://b.example"),
    ]

    assert plain("here b.example 🙂", entities) == "here (https://a.example) b.example 🙂 (https://b.example)"


@given(
    text=st.text(max_size=30),
    spots=st.lists(st.tuples(st.integers(-5, 60), st.integers(-5, 60)), max_size=4),
)
def test_wrong_offsets_never_break_a_text(text: str, spots: list[tuple[int, int]]) -> None:
    entities = [MessageEntity(type="text_link", offset=at, length=long, url="u") for at, long in spots]

    assert plain(text, entities).replace(" (u)", "") == text.replace(" (u)", "")
