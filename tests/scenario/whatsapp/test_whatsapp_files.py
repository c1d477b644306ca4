"""Customers' files from WhatsApp. Numbers in brackets are those of the adapters' test list."""

from datetime import timedelta
from typing import Any

import pytest

from bot.channels.base import Rejected, Unreachable
from bot.channels.whatsapp import WhatsAppChannel
from bot.events import Said
from handoff.messages import Attachment, FileKind
from tests.fakes.whatsapp import Person, WhatsAppCloud
from tests.parts import Clock
from tests.whatsapping import heard, opened

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


async def test_a_file_that_cannot_be_had_now_can_be_tried_later(cloud: WhatsAppCloud, ada: Person) -> None:
    """[10] A broken server, a link that hangs, and bytes that are not what was sent."""
    async with opened(cloud, patience=timedelta(seconds=0.3)) as channel:
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


async def test_the_token_goes_to_no_other_host(cloud: WhatsAppCloud, ada: Person) -> None:
    """[10]"""
    async with opened(cloud, media_hosts=frozenset({"lookaside.example"})) as channel:
        with pytest.raises(Rejected, match="token"):
            await channel.fetch(await a_file(cloud, channel, ada))

    assert not cloud.media_tokens
