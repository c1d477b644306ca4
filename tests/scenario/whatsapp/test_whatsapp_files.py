"""Files from and to WhatsApp. Numbers in brackets are those of the adapters' test list."""

import asyncio
import time
import uuid
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import Rejected, Unreachable
from bot.channels.file_links import FileLinks
from bot.channels.whatsapp import WhatsAppChannel, arrivals
from bot.events import Said
from handoff.ids import FileId
from handoff.messages import Attachment, Content, DeliveryState, FileKind
from tests.backstage import Backstage
from tests.console import Browser, Console
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.parts import Clock, until
from tests.unit.test_file_rules import JPEG
from tests.whatsapping import ADA, heard, message, opened, thread, to

MEGABYTE = 1024 * 1024


async def a_file(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, kind: str = "image", data: bytes = b"picture",
    mime: str = "image/jpeg", **known: Any,
) -> Attachment:  # fmt: skip
    [event] = heard(cloud, channel, await ada.sends_file(kind, data, mime, **known))
    assert isinstance(event, Said)
    return event.content.attachments[0]


async def test_a_file_is_fetched_with_the_token_and_under_a_safe_name(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[10]"""
    asked = await a_file(cloud, channel, ada, "document", b"%PDF", "application/pdf", filename="..\\a/inv\u202efdp.pdf")

    download = await channel.fetch(asked)

    assert (download.name, download.mime, download.data) == ("invfdp.pdf", "application/pdf", b"%PDF")


@pytest.mark.parametrize(
    ("stored", "data"), [({"claimed_size": 5 * MEGABYTE + 1}, b"x"), ({"claimed_size": 1}, b"x" * (5 * MEGABYTE + 1))],
    ids=["as it is said", "as it turns out"],
)  # fmt: skip
async def test_a_file_over_the_limit_is_rejected(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person, stored: dict[str, Any], data: bytes
) -> None:
    """[10]"""
    with pytest.raises(Rejected, match="5 MB"):
        await channel.fetch(await a_file(cloud, channel, ada, data=data, stored=stored))


async def test_a_picture_that_is_none_and_a_file_of_nothing_are_rejected(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, ada: Person
) -> None:
    """[10]"""
    with pytest.raises(Rejected, match="text/html"):
        await channel.fetch(await a_file(cloud, channel, ada, mime="text/html"))
    with pytest.raises(Rejected, match="empty"):
        await channel.fetch(await a_file(cloud, channel, ada, data=b""))


@pytest.mark.parametrize("ref", ["999", None])
async def test_a_file_that_whatsapp_does_not_have_is_rejected(channel: WhatsAppChannel, ref: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await channel.fetch(Attachment(kind=FileKind.PHOTO, name="x.jpg", mime="image/jpeg", provider_ref=ref))


async def test_an_address_that_is_over_is_asked_for_anew(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, clock: Clock, ada: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10] It lives for five minutes."""
    asked = await a_file(cloud, channel, ada)
    describe, given = cloud.media.describe, 0

    def slowly(*known: Any) -> Any:
        nonlocal given
        given += 1
        described = describe(*known)
        if given == 1:
            clock.move_on(timedelta(minutes=5))
        return described

    monkeypatch.setattr(cloud.media, "describe", slowly)

    assert (await channel.fetch(asked)).data == b"picture"
    assert given == 2


async def test_a_file_that_cannot_be_had_now_can_be_tried_later(
    cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]
) -> None:
    """[10] A broken server, a link that hangs, and bytes that are not what was sent."""
    async with opened(cloud, around=around, patience=timedelta(seconds=0.3)) as channel:
        asked = await a_file(cloud, channel, ada)
        cloud.fail(method="media")
        with pytest.raises(Unreachable):
            await channel.fetch(asked)
        cloud.delay(1, 2, method="download")
        with pytest.raises(Unreachable):
            await channel.fetch(asked)
        with pytest.raises(Unreachable):
            await channel.fetch(await a_file(cloud, channel, ada, stored={"sha256": "0" * 64}))

        assert (await channel.fetch(asked)).data == b"picture"


async def test_the_token_goes_to_no_other_host(cloud: WhatsAppCloud, ada: Person, around: Mapping[str, Any]) -> None:
    """[10]"""
    async with opened(cloud, around=around, media_hosts=frozenset({"lookaside.example"})) as channel:
        with pytest.raises(Rejected, match="token"):
            await channel.fetch(await a_file(cloud, channel, ada))

    assert not cloud.media_tokens


# -- ours --------------------------------------------------------------------------------------------------------------

PDF = b"%PDF-1.7 plan"
OGG = b"OggS\x00\x02" + bytes(22) + b"OpusHead"


async def sending(backstage: Backstage, line: WhatsAppCloud, browser: Browser, *files: tuple[str, bytes]) -> Person:
    """The operator who has Ada's session uploads files in the console and sends them with words."""
    ada = line.person(user_id="PL.77")
    await ada.says("Where is my order?")
    await until(backstage.idle)
    await browser.does(ADA, "accept")
    await until(backstage.idle)
    ids = []
    for name, data in files:
        kept = await browser.client.post(
            f"/api/conversations/{ADA}/files", params={"name": name}, content=data,
            headers={"X-CSRF-Token": browser.csrf},
        )  # fmt: skip
        ids.append(kept.json()["id"])
    form = {"id": uuid.uuid4().hex, "text": "Here you are", "files": ids}
    assert (await browser.does(ADA, "reply", form)).status_code == 200
    await until(backstage.idle)
    return ada


async def test_an_operators_files_reach_the_customer_though_nobody_outside_reaches_us(
    backstage: Backstage, line: WhatsAppCloud, console: Console
) -> None:
    """[10] They are uploaded, and what was uploaded once is used again."""
    browser = await console.sign_in("siobhan")
    async with backstage.working():
        ada = await sending(backstage, line, browser, ("plan.pdf", PDF), ("sofa.jpg", JPEG))
        await line.deliver(line.payload(statuses=[ada.status(ada.inbox[-1].id, "delivered")]))
        await until(backstage.idle)
        row = (await thread(backstage))[-1]
        await backstage.channels["whatsapp"].send(to(), row)

    shown = ada.inbox[-4:-2]
    assert [(each.kind, each.text, each.file and each.file.data, each.file and each.file.name) for each in shown] == [
        ("document", "", PDF, "plan.pdf"), ("image", "Here you are", JPEG, "sofa.jpg")
    ]  # fmt: skip
    assert all(not each.link for each in shown)
    assert line.uploads == 2
    assert row.delivery is not None
    assert row.delivery.state is DeliveryState.DELIVERED


async def test_an_upload_is_made_anew_when_whatsapp_keeps_it_no_longer(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, around: Mapping[str, Any], ada: Person, clock: Clock
) -> None:
    """[10] After thirty days, of which we use twenty-nine; and what was lost on the way is uploaded again."""
    file = await ours(around, "note.ogg", OGG, "audio/ogg", FileKind.VOICE)
    cloud.lose_answers(method="media")
    with pytest.raises(Unreachable):
        await channel.send(to(), message("", content=Content(attachments=(file,))))
    await channel.send(to(), message("", content=Content(attachments=(file,))))
    for key in await around["redis"].keys("whatsapp:media:*"):
        assert timedelta(days=28) < timedelta(seconds=await around["redis"].ttl(key)) <= timedelta(days=29)

    assert [(each.kind, each.voice, each.file and each.file.data) for each in ada.inbox] == [("audio", True, OGG)]
    assert cloud.uploads == 2


async def test_what_whatsapp_does_not_take_by_upload_goes_by_link_or_says_why_not(
    cloud: WhatsAppCloud, channel: WhatsAppChannel, around: Mapping[str, Any], ada: Person
) -> None:
    """[10]"""
    archive = await ours(around, "plans.zip", b"PK", "application/zip", FileKind.DOCUMENT)
    asked = message("", content=Content(attachments=(archive,)))
    links = FileLinks(keys=[b"key"], clock=cloud.clock, base="https://help.example")

    with pytest.raises(Rejected, match="HELPLINE_PUBLIC_URL"):
        await channel.send(to(), asked)
    async with opened(cloud, around={**around, "links": links}) as linked:
        await linked.send(to(), asked)

    assert [each.link.startswith("https://help.example/files/") for each in ada.inbox] == [True]
    assert not cloud.uploads


async def test_a_file_that_is_gone_says_so(channel: WhatsAppChannel, ada: Person) -> None:
    gone = Attachment(kind=FileKind.DOCUMENT, name="plan.pdf", mime="application/pdf", file_id=FileId("0" * 40), size=3)

    with pytest.raises(Rejected, match="not there"):
        await channel.send(to(), message("", content=Content(attachments=(gone,))))


async def ours(around: Mapping[str, Any], name: str, data: bytes, mime: str, kind: FileKind) -> Attachment:
    file_id = await around["files"].store(ADA, name, mime, data)
    return Attachment(kind=kind, name=name, mime=mime, size=len(data), file_id=file_id)


# -- their order -------------------------------------------------------------------------------------------------------


async def test_words_wait_until_the_file_before_them_is_there(backstage: Backstage, line: WhatsAppCloud) -> None:
    """WhatsApp promises no order. A phone that is off holds up its words once, and for a few seconds."""
    ada = line.person(user_id="PL.77")
    picture = Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", url="https://shop.example/a.jpg")
    channel = backstage.channels["whatsapp"]
    ada.message("text", {"body": "hello"})

    await channel.send(to(), message("", content=Content(attachments=(picture,))))
    words = asyncio.create_task(channel.send(to(), message("under the picture")))
    done, _ = await asyncio.wait([words], timeout=0.3)
    assert not done
    await ada.reports(ada.inbox[-1].id, "sent", "delivered")
    await asyncio.wait_for(words, 1)

    assert [each.kind for each in ada.inbox] == ["image", "text"]


async def test_for_a_phone_that_is_off_nobody_waits_twice(
    backstage: Backstage, line: WhatsAppCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = line.person(user_id="PL.77")
    ada.message("text", {"body": "hello"})
    picture = Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", url="https://shop.example/a.jpg")
    channel = backstage.channels["whatsapp"]
    monkeypatch.setattr(arrivals, "LONGEST", timedelta(seconds=0.4))
    began = time.monotonic()
    for _ in range(5):
        await channel.send(to(), message("", content=Content(attachments=(picture,))))
        await channel.send(to(), message("words"))

    assert 0.2 < time.monotonic() - began < 1
    assert [each.kind for each in ada.inbox] == ["image", "text"] * 5
