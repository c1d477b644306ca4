"""What VK's events mean to us. Numbers in brackets are those of the adapters' test list."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import ChannelError, Malformed, Refused
from bot.channels.vk.channel import VkChannel
from bot.channels.vk.settings import VkSettings
from bot.events import (
    EVENTS,
    Edited,
    FromCustomer,
    Left,
    Pressed,
    Profile,
    Reacted,
    Receipt,
    Returned,
    Said,
    Started,
)
from handoff.customer import Address
from handoff.messages import Attachment, Content, FileKind, Place
from tests.parts import Clock

FIXTURES = Path(__file__).parents[1] / "fixtures" / "vk"
RECEIVED = datetime(2025, 11, 22, 6, 0, 5, tzinfo=UTC)
SENT = datetime(2025, 11, 22, 6, 0, tzinfo=UTC)
SECRET = "aaQ13axAPQEcczQa"
PAVEL = Address(channel="vk", account="main", external_id="171118")


def channel(**settings: Any) -> VkChannel:
    known = {"token": "vk1.a.token", "group_id": 190215, "secret": SECRET, **settings}
    return VkChannel(VkSettings(**known), Clock(), files=cast(Any, None))


CHANNEL = channel()


def payload(name: str) -> bytes:
    return (FIXTURES / f"{name}.json").read_bytes()


def parse(body: bytes, vk: VkChannel = CHANNEL) -> list[FromCustomer]:
    return list(vk.parse({}, body, RECEIVED))


def said(name: str) -> Said:
    [event] = parse(payload(name))
    assert isinstance(event, Said)
    return event


def changed(name: str, **fields: Any) -> bytes:
    return json.dumps({**json.loads(payload(name)), **fields}).encode()


def photo(number: str, name: str = "photo.jpg") -> Attachment:
    url = {"1080": "https://sun9-1.userapi.com/s/1080.jpg?quality=95",
           "75": "https://sun9-1.userapi.com/s/75.jpg?quality=95&as=32x24"}[number]  # fmt: skip
    return Attachment(kind=FileKind.PHOTO, name=name, mime="image/jpeg", provider_ref=url)


def test_a_message_says_who_wrote_when_and_from_where() -> None:
    event = said("text")

    assert event.id == "vk:main:171118:57"
    assert event.address == PAVEL
    assert (event.at, event.sent_at) == (RECEIVED, SENT)
    assert event.profile == Profile(language="ru")
    assert (event.content, event.provider_id) == (Content(text="Где мой заказ? 🚚"), "57")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("mention", Content(text="@marlow, здравствуйте, это Павел")),
        ("photo", Content(text="Вот чек", attachments=(photo("1080"), photo("75")))),
        ("doc", Content(attachments=(Attachment(
            kind=FileKind.DOCUMENT, name="Договор 17.pdf", mime="application/pdf", size=48213,
            provider_ref="https://vk.com/doc171118_670000001?hash=abc&dl=GE3&api=1&no_preview=1"),))),
        ("voice", Content(attachments=(Attachment(
            kind=FileKind.VOICE, name="voice.ogg", mime="audio/ogg",
            provider_ref="https://psv4.userapi.com/c1/u171118/audiomsg/d1/abc.ogg"),))),
        ("sticker", Content(attachments=(Attachment(
            kind=FileKind.STICKER, name="sticker.png", mime="image/png",
            provider_ref="https://vk.com/sticker/1-9046-512b"),))),
        ("video", Content(text="Как он шумит: https://vk.com/video171118_456239100?access_key=vk1")),
        ("wall", Content(text="https://vk.com/wall-190215_55?access_key=w1")),
        ("music", Content(text="Кино - Группа крови")),
        ("link", Content(text="Вот этот: https://marlow.example/p/17\n\nЧайник: https://marlow.example/p/17")),
        ("location", Content(place=Place(latitude=34.6786, longitude=33.0413))),
        ("forwarded", Content(text="> Заказ приедет в среду\n\n> а раньше?", attachments=(photo("1080"),))),
        ("forwarded_with_words", Content(text="Посмотрите\n\n> Заказ приедет в среду")),
        ("poll_and_words", Content(text="Голосуйте")),
        ("others_button", Content(text="Меню")),
    ],
)  # fmt: skip
def test_every_kind_of_message_is_what_it_is(name: str, content: Content) -> None:
    event = said(name)

    assert event.content == content
    assert event.unsupported is None


def test_what_nothing_can_be_shown_of_is_named() -> None:
    assert (said("unknown_kind").content, said("unknown_kind").unsupported) == (Content(), "mini_app")


def test_an_answer_names_the_message_that_it_answers_and_a_forwarded_one_its_writer() -> None:
    assert said("reply").reply_to == "56"
    assert said("forwarded").forwarded_from == "vk.com/id42"
    assert said("forwarded_with_words").forwarded_from is None, "the words are the customer's own"


def test_links_carry_what_they_were_made_with() -> None:
    [plain] = parse(payload("start"))
    [by_link] = parse(payload("start_by_link"))
    started, words = parse(payload("text_by_link"))

    assert [each.payload for each in (plain, by_link, started) if isinstance(each, Started)] == [
        "", "order-1042", "order-1042",
    ]  # fmt: skip
    assert isinstance(words, Said)
    assert started.id != words.id


def test_presses_are_told_from_words_by_what_they_carry() -> None:
    [press] = parse(payload("press"))
    [silent] = parse(payload("silent_press"))

    assert isinstance(press, Pressed)
    assert (press.action, press.label, press.callback_id) == ("go_orders#1", "Мои заказы", None)
    assert isinstance(silent, Pressed)
    assert (silent.action, silent.callback_id) == ("go_orders#1", "9f2c5b1a7d3e")


def test_edits_signs_and_glances_name_the_message() -> None:
    [edited] = parse(payload("edit"))
    [reacted] = parse(payload("reaction"))
    [gone] = parse(payload("reaction_gone"))
    [read] = parse(payload("read"))

    assert isinstance(edited, Edited)
    assert (edited.provider_id, edited.text) == ("57", "Где мои заказы?")
    assert isinstance(reacted, Reacted)
    assert (reacted.provider_id, reacted.reactions) == ("56", ("👍",))
    assert isinstance(gone, Reacted)
    assert gone.reactions == ()
    assert isinstance(read, Receipt)
    assert (read.provider_id, read.state) == ("56", "read")


def test_leaving_and_coming_back() -> None:
    """[11]"""
    assert isinstance(parse(payload("deny"))[0], Left)
    assert isinstance(parse(payload("allow"))[0], Returned)


@pytest.mark.parametrize("name", ["own", "group_chat", "own_edit", "own_reaction", "typing", "join", "confirmation"])
def test_what_is_not_a_customers_is_left_alone(name: str) -> None:
    assert parse(payload(name)) == []


@pytest.mark.parametrize(
    "body",
    [
        changed("text", secret=SECRET[:-1]),
        changed("text", secret=""),
        changed("text", secret="п" * 16),
        changed("text", group_id=190216),
        changed("confirmation", group_id=190216),
        json.dumps({key: each for key, each in json.loads(payload("text")).items() if key != "secret"}).encode(),
        payload("text")[:-20],
        b"[]",
        b"",
        b'\xff{"type": 1}',
    ],
)
def test_what_does_not_know_the_secret_is_refused(body: bytes) -> None:
    """[1] VK signs nothing: the secret in the body is all that there is."""
    with pytest.raises(Refused):
        parse(body)


def test_odd_spacing_and_escaped_letters_are_read_the_same() -> None:
    """[1]"""
    assert parse(json.dumps(json.loads(payload("text")), indent=7).encode()) == parse(payload("text"))


def test_without_a_secret_of_ours_nobody_can_call() -> None:
    """[1] An empty secret is equal to a missing one."""
    with pytest.raises(Refused):
        parse(changed("text", secret=""), channel(secret=""))


def test_the_same_message_by_another_event_is_the_same() -> None:
    """[2] Callback API and Long Poll may both be on."""
    assert parse(changed("text", event_id="another"))[0].id == parse(payload("text"))[0].id


def test_two_communities_of_one_customer_are_two_conversations() -> None:
    [event] = parse(payload("text"), shop := channel(account="shop"))
    assert shop.name == "vk-shop"
    assert event.conversation_id == "vk:shop:171118"


def test_a_known_event_of_an_unknown_shape_is_told_without_the_customers_words() -> None:
    broken = json.loads(payload("text"))
    broken["object"]["message"]["conversation_message_id"] = "my secret"
    with pytest.raises(Malformed, match=r"message\.conversation_message_id") as caught:
        parse(json.dumps(broken).encode())
    assert "my secret" not in str(caught.value)


def test_an_attachment_of_an_unknown_shape_does_not_cost_the_words() -> None:
    odd = json.loads(payload("photo"))
    odd["object"]["message"]["attachments"] += [7, {"type": "photo"}, {"type": "photo", "photo": {"sizes": 3}}]
    [event] = parse(json.dumps(odd).encode())
    assert isinstance(event, Said)
    assert event.content == said("photo").content


def test_names_of_files_are_made_harmless() -> None:
    """[10]"""
    odd = json.loads(payload("doc"))
    odd["object"]["message"]["attachments"][0]["doc"] |= {"title": "../../etc/\u202epasswd", "ext": "pdf"}
    [event] = parse(json.dumps(odd).encode())
    assert isinstance(event, Said)
    assert "/" not in event.content.attachments[0].name
    assert "\u202e" not in event.content.attachments[0].name


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
OBJECTS = [json.loads(each.read_bytes()) for each in sorted(FIXTURES.glob("*.json")) if each.stem != "confirmation"]


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """A real event with one of its values replaced by anything."""
    event = json.loads(json.dumps(draw(st.sampled_from(OBJECTS))))
    place: Any = event["object"]
    while True:
        keys = list(place) if isinstance(place, dict) else list(range(len(place)))
        if not keys:
            break
        key = draw(st.sampled_from(keys))
        if isinstance(place[key], dict | list) and place[key] and draw(st.booleans()):
            place = place[key]
            continue
        place[key] = draw(JSON)
        break
    return cast(dict[str, Any], event)


@given(damaged())
def test_whatever_vk_sends_is_read_or_refused_by_name(event: dict[str, Any]) -> None:
    try:
        events = parse(json.dumps(event).encode())
    except ChannelError:
        return
    for each in events:
        assert EVENTS.validate_json(EVENTS.dump_json(each)) == each


@given(st.binary(max_size=200))
def test_bytes_of_anybody_are_refused(body: bytes) -> None:
    with pytest.raises(Refused):
        parse(body)
