"""Files from Telegram, against the Bot API's stand-in. Numbers in brackets are those of the adapters' test list."""

from typing import Any

import pytest

from bot.channels.base import (
    Rejected,
    Unreachable,
)
from bot.channels.telegram import TelegramChannel
from bot.events import FromCustomer, Said
from handoff.messages import Attachment, FileKind
from tests.fakes.telegram import TelegramCloud, User
from tests.telegramming import TOKEN, into, listening


async def said(cloud: TelegramCloud, channel: TelegramChannel) -> Attachment:
    """The attachment of the newest message."""
    events: list[FromCustomer] = []
    async with listening(channel, into(cloud, events)):
        await cloud.until(lambda: any(isinstance(event, Said) and event.content.attachments for event in events))
    return [event.content.attachments[0] for event in events if isinstance(event, Said) and event.content.attachments][
        -1
    ]


async def test_a_file_is_copied_with_the_name_and_type_of_the_message(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User
) -> None:
    """[10]"""
    await ada.sends_document("../plans/summer.pdf", b"%PDF-1.7 plans", mime="application/pdf")

    download = await channel.fetch(await said(cloud, channel))

    assert (download.name, download.mime, download.data) == ("summer.pdf", "application/pdf", b"%PDF-1.7 plans")


@pytest.mark.parametrize("told", [True, False], ids=["size known", "size unknown"])
async def test_a_file_over_20_mb_is_rejected_with_words(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, told: bool
) -> None:
    """[10]"""
    await ada.sends_document("film.mp4", b"....", size=20 * 1024 * 1024 + 1)
    sent = await said(cloud, channel)
    asked = sent if told else Attachment(kind=sent.kind, name="film.mp4", mime="", provider_ref=sent.provider_ref)

    with pytest.raises(Rejected, match="20 MB"):
        await channel.fetch(asked)

    assert bool(cloud.called("getFile")) is not told


async def test_an_empty_file_is_rejected(cloud: TelegramCloud, channel: TelegramChannel, ada: User) -> None:
    """[10]"""
    await ada.sends_document("empty.txt", b"")

    with pytest.raises(Rejected, match="empty"):
        await channel.fetch(await said(cloud, channel))


@pytest.mark.parametrize("ref", ["AgAC-unknown", None])
async def test_a_file_that_telegram_does_not_have_is_rejected(channel: TelegramChannel, ref: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await channel.fetch(Attachment(kind=FileKind.PHOTO, name="x.jpg", mime="image/jpeg", provider_ref=ref))


async def test_an_expired_link_can_be_tried_again_and_shows_no_token(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10]"""
    await ada.sends_photo(b"picture")
    photo = await said(cloud, channel)
    link = cloud.files.link

    def expiring(file_id: str) -> Any:
        file = link(file_id)
        cloud.files.expire_links()
        return file

    with monkeypatch.context() as patch:
        patch.setattr(cloud.files, "link", expiring)
        with pytest.raises(Unreachable) as caught:
            await channel.fetch(photo)

    assert TOKEN not in caught.value.reason
    assert caught.value.__suppress_context__, "the hidden cause names the address, which holds the token"
    assert (await channel.fetch(photo)).data == b"picture"


@pytest.mark.parametrize("status", [500, 502])
async def test_a_file_behind_a_broken_server_is_tried_later(
    cloud: TelegramCloud, channel: TelegramChannel, ada: User, status: int
) -> None:
    await ada.sends_photo(b"picture")
    photo = await said(cloud, channel)
    cloud.fail(status=status, method="getFile")

    with pytest.raises(Unreachable):
        await channel.fetch(photo)
