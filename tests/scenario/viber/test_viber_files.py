"""Files from Viber. Numbers in brackets are those of the adapters' test list."""

from datetime import timedelta

import pytest
from redis.asyncio import Redis

from bot.channels.base import (
    Rejected,
    SendError,
    Unreachable,
)
from bot.events import Said
from handoff.messages import Attachment, FileKind
from tests.fakes.viber import User, ViberCloud
from tests.vibering import Desk, opened


def attachment_of(desk: Desk) -> Attachment:
    said = desk.events[-1]
    assert isinstance(said, Said)
    return said.content.attachments[0]


async def test_a_file_is_copied_with_the_name_and_type_of_the_message(desk: Desk, ada: User) -> None:
    """[10] Whatever type the server of files says it is."""
    await ada.sends_file("file", "a1.pdf", b"%PDF-1.7 plans", file_name="../plans/summer.pdf")

    download = await desk.channel.fetch(attachment_of(desk))

    assert (download.name, download.mime, download.data) == ("summer.pdf", "application/pdf", b"%PDF-1.7 plans")


@pytest.mark.parametrize(
    ("status", "data", "error"),
    [(200, b"", Rejected), (403, b"expired", Rejected), (404, b"", Rejected), (503, b"", Unreachable)],
    ids=["empty", "expired", "lost", "broken server"],
)
async def test_a_file_that_cannot_be_copied_says_why(
    desk: Desk, ada: User, status: int, data: bytes, error: type[SendError]
) -> None:
    """[10]"""
    await ada.sends_file("picture", "a1.jpg", data, status=status)

    with pytest.raises(error) as caught:
        await desk.channel.fetch(attachment_of(desk))

    assert "http" not in caught.value.reason


@pytest.mark.parametrize("link", [None, "no link", "ftp://files.example/a.jpg", "https://files.example/\x00.jpg"])
async def test_what_is_no_link_is_not_fetched(desk: Desk, link: str | None) -> None:
    """[10]"""
    with pytest.raises(Rejected):
        await desk.channel.fetch(Attachment(kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=link))


@pytest.mark.parametrize("told", [True, False], ids=["size known", "size unknown"])
async def test_a_file_over_50_mb_is_rejected_with_words(
    desk: Desk, cloud: ViberCloud, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """[10]"""
    monkeypatch.setattr("bot.channels.viber.client.LIMIT", 1000)
    film = Attachment(
        kind=FileKind.VIDEO, name="film.mp4", mime="video/mp4", size=1001 if told else None,
        provider_ref=cloud.link("film.mp4", b"." * 1001),
    )  # fmt: skip

    with pytest.raises(Rejected, match="50 MB"):
        await desk.channel.fetch(film)


async def test_a_slow_link_is_tried_later(cloud: ViberCloud, redis: Redis) -> None:
    """[10]"""
    photo = Attachment(
        kind=FileKind.PHOTO, name="a.jpg", mime="image/jpeg", provider_ref=cloud.link("a.jpg", b"picture")
    )
    cloud.delay(5, method="media")

    async with opened(cloud, redis, download_patience=timedelta(seconds=0.2)) as channel:
        with pytest.raises(Unreachable):
            await channel.fetch(photo)
        assert (await channel.fetch(photo)).data == b"picture"
