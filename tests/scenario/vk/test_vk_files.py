"""Files, both ways. Numbers in brackets are those of the adapters' test list."""

from collections.abc import AsyncIterator

import pytest

from bot.channels.base import (
    Rejected,
    SendError,
    Unreachable,
)
from bot.channels.vk.channel import VkChannel
from handoff.ids import ConversationId, FileId
from handoff.messages import Attachment, Content, FileKind
from storage.mongo.client import Database
from storage.mongo.files import MongoFiles
from tests.fakes.vk import User, VkCloud
from tests.vking import PNG, address, message


async def kept(mongo: Database, name: str, mime: str, data: bytes) -> FileId:
    async def chunks() -> AsyncIterator[bytes]:
        yield data

    return (await MongoFiles(mongo).keep(ConversationId("vk:main:7"), name, mime, chunks())).id


async def test_operators_files_are_uploaded_photos_as_such(
    cloud: VkCloud, mongo: Database, channel: VkChannel, ada: User
) -> None:
    photo = await kept(mongo, "map.png", "image/png", PNG)
    paper = await kept(mongo, "Счёт.pdf", "application/pdf", b"%PDF-1.7")
    files = (
        Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", file_id=photo),
        Attachment(kind=FileKind.DOCUMENT, name="Счёт.pdf", mime="application/pdf", file_id=paper),
    )
    await channel.send(address(ada), message("", content=Content(text="Here", attachments=files)))

    [heard] = ada.inbox
    assert (heard.text, [each.partition("-")[0] for each in heard.files]) == ("Here", ["photo", "doc"])
    assert [data for _, data in cloud.uploaded] == [PNG, b"%PDF-1.7"]
    assert cloud.called("docs.save")[0].params["title"] == "Счёт.pdf"


async def test_a_file_that_vk_does_not_take_is_told_before_anything_is_said(
    cloud: VkCloud, mongo: Database, channel: VkChannel, ada: User
) -> None:
    """[10]"""
    odd = await kept(mongo, "map.png", "image/png", b"no picture")
    file = Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", file_id=odd)
    with pytest.raises(Rejected):
        await channel.send(address(ada), message("", content=Content(text="Here", attachments=(file,))))
    assert ada.inbox == []


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [(200, b"", Rejected), (403, b"expired", Rejected), (404, b"", Rejected), (503, b"", Unreachable)],
    ids=["empty", "expired", "lost", "broken server"],
)
async def test_a_file_that_cannot_be_copied_says_why(
    cloud: VkCloud, channel: VkChannel, status: int, data: bytes, error: type[SendError]
) -> None:
    """[10]"""
    file = Attachment(
        kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=cloud.link("a.jpg", data, status)
    )
    with pytest.raises(error) as caught:
        await channel.fetch(file)
    assert "http" not in caught.value.reason


async def test_a_file_is_copied_up_to_50_mb(
    cloud: VkCloud, channel: VkChannel, monkeypatch: pytest.MonkeyPatch
) -> None:
    """[10]"""
    monkeypatch.setattr("bot.channels.vk.client.LIMIT", 1000)

    def photo(link: str | None) -> Attachment:
        return Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=link)

    assert (await channel.fetch(photo(cloud.link("small", b"." * 1000)))).data == b"." * 1000
    with pytest.raises(Rejected, match="50 MB"):
        await channel.fetch(photo(cloud.link("large", b"." * 1001)))
    for link in (None, "no link", "ftp://x.example/a"):
        with pytest.raises(Rejected):
            await channel.fetch(photo(link))
