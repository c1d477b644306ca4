"""Items of an album until they are one message."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handoff.gathering import AFTER_THE_LAST, IN_ALL, Gathering, Item, begun
from handoff.ids import EventId
from handoff.messages import Attachment, Content, FileKind
from tests.parts import NOW


def item(number: int, text: str = "", *, at: datetime = NOW) -> Item:
    file = Attachment(kind=FileKind.PHOTO, name=f"{number}.jpg", mime="image/jpeg")
    return Item(provider_id=str(number), content=Content(text=text, attachments=(file,)), at=at, sent_at=NOW)


def gathering(*items: Item, now: datetime = NOW) -> Gathering:
    first, *others = items
    found = begun("a", EventId("first"), first, now)
    for each in others:
        found = found.joined_by(each, now)
    return found


@given(st.permutations(list(range(95, 105))))
def test_any_order_of_arrival_is_the_order_of_sending(order: list[int]) -> None:
    whole = gathering(*map(item, order)).whole

    assert [file.name for file in whole.content.attachments] == [f"{number}.jpg" for number in range(95, 105)]
    assert whole.provider_id == "95"


def test_all_captions_are_kept() -> None:
    assert gathering(item(2, "and this"), item(1, "This"), item(3)).whole.content.text == "This\nand this"


def test_each_item_gives_the_others_another_second() -> None:
    later = NOW + timedelta(seconds=0.9)

    assert gathering(item(1)).until == NOW + AFTER_THE_LAST
    assert gathering(item(1)).joined_by(item(2, at=later), later).until == later + AFTER_THE_LAST


def test_nobody_waits_for_ever() -> None:
    later = NOW + timedelta(seconds=4.9)

    assert gathering(item(1)).joined_by(item(2, at=later), later).until == NOW + IN_ALL


def test_an_album_was_heard_when_its_first_item_was() -> None:
    """Clocks run from there."""
    assert gathering(item(2, at=NOW + timedelta(seconds=1)), item(1, at=NOW)).whole.at == NOW
