"""What Viber's callbacks mean to us. Numbers in brackets are those of the adapters' test list."""

import hashlib
import hmac
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Malformed, Refused
from bot.channels.viber import ViberChannel, ViberSettings
from bot.channels.viber.parse import is_newcomer, read
from bot.channels.viber.people import external_id, user_id
from bot.events import EVENTS, FromCustomer, Left, Pressed, Profile, Receipt, Returned, Said, Started
from handoff.customer import Address
from handoff.messages import Attachment, Card, Content, FileKind, Place
from tests.parts import Clock

FIXTURES = Path(__file__).parents[1] / "fixtures" / "viber"
RECEIVED = datetime(2025, 11, 22, 6, 0, 1, tzinfo=UTC)
SENT = datetime(2025, 11, 22, 6, 0, 0, 123000, tzinfo=UTC)
OLENA = Address(channel="viber", account="main", external_id="3SQNc4FPUQmysaM_AQEhXg==")
TOKEN = "445da6az1s345z78-dazcczb2542zv51a-e0vc5fva17480im9"
LINK = "https://dl-media.viber.com/5/media/2/short/any/sig/image/0x0/d793/"
SIGNED = "?Expires=1763794800&Signature=lL-WcCh~MjYuegI&Key-Pair-Id=APKAJ62UNS"


def channel(**settings: Any) -> ViberChannel:
    settings = {"token": TOKEN, "name": "Shop", "webhook_url": "https://help.example/channels/viber", **settings}
    return ViberChannel(ViberSettings(**settings), Clock(), redis=cast(Any, None))


CHANNEL = channel()


def payload(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def signed(body: bytes, token: str = TOKEN) -> dict[str, str]:
    return {"x-viber-content-signature": hmac.new(token.encode(), body, hashlib.sha256).hexdigest()}


def parse(body: bytes, viber: ViberChannel = CHANNEL) -> FromCustomer:
    [event] = viber.parse(signed(body), body, RECEIVED)
    return event


def a_file(kind: FileKind, name: str, mime: str, size: int | None, ref: str) -> Attachment:
    return Attachment(kind=kind, name=name, mime=mime, size=size, provider_ref=f"{LINK}{ref}{SIGNED}")


PHOTO = a_file(FileKind.PHOTO, "IMG-0042.jpg", "image/jpeg", 90111, "8d793.jpg")
STICKER = Attachment(
    kind=FileKind.STICKER, name="sticker.png", mime="image/png",
    provider_ref="http://content.cdn.viber.com/stickers/100/40100/00040138.png",
)  # fmt: skip


def test_every_event_says_who_wrote_when_and_from_where() -> None:
    event = parse(payload("text"))

    assert event.id == "viber:main:5741311803571721087:message:3SQNc4FPUQmysaM_AQEhXg=="
    assert event.address == OLENA
    assert (event.at, event.sent_at) == (RECEIVED, SENT)
    assert event.profile == Profile(name="Олена Коваль", language="uk")


def test_an_id_with_a_slash_does_not_cut_the_address_of_a_conversation() -> None:
    """[12] Viber's ids are base64; ours are in its alphabet for addresses, and lead back to Viber's."""
    assert OLENA.conversation_id == "viber:main:3SQNc4FPUQmysaM_AQEhXg=="
    for theirs in ("3SQNc4FPUQmysaM/AQEhXg==", "+/+/AA==", "01234567890A="):
        assert user_id(external_id(theirs)) == theirs


def test_two_bots_of_one_customer_are_two_conversations() -> None:
    event = parse(payload("text"), shop := channel(account="shop"))

    assert shop.name == "viber-shop"
    assert event.conversation_id == "viber:shop:3SQNc4FPUQmysaM_AQEhXg=="


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("text", Content(text="Де моє замовлення №1042? 📦")),
        ("text_with_tracking", Content(text="yes")),
        ("picture", Content(text="Ось така подряпина", attachments=(PHOTO,))),
        (
            "picture_png",
            Content(attachments=(a_file(FileKind.PHOTO, "photo.jpg", "image/png", None, "8d793.png"),)),
        ),
        ("video", Content(attachments=(a_file(FileKind.VIDEO, "video.mp4", "video/mp4", 2450112, "8826c.mp4"),))),
        (
            "file",
            Content(attachments=(a_file(FileKind.DOCUMENT, "рахунок 1042.pdf", "application/pdf", 48213, "0f1.pdf"),)),
        ),
        ("sticker", Content(attachments=(STICKER,))),
        ("contact", Content(cards=(Card(name="Олена Коваль", phone="+380441234567"),))),
        ("own_phone", Content(cards=(Card(name="Олена Коваль", phone="380441234567"),))),
        ("location", Content(place=Place(latitude=50.450001, longitude=30.523333))),
        ("url", Content(text="https://shop.example/orders/1042")),
    ],
)
def test_each_kind_of_message_is_said(name: str, content: Content) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert event.content == content
    assert event.provider_id == "5741311803571721087", "all of its 64 bits"
    assert event.unsupported is None


def test_a_file_name_with_a_path_and_a_mark_that_turns_it_round_is_only_a_name() -> None:
    """[10]"""
    event = parse(payload("file_with_bad_name"))

    assert isinstance(event, Said)
    assert event.content.attachments[0].name == "invoicefdp.exe"


@pytest.mark.parametrize(("name", "kind"), [("unknown_kind", "poll"), ("picture_without_media", "picture")])
def test_a_kind_that_we_cannot_read_is_named(name: str, kind: str) -> None:
    event = parse(payload(name))

    assert isinstance(event, Said)
    assert (event.content, event.unsupported) == (Content(), kind)


def test_a_press_is_told_from_typing() -> None:
    """[5]"""
    event = parse(payload("press"))

    assert isinstance(event, Pressed)
    assert (event.action, event.label) == ("helped#3", "Так, дякую")


@pytest.mark.parametrize("text", ["helped#3", "⟦⟧", "⟦helped#3", "I typed ⟦helped#3⟧Yes"])
def test_typing_is_no_press(text: str) -> None:
    body = payload("press").replace(json.dumps("⟦helped#3⟧Так, дякую").encode(), json.dumps(text).encode())

    event = parse(body)

    assert isinstance(event, Said)
    assert event.content.text == text


@pytest.mark.parametrize(
    ("name", "link", "newcomer"),
    [("conversation_started", "", True), ("conversation_started_by_link", "order-1042_uk", False)],
)
def test_opening_the_chat_carries_what_the_link_did(name: str, link: str, newcomer: bool) -> None:
    event = parse(payload(name))

    assert isinstance(event, Started)
    assert event.payload == link
    assert is_newcomer(read(payload(name))) is newcomer


@pytest.mark.parametrize(
    ("name", "kind"), [("unsubscribed", Left), ("unsubscribed_without_token", Left), ("subscribed", Returned)]
)
def test_leaving_and_coming_back_are_told(name: str, kind: type[FromCustomer]) -> None:
    """[11]"""
    event = parse(payload(name))

    assert isinstance(event, kind)
    assert event.address == OLENA


@pytest.mark.parametrize(
    ("name", "state", "reason"),
    [
        ("delivered", "delivered", None),
        ("seen", "read", None),
        ("failed", "failed", "Viber could not show it: Message is not supported by the client."),
    ],
)
def test_receipts_name_their_message(name: str, state: str, reason: str | None) -> None:
    """[4]"""
    event = parse(payload(name))

    assert isinstance(event, Receipt)
    assert (event.provider_id, event.state, event.reason) == ("5741311803571721087", state, reason)


def test_what_repeats_a_token_is_another_event_and_a_second_device_is_none() -> None:
    """[2] [4] The message, its delivery and its reading share a token; so do the reports of each device."""
    ids = {parse(payload(name)).id for name in ("text", "delivered", "seen", "failed")}

    assert len(ids) == 4
    later = payload("delivered").replace(b"1763791200123", b"1763791200999")
    assert parse(later).id == parse(payload("delivered")).id


@pytest.mark.parametrize("name", ["webhook", "group_message", "unknown_event"])
def test_what_is_no_business_of_ours_is_acknowledged_and_ignored(name: str) -> None:
    body = payload(name)

    assert CHANNEL.parse(signed(body), body, RECEIVED) == ()


# -- who may call ------------------------------------------------------------------------------------------------------

TRUE = signed(payload("text"))["x-viber-content-signature"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"x-viber-content-signature": ""},
        {"x-viber-content-signature": TRUE[:-1]},
        {"x-viber-content-signature": TRUE + "0"},
        {"x-viber-content-signature": "sha256=" + TRUE},
        signed(payload("text"), TOKEN + "x"),
        {"x-viber-content-signature": "підпис"},
        {"x-viber-content-signature": "\udcff"},
    ],
    ids=["missing", "empty", "truncated", "longer", "prefixed", "another's", "not ASCII", "not even text"],
)
def test_a_request_with_a_wrong_signature_is_refused_before_it_is_read(headers: dict[str, str]) -> None:
    """[1]"""
    with pytest.raises(Refused):
        CHANNEL.parse(headers, payload("text"), RECEIVED)
    with pytest.raises(Refused):
        CHANNEL.parse(headers, b"not even JSON", RECEIVED)


def test_a_true_signature_of_a_body_that_was_changed_is_refused() -> None:
    """[1]"""
    body = payload("text")

    with pytest.raises(Refused):
        CHANNEL.parse(signed(body), body.replace(b"1042", b"1043"), RECEIVED)


def test_the_signature_is_of_the_bytes_and_not_of_what_they_mean() -> None:
    """[1]"""
    escaped = payload("text")
    plain = json.dumps(json.loads(escaped), indent=7, ensure_ascii=False).encode()

    assert parse(b"\n " + plain + b"\r\n") == parse(escaped)
    with pytest.raises(Refused):
        CHANNEL.parse(signed(escaped), plain, RECEIVED)


def test_the_token_does_not_show() -> None:
    assert "hidden" not in repr(ViberSettings(token="hidden", name="Shop", webhook_url="https://help.example"))


# -- poison ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"7", b"{", b"\xff\xfe", b"{}", b'{"event": "message"}', b"[" * 100_000,
        b'{"event": "message", "timestamp": 1}',
        b'{"event": "seen", "timestamp": 1, "user_id": "A="}',
        b'{"event": "seen", "timestamp": 1, "message_token": 1, "user_id": "../../A"}',
        payload("text").replace(b"\\u0414", b"\\ud800"),
        payload("text").replace(b"1763791200123", b"99999999999999999"),
        payload("location").replace(b"50.450001", b"950.45"),
        payload("location").replace(b"50.450001", b"1e999"),
    ],
)  # fmt: skip
def test_a_poison_callback_is_malformed(body: bytes) -> None:
    """[13]"""
    with pytest.raises(Malformed):
        parse(body)


def test_the_reason_of_a_poison_callback_keeps_the_customers_words_to_itself() -> None:
    body = payload("text").replace(b'"type":"text"', b'"type":["a secret"]')

    with pytest.raises(Malformed) as caught:
        parse(body)

    assert "message.type: string_type" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("path", sorted(FIXTURES.glob("*.json")), ids=lambda path: path.stem)
def test_every_event_survives_the_mailbox(path: Path) -> None:
    body = path.read_bytes()

    for event in CHANNEL.parse(signed(body), body, RECEIVED):
        assert EVENTS.validate_json(EVENTS.dump_json(event)) == event


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
REAL = [json.loads(path.read_bytes()) for path in sorted(FIXTURES.glob("*.json"))]


@st.composite
def nearly_real(draw: st.DrawFn) -> Any:
    """A recorded callback with one value, somewhere, replaced."""
    callback = json.loads(json.dumps(draw(st.sampled_from(REAL))))
    place: Any = callback
    while True:
        key = draw(st.sampled_from(sorted(place)))
        if isinstance(place[key], dict) and place[key] and draw(st.booleans()):
            place = place[key]
            continue
        place[key] = draw(JSON)
        return callback


@given(raw=JSON | nearly_real())
def test_no_json_does_more_than_be_malformed(raw: Any) -> None:
    body = json.dumps(raw).encode()
    try:
        events = CHANNEL.parse(signed(body), body, RECEIVED)
    except Malformed:
        return
    for event in events:
        assert event.sent_at.tzinfo is not None
        assert "/" not in event.conversation_id
        assert EVENTS.validate_json(EVENTS.dump_json(event)) == event
    # Whatever could be read by the parser, the welcome can ask about.
    is_newcomer(read(body))


@given(body=st.binary(max_size=200))
def test_no_bytes_do_more_than_be_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        parse(body)
