"""What WhatsApp's webhooks mean to us. Numbers in brackets are those of the adapters' test list."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Malformed, Refused, Unread
from bot.channels.whatsapp import WhatsAppChannel, WhatsAppSettings
from bot.events import (
    EVENTS,
    Arrived,
    Edited,
    FromCustomer,
    Left,
    Moved,
    Pressed,
    Profile,
    Reacted,
    Receipt,
    Said,
    Started,
    Withdrawn,
)
from handoff.customer import Address
from handoff.messages import Attachment, Card, Content, FileKind, Place
from tests.whatsapping import UNUSED, Shelf

FIXTURES = Path(__file__).parents[1] / "fixtures" / "whatsapp"
RECEIVED = datetime(2025, 11, 22, 7, 0, 5, tzinfo=UTC)
SENT = datetime(2025, 11, 22, 7, 0, 1, tzinfo=UTC)
OLENA = Address(channel="whatsapp", account="main", external_id="UA.1349120865530274")
BORIS = Card(name="Борис Іваненко", phone="+380 67 123 4567")
SECRET = "app-secret"
FIRST = "wamid.HBgMMzgwNDQxMjM0NTY3FQIAEhgUM0E0000"
OURS = "wamid.HBgMMzgwNDQxMjM0NTY3FQIAERgSQUJD"


def settings(**known: Any) -> WhatsAppSettings:
    usual = {"token": "t", "app_secret": SECRET, "verify_token": "v", "phone_number_id": "106540352242922"}
    return WhatsAppSettings(**{**usual, **known})


def made(**known: Any) -> WhatsAppChannel:
    return WhatsAppChannel(settings(**known), lambda: RECEIVED, templates=Shelf(), files=UNUSED, redis=UNUSED)


CHANNEL = made()


def payload(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def items(body: bytes, channel: WhatsAppChannel = CHANNEL) -> list[FromCustomer | Unread]:
    return list(channel.parse({"x-hub-signature-256": signature(body)}, body, RECEIVED))


def one(name: str) -> Any:
    [item] = items(payload(name))
    return item


def a_file(kind: FileKind, name: str, mime: str, ref: str, text: str = "") -> Content:
    file = Attachment(kind=kind, name=name, mime=mime, provider_ref=f"27548594414981{ref}")
    return Content(text=text, attachments=(file,))


def test_every_event_says_who_wrote_when_and_from_where() -> None:
    event = one("text")

    assert event.id == "whatsapp:main:wamid.HBgMMzgwNDQxMjM0NTY3FQIAEhgUM0E0001"
    assert event.address == OLENA
    assert (event.at, event.sent_at) == (RECEIVED, SENT)
    assert event.profile == Profile(
        name="Олена Коваль", username="olena.koval", phone="+380441234567", phone_is_theirs=True
    )
    assert event.provider_id == "wamid.HBgMMzgwNDQxMjM0NTY3FQIAEhgUM0E0001"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text", Content(text="Де моє замовлення №1042? 📦")),
        ("image", a_file(FileKind.PHOTO, "photo.jpg", "image/jpeg", "28", "The box")),
        ("video", a_file(FileKind.VIDEO, "video.mp4", "video/mp4", "29")),
        ("voice", a_file(FileKind.VOICE, "voice.ogg", "audio/ogg", "30")),
        ("audio", a_file(FileKind.AUDIO, "audio.mp3", "audio/mpeg", "31")),
        ("document", a_file(FileKind.DOCUMENT, "рахунокfdp.1042.pdf", "application/pdf", "32")),
        ("sticker", a_file(FileKind.STICKER, "sticker.webp", "image/webp", "33")),
        ("location", Content(text="Nova Poshta 12, Khreshchatyk 22", place=Place(latitude=50.4476, longitude=30.5226))),
        ("contacts", Content(cards=(BORIS, Card(name="Shop", phone="48221234567")))),
        ("order", Content(text="Please gift-wrap\n2 × lamp-7, 49.5 EUR\n1 × rug-1, 120 EUR")),
        ("template_button", Content(text="Call me back")),
    ],
)
def test_each_kind_of_message_is_read(name: str, content: Content) -> None:
    """[10] A file's name has neither a path nor marks that turn it round."""
    event = one(name)

    assert isinstance(event, Said)
    assert event.content == content
    assert event.unsupported is None


def test_every_number_of_every_shared_contact_is_kept() -> None:
    raw = json.loads(payload("contacts"))
    [first, shop] = raw["entry"][0]["changes"][0]["value"]["messages"][0]["contacts"]
    first["phones"] += [{"phone": "+380 44 123 0000"}, {"phone": "+380 67 123 4567"}]
    shop["phones"] = []
    [said] = items(json.dumps(raw).encode())

    assert isinstance(said, Said)
    assert said.content.cards == (BORIS, Card(name=BORIS.name, phone="+380 44 123 0000"), Card(name="Shop", phone=""))


@pytest.mark.parametrize(
    ("name", "action", "label"),
    [("button_reply", "helped#1", "Yes, thanks"), ("list_reply", "choice_4#1", "Delivery of furniture")],
)
def test_a_press_of_a_button_or_a_row_is_a_press(name: str, action: str, label: str) -> None:
    event = one(name)

    assert isinstance(event, Pressed)
    assert (event.action, event.label) == (action, label)


def test_a_reply_names_the_message_it_answers() -> None:
    assert one("text_reply").reply_to == "wamid.HBgMMzgwNDQxMjM0NTY3FQIAERgSQUJD"
    assert one("text").reply_to is None


@pytest.mark.parametrize(("name", "signs"), [("reaction", ("👍",)), ("reaction_taken_away", ())])
def test_a_reaction_is_a_sign_at_a_message_and_says_that_it_was_read(name: str, signs: tuple[str, ...]) -> None:
    reacted, receipt = items(payload(name))

    assert isinstance(reacted, Reacted)
    assert isinstance(receipt, Receipt)
    assert (reacted.provider_id, reacted.reactions) == (OURS, signs)
    assert (receipt.provider_id, receipt.state) == (OURS, "read")
    assert reacted.id != receipt.id


@pytest.mark.parametrize(("name", "words"), [("edited", "Order 1043, not 1042"), ("edited_caption", "The blue one")])
def test_what_was_mended_names_the_message_and_its_new_words(name: str, words: str) -> None:
    event = one(name)

    assert isinstance(event, Edited)
    assert (event.provider_id, event.text) == (FIRST, words)


def test_what_was_taken_back_names_the_message() -> None:
    event = one("taken_back")

    assert isinstance(event, Withdrawn)
    assert event.provider_id == FIRST


@pytest.mark.parametrize("name", ["text_forwarded", "text_forwarded_often"])
def test_what_was_passed_on_says_so_and_whatsapp_names_nobody(name: str) -> None:
    assert one(name).forwarded_from == ""
    assert one("text").forwarded_from is None


def test_the_advertisement_that_led_here_is_kept_beside_the_words() -> None:
    event = one("text_from_advertisement")

    assert event.content.text == "Is this sofa in stock?"
    assert event.content.folded == "Oslo sofa\nFrom 499 EUR until Sunday\nhttps://fb.me/3cr4Wqqkv"


def test_an_opened_chat_is_a_start() -> None:
    assert isinstance(one("welcome"), Started)


def test_what_whatsapp_does_not_hand_on_is_unsupported() -> None:
    assert one("unsupported").unsupported == "unsupported"


@pytest.mark.parametrize(("name", "kind"), [("unknown_kind", "hologram"), ("form_reply", "interactive")])
def test_a_kind_we_do_not_know_is_told_as_such_and_kept_as_it_came(name: str, kind: str) -> None:
    event, unread = items(payload(name))

    assert isinstance(event, Said)
    assert event.unsupported == kind
    assert isinstance(unread, Unread)
    assert json.loads(unread.raw)["type"] == kind


# -- who ---------------------------------------------------------------------------------------------------------------


def test_people_are_known_by_their_own_id_and_else_by_their_number() -> None:
    """[12] The number may be absent; the id of an earlier day may be."""
    hidden, old = one("text_without_number"), one("text_without_user_id")

    assert (hidden.address, hidden.profile.phone) == (OLENA, None)
    assert hidden.profile.username == "olena.koval"
    assert (old.address.external_id, old.profile.phone) == ("48600100200", "+48600100200")


def test_a_message_without_its_writer_belongs_to_nobody_unless_there_is_only_one() -> None:
    """[12]"""
    raw = json.loads(payload("text_without_number"))
    value = raw["entry"][0]["changes"][0]["value"]
    del value["messages"][0]["from_user_id"]
    [alone] = items(json.dumps(raw).encode())
    value["contacts"].append({"user_id": "PL.77", "profile": {"name": "Ada"}})
    [unread] = items(json.dumps(raw).encode())

    assert isinstance(alone, Said)
    assert alone.address == OLENA
    assert isinstance(unread, Unread)


def test_a_number_that_changed_hands_is_written_to_no_more() -> None:
    """[12] They are told of in both conversations, since they go on in the new one."""
    moved, arrived = items(payload("number_changed"))
    new = replace(OLENA, external_id="UA.9981")

    assert isinstance(moved, Moved)
    assert isinstance(arrived, Arrived)
    assert (moved.address, moved.to) == (OLENA, new)
    assert (arrived.address, arrived.was, arrived.profile.phone) == (new, OLENA, "+380501112233")


def test_a_number_that_changed_to_nobody_knows_what_is_left() -> None:
    """[12]"""
    raw = json.loads(payload("number_changed"))
    system = raw["entry"][0]["changes"][0]["value"]["messages"][0]["system"]
    del system["wa_id"], system["user_id"]
    [event] = items(json.dumps(raw).encode())

    assert isinstance(event, Left)
    assert event.address == OLENA


def test_two_numbers_of_one_customer_are_two_conversations() -> None:
    second = made(account="shop")

    [event] = items(payload("text"), second)

    assert second.name == "whatsapp-shop"
    assert isinstance(event, Said)
    assert event.conversation_id == "whatsapp:shop:UA.1349120865530274"


def test_what_others_of_the_app_are_written_is_not_kept() -> None:
    other = made(phone_number_id="1")

    with structlog.testing.capture_logs() as logs:
        assert items(payload("text"), other) == []

    assert [line["action"] for line in logs] == ["other_number"]


# -- the day for answers -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["text", "image", "button_reply", "order", "unsupported"])
def test_a_message_lets_us_answer_for_a_day_from_when_it_was_written(name: str) -> None:
    """[9] By the provider's clock, not by when it reached us."""
    [event, *_] = items(payload(name))

    assert isinstance(event, Said | Pressed)
    assert event.reply_until == SENT + timedelta(hours=24)


@pytest.mark.parametrize("name", ["reaction", "status_read", "number_changed"])
def test_what_is_no_message_does_not(name: str) -> None:
    """[9]"""
    assert all(getattr(each, "reply_until", "") is None for each in items(payload(name)))


# -- statuses ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "state"), [("status_delivered", "delivered"), ("status_read", "read")])
def test_a_status_is_a_receipt(name: str, state: str) -> None:
    """[4]"""
    event = one(name)

    assert isinstance(event, Receipt)
    assert (event.provider_id, event.state, event.address) == (OURS, state, OLENA)
    assert event.id == f"whatsapp:main:{OURS}:{state}"
    named = f"{OLENA.conversation_id}/5" if state == "delivered" else None
    assert event.message_id == named, "as far as we told WhatsApp which it was"


def test_a_failure_says_why() -> None:
    """[4] Failed after it was taken."""
    event = one("status_failed")

    assert (event.state, event.reason) == (
        "failed", "WhatsApp refuses the message: Unsupported Image mime type image/tiff (131053)."
    )  # fmt: skip


def test_whom_nothing_reaches_has_left() -> None:
    """[11]"""
    receipt, left = items(payload("status_undeliverable"))

    assert isinstance(receipt, Receipt)
    assert isinstance(left, Left)
    assert receipt.id != left.id
    assert "cannot deliver" in (receipt.reason or "")


def test_that_it_was_sent_is_no_news() -> None:
    assert items(payload("status_sent")) == []


# -- many at once ------------------------------------------------------------------------------------------------------


def test_of_many_each_is_read_by_itself_and_in_the_order_of_their_times() -> None:
    """[13] One message and one status cannot be read; four neighbours do not suffer, and ties keep their order."""
    found = items(payload("batch"))

    said = [each for each in found if isinstance(each, Said)]
    assert [(each.content.text, each.address.external_id) for each in said] == [
        ("first", "PL.77"), ("second", OLENA.external_id), ("third", OLENA.external_id)
    ]  # fmt: skip
    assert [each.state for each in found if isinstance(each, Receipt)] == ["delivered", "read"]
    bad = [each for each in found if isinstance(each, Unread)]
    assert [each.reason for each in bad] == [
        "Incoming is not of a known shape: text.body: missing.", "A status 'melted' that we do not know."
    ]  # fmt: skip
    assert json.loads(bad[0].raw)["text"] == {"text": "no body"}


@pytest.mark.parametrize("name", ["account_alert", "template_paused"])
def test_news_of_the_account_is_no_event(name: str) -> None:
    assert items(payload(name)) == []


@pytest.mark.parametrize("part", ["entry", "changes", "messages", "statuses"])
@pytest.mark.parametrize("bad", [7, "seven", [7], {"seven": 7}], ids=str)
def test_a_part_of_another_shape_is_kept_aside(part: str, bad: Any) -> None:
    """[13]"""
    raw = json.loads(payload("text"))
    entry = raw["entry"][0]
    holder = {"entry": raw, "changes": entry}.get(part, entry["changes"][0]["value"])
    holder[part] = bad

    unread = [each for each in items(json.dumps(raw).encode()) if isinstance(each, Unread)]

    assert len(unread) == (0 if part == "entry" and bad == {"seven": 7} else 1)


# -- whether it is from WhatsApp ---------------------------------------------------------------------------------------

BODY = payload("text")


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-hub-signature-256": ""},
        {"x-hub-signature-256": signature(BODY)[:-1]},
        {"x-hub-signature-256": signature(BODY).removeprefix("sha256=")},
        {"x-hub-signature-256": signature(BODY, "another secret")},
        {"x-hub-signature-256": signature(BODY + b" ")},
        {"x-hub-signature-256": "підпис"},
        {"x-hub-signature-256": "\udcff"},
    ],
    ids=["missing", "empty", "truncated", "bare", "of another", "of another body", "not ASCII", "not even text"],
)
def test_a_request_with_another_signature_is_refused_before_it_is_read(headers: dict[str, str]) -> None:
    """[1]"""
    with pytest.raises(Refused):
        CHANNEL.parse(headers, BODY, RECEIVED)


def test_without_a_secret_of_ours_nobody_may_call() -> None:
    """[1]"""
    channel = made(app_secret="")

    with pytest.raises(Refused):
        channel.parse({"x-hub-signature-256": signature(BODY, "")}, BODY, RECEIVED)


def test_the_signature_is_over_the_bytes_whatever_their_spacing_and_escapes() -> None:
    """[1]"""
    for ascii_only in (True, False):
        body = b"\n " + json.dumps(json.loads(BODY), indent=7, ensure_ascii=ascii_only).encode() + b"\r\n"
        assert items(body) == items(BODY)


def test_secrets_do_not_show() -> None:
    shown = repr(settings(token="hidden-1", app_secret="hidden-2", verify_token="hidden-3"))

    assert "hidden" not in shown


# -- poison ------------------------------------------------------------------------------------------------------------


def test_half_a_character_is_replaced_and_all_else_is_read() -> None:
    """[6] A text that somebody cut within an emoji."""
    [said] = items(BODY.replace(b"\\u0414", b"\\ud800"))

    assert isinstance(said, Said)
    assert said.content.text.startswith("?")
    assert len(said.content.text) > 1


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"7", b"{", b"{}", b'{"object": "page", "entry": []}', b"\xff\xfe",
        b'{"object": "whatsapp_business_account", "entry": ' + b"[" * 100_000,
        b'{"object": "whatsapp_business_account", "entry": [' + b"[" * 400 + b"]" * 401 + b"}",
    ],
)  # fmt: skip
def test_a_body_that_is_no_webhook_of_whatsapps_is_malformed(body: bytes) -> None:
    """[13]"""
    with pytest.raises(Malformed):
        items(body)


@pytest.mark.parametrize("timestamp", ["", "soon", "-1", "99999999999999", 1e300, None, "9" * 5000])
def test_a_message_from_outside_of_time_is_kept_aside(timestamp: Any) -> None:
    raw = json.loads(BODY)
    raw["entry"][0]["changes"][0]["value"]["messages"][0]["timestamp"] = timestamp

    [item] = items(json.dumps(raw).encode())

    assert isinstance(item, Unread)
    assert "1042" not in item.reason, "the reason keeps the customer's words to itself"


def test_the_id_of_a_file_cannot_lead_our_token_elsewhere() -> None:
    raw = json.loads(payload("image"))
    raw["entry"][0]["changes"][0]["value"]["messages"][0]["image"]["id"] = "../../evil?x=https://evil.example"

    assert isinstance(items(json.dumps(raw).encode())[0], Unread)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REAL = [json.loads(path.read_bytes()) for path in sorted(FIXTURES.glob("*.json"))]
NEIGHBOUR = json.loads(BODY)["entry"][0]


@st.composite
def nearly_real(draw: st.DrawFn) -> Any:
    """A webhook with one value, somewhere, replaced."""
    update = json.loads(json.dumps(draw(st.sampled_from(REAL))))
    place: Any = update
    while True:
        key = draw(st.sampled_from(sorted(place) if isinstance(place, dict) else range(len(place))))
        if isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 3)):
            place = place[key]
            continue
        place[key] = draw(JSON)
        return update


@given(raw=JSON | nearly_real())
def test_no_json_does_more_than_be_malformed(raw: Any) -> None:
    try:
        found = items(json.dumps(raw).encode())
    except Malformed:
        return
    for each in found:
        if not isinstance(each, Unread):
            assert EVENTS.validate_json(EVENTS.dump_json(each)) == each


@given(raw=nearly_real())
def test_no_bad_item_harms_its_neighbour(raw: Any) -> None:
    """[13]"""
    entries = raw.get("entry") if isinstance(raw.get("entry"), list) else []
    both = {"object": "whatsapp_business_account", "entry": [*entries, NEIGHBOUR]}

    found = items(json.dumps(both).encode())

    assert items(BODY)[0] in found


@given(body=st.binary(max_size=200))
def test_no_bytes_do_more_than_be_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        items(body)
