"""What a partner's messenger tells and is told, in shape and meaning."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot import delivery
from bot.calling.answers import Answer
from bot.calling.signing import HEADER, sign
from bot.channels import custom
from bot.channels.base import Gone, Malformed, Refused, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.custom import CustomChannel, CustomSettings, document, errors
from bot.channels.custom.compose import compose
from bot.channels.custom.errors import LOST, Lost
from bot.channels.custom.parse import event_of, read
from bot.channels.file_links import FileLinks
from bot.events import Edited, FromCustomer, Left, Pressed, Profile, Receipt, Returned, Said, Started
from bot.settings import SettingsError, read_settings
from handoff.customer import Address
from handoff.ids import FileId, MessageId, SessionId
from handoff.messages import (
    Attachment,
    Button,
    Content,
    Delivery,
    DeliveryState,
    FileKind,
    Message,
    Place,
    Side,
)
from tests.parts import NOW, Clock

SECRET = "a secret of at least thirty-two signs"
ADA = Address(channel="custom", account="main", external_id="42")


def event(**told: Any) -> FromCustomer:
    body = json.dumps({"id": "e-1", "customer": {"id": "42"}, **told}).encode()
    return event_of(read(body), "main", NOW)


def message(**known: Any) -> Message:
    return Message(
        id=MessageId("custom:main:42/3"), number=3, session_id=SessionId("custom:main:42#1"), at=NOW,
        **{"side": Side.BOT, "content": Content(text="Hello"), **known},
    )  # fmt: skip


# -- in ----------------------------------------------------------------------------------------------------------------


def test_a_message_is_said_with_all_that_it_holds() -> None:
    said = event(
        type="message", text=" Where is it? ", reply_to="custom:main:42/3", place={"latitude": 52.2, "longitude": 21},
        files=[
            {"url": "https://shop.example/a/receipt%20one.jpg", "size": 7},
            {"url": "https://shop.example/", "name": "x.pdf"},
        ],
        customer={"id": "42", "name": "Ada", "language": "pl", "phone": "+48 600"},
    )  # fmt: skip

    assert isinstance(said, Said)
    assert (said.id, said.address, said.provider_id, said.reply_to) == (
        "custom:main:42:e-1", ADA, "e-1", "custom:main:42/3",
    )  # fmt: skip
    assert said.profile == Profile(name="Ada", language="pl", phone="+48 600")
    assert (said.content.text, said.content.place) == ("Where is it?", Place(latitude=52.2, longitude=21))
    photo, paper = said.content.attachments
    assert photo == Attachment(
        kind=FileKind.PHOTO, name="receipt one.jpg", mime="image/jpeg", size=7,
        provider_ref="https://shop.example/a/receipt%20one.jpg",
    )  # fmt: skip
    assert (paper.kind, paper.name, paper.mime) == (FileKind.DOCUMENT, "x.pdf", "application/pdf")


@pytest.mark.parametrize(
    ("told", "kind", "known"),
    [
        ({"type": "pressed", "action": "yes#1", "label": "Yes"}, Pressed, {"action": "yes#1", "label": "Yes"}),
        ({"type": "started", "payload": "poster"}, Started, {"payload": "poster"}),
        ({"type": "edited", "message": "e-0", "text": "tea"}, Edited, {"provider_id": "e-0", "text": "tea"}),
        ({"type": "left"}, Left, {}),
        ({"type": "returned"}, Returned, {}),
        ({"type": "receipt", "message": "m:1/2", "state": "read"}, Receipt, {"provider_id": "m:1/2", "state": "read"}),
    ],
)
def test_each_kind_of_event_is_read(told: dict[str, Any], kind: type, known: dict[str, Any]) -> None:
    found = event(**told)

    assert type(found) is kind
    assert {name: getattr(found, name) for name in known} == known
    assert found.conversation_id == ADA.conversation_id


@pytest.mark.parametrize(
    ("at", "sent_at"),
    [
        ("2026-11-23T10:00:00+01:00", NOW - timedelta(minutes=30)),
        ("2026-11-24T09:30:00Z", NOW),
        (None, NOW),
    ],
    ids=["as they say", "a clock that is ahead", "not said"],
)
def test_an_event_is_of_its_time(at: str | None, sent_at: Any) -> None:
    found = event(type="left", at=at)

    assert (found.at, found.sent_at) == (NOW, sent_at)


@pytest.mark.parametrize(
    ("told", "place"),
    [
        ({}, "body"),
        ({"type": "dance"}, "body"),
        ({"type": "message"}, "message"),
        ({"type": "message", "text": "  "}, "message"),
        ({"type": "message", "texd": "hello"}, "message.texd"),
        ({"type": "message", "text": "x" * 10_001}, "message.text"),
        ({"type": "message", "files": [{"url": "file:///etc/passwd"}]}, "message.files.0.url"),
        ({"type": "message", "text": "hello", "customer": {"id": "4:2"}}, "message.customer.id"),
        ({"type": "message", "text": "hello", "customer": "42"}, "message.customer"),
        ({"type": "message", "text": "hello", "id": ""}, "message.id"),
        ({"type": "left", "at": "2026-11-23T10:00:00"}, "left.at"),
        ({"type": "receipt", "message": "1", "state": "eaten"}, "receipt.state"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(told: dict[str, Any], place: str) -> None:
    with pytest.raises(Malformed) as refused:
        event(**told)

    assert str(refused.value).startswith(f"{place}: ")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff", b'{"type": "left", "id": "\\ud800"}'])
def test_what_is_no_event_is_malformed(body: bytes) -> None:
    with pytest.raises(Malformed):
        read(body)


async def test_only_what_is_signed_is_read() -> None:
    channel = CustomChannel(CustomSettings(webhook_url="http://127.0.0.1:9/", secret=SECRET), Clock())
    body = b'{"type": "left", "id": "e-1", "customer": {"id": "42"}}'

    assert channel.parse({HEADER.lower(): sign(SECRET, body, NOW)}, body, NOW)
    for forged in (
        sign("guessed", body, NOW),
        sign(SECRET, body + b" ", NOW),
        sign(SECRET, body, NOW - timedelta(1)),
        "",
    ):
        with pytest.raises(Refused):
            channel.parse({HEADER.lower(): forged}, body, NOW)
    await channel.close()


def test_what_we_have_signed_is_nobodys_words_when_it_is_sent_back() -> None:
    with pytest.raises(Malformed):
        read(compose(ADA, message()).model_dump_json().encode())


# -- out ---------------------------------------------------------------------------------------------------------------


def test_a_message_is_told_whole() -> None:
    paper = Attachment(kind=FileKind.DOCUMENT, name="a.pdf", mime="application/pdf", url="https://shop.example/a.pdf")
    theirs = Attachment(kind=FileKind.PHOTO, name="b.jpg", mime="image/jpeg", provider_ref="x")
    told = compose(
        ADA,
        message(
            side=Side.OPERATOR, author_name="Anna", content=Content(text="Here", attachments=(paper, theirs)),
            buttons=(Button(action="yes#1", label="Yes"), Button(action="", label="Shop", url="https://shop.example/")),
        ),
    )  # fmt: skip

    assert told.model_dump(mode="json") == {
        "type": "message", "id": "custom:main:42/3", "to": "42", "at": "2026-11-23T09:30:00Z",
        "author": {"side": "operator", "name": "Anna"}, "text": "Here", "reply_to": None,
        "buttons": [
            {"action": "yes#1", "label": "Yes", "url": None},
            {"action": "", "label": "Shop", "url": "https://shop.example/"},
        ],
        "files": [
            {"url": paper.url, "name": "a.pdf", "mime": "application/pdf", "kind": "document", "size": None}
        ],
    }  # fmt: skip


async def test_an_operators_file_goes_as_a_link_or_not_at_all() -> None:
    ours = Attachment(kind=FileKind.DOCUMENT, name="a.pdf", mime="application/pdf", file_id=FileId("f" * 40))
    sent = message(side=Side.OPERATOR, content=Content(attachments=(ours,)))
    links = FileLinks(keys=(b"key",), clock=Clock(), base="https://help.example.com")
    channel = CustomChannel(CustomSettings(webhook_url="http://127.0.0.1:9/", secret=SECRET), Clock())

    assert compose(ADA, links.sendable(sent)).files[0].url.startswith("https://help.example.com/files/ffff")
    with pytest.raises(Rejected, match="HELPLINE_PUBLIC_URL"):
        await channel.send(ADA, sent)
    await channel.close()


@pytest.mark.parametrize(
    ("body", "id_"), [({"id": "theirs"}, "theirs"), (None, "ours"), ("OK", "ours"), ({"id": ""}, "ours"), ([], "ours")]
)
def test_a_message_has_their_id_or_ours(body: Any, id_: str) -> None:
    assert errors.accepted(Answer(status=200, body=body), "ours").provider_id == id_


def test_yes_is_yes_whatever_is_said_besides() -> None:
    assert errors.accepted(Answer(status=201, error="It answered more than 256 kB."), "ours").provider_id == "ours"


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (302, Rejected), (400, Rejected), (401, Rejected), (404, Rejected), (408, Lost), (410, Gone), (422, Rejected),
        (429, Throttled), (500, Unreachable), (502, Lost), (503, Unreachable), (504, Lost),
    ],
)  # fmt: skip
def test_each_refusal_has_its_meaning(status: int, error: type[SendError]) -> None:
    with pytest.raises(error) as refused:
        errors.accepted(Answer(status=status, error="no"), "ours")

    assert type(refused.value) is error


def test_operators_see_the_partners_reason() -> None:
    with pytest.raises(Rejected, match="Too many buttons"):
        errors.accepted(Answer(status=422, body={"reason": "Too many buttons"}), "ours")


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(None, timedelta(seconds=30)), (timedelta(seconds=7), timedelta(seconds=7)), (timedelta(9), timedelta(hours=1))],
)
def test_a_pause_is_kept_to_within_reason(asked: timedelta | None, pause: timedelta) -> None:
    with pytest.raises(Throttled) as refused:
        errors.accepted(Answer(status=429, retry_after=asked), "ours")

    assert refused.value.retry_after == pause


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (httpx.ConnectError(""), Unreachable), (httpx.ConnectTimeout(""), Unreachable), (httpx.ReadTimeout(""), Lost),
        (httpx.WriteError(""), Lost), (httpx.RemoteProtocolError(""), Lost), (TimeoutError(), Lost),
    ],
)  # fmt: skip
def test_only_what_never_left_was_not_taken_for_sure(error: Any, kind: type[SendError]) -> None:
    assert type(errors.broken(error)) is kind


def tried(times: int, reason: str) -> Delivery:
    return Delivery(state=DeliveryState.QUEUED, at=NOW, tries=times, reason=reason)


AWAY = Unreachable("It is away.")


@pytest.mark.parametrize(
    ("error", "before", "outcome"),
    [
        (AWAY, None, Unreachable),
        (AWAY, tried(errors.TRIES - 1, "It is away."), Unreachable),
        (Lost(), None, Lost),
        (Lost(), tried(1, "It is away."), Lost),
        (AWAY, tried(1, LOST), Lost),
        (Lost(), tried(errors.TRIES - 1, "It is away."), Unknown),
        (AWAY, tried(errors.TRIES - 1, LOST), Unknown),
    ],
    ids=[
        "away",
        "away to the end",
        "lost",
        "lost later",
        "lost before",
        "lost at the end",
        "then away",
    ],
)
def test_what_was_lost_is_tried_again_and_unknown_only_in_the_end(
    error: Unreachable, before: Delivery | None, outcome: type[SendError]
) -> None:
    assert type(errors.after(error, before)) is outcome


def test_the_last_try_is_the_postmans_last() -> None:
    assert errors.TRIES == delivery.TRIES


# -- the document ------------------------------------------------------------------------------------------------------


def test_the_published_document_is_the_code() -> None:
    kept = Path(custom.__file__).parent / "openapi.json"

    assert kept.read_text() == document.written(), "write it anew: document.written() is what belongs there"


def test_the_document_names_every_event_and_points_nowhere_else() -> None:
    made = document.document()
    body = made["paths"]["/channels/custom"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    pointed = {part.partition('"')[0] for part in json.dumps(made).split("#/components/schemas/")[1:]}

    assert set(body["discriminator"]["mapping"]) == {
        "message", "pressed", "started", "edited", "left", "returned", "receipt",
    }  # fmt: skip
    assert pointed <= set(made["components"]["schemas"])


# -- settings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("secret", [{}, {"CUSTOM_SECRET": "short"}], ids=["none", "short"])
def test_a_webhook_needs_a_secret_that_nobody_guesses(secret: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="CUSTOM_SECRET") as refused:
        read_settings(_env_file=None, CUSTOM_WEBHOOK_URL="https://chat.example.com/", **secret)

    assert "short)" not in str(refused.value)
