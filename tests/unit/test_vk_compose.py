"""What a message of ours is in VK. Numbers in brackets are those of the adapters' test list."""

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Gone, LockedOut, Rejected, SendError, Throttled, Unknown, Unreachable
from bot.channels.vk.compose import compose, random_id
from bot.channels.vk.errors import LONGEST, LOST_TRIES, CommunityThrottled, lost, refusal
from bot.channels.vk.keyboard import action_of
from flows.limits import CHANNELS
from handoff.ids import MessageId, SessionId
from handoff.messages import Attachment, Button, Content, FileKind, Message, Side
from tests.fakes.vk.checks import check_keyboard, check_message
from tests.parts import NOW


def message(text: str, *buttons: Button, **known: Any) -> Message:
    return Message(
        id=MessageId("vk:main:7/1"), number=1, session_id=SessionId("s#1"), side=Side.BOT, at=NOW,
        content=known.pop("content", Content(text=text)), buttons=buttons, **known,
    )  # fmt: skip


def labelled(number: int, letter: str = "x") -> list[Button]:
    return [Button(action=f"go_{each}#1", label=f"{each} {letter}") for each in range(number)]


def rows(part: Any) -> list[int]:
    return [len(row) for row in json.loads(part["keyboard"])["buttons"]]


@pytest.mark.parametrize(
    ("text", "lengths"),
    [("x" * 4096, [4096]), ("x" * 4097, [4096, 1]), ("x" * 4095 + "👩‍👩‍👧", [4095, 8]), ("ש" * 5000, [4096, 904])],
)
def test_long_texts_come_in_parts_and_no_sign_is_cut(text: str, lengths: list[int]) -> None:
    """[6]"""
    parts = compose(7, message(text), [])
    assert [len(part["message"].encode("utf-16-le")) // 2 for part in parts] == lengths


@pytest.mark.parametrize(
    ("number", "inline", "layout"),
    [(1, True, [1]), (6, True, [1] * 6), (7, True, [2, 2, 2, 1]), (10, True, [2] * 5), (11, False, [2] * 5 + [1]),
     (40, False, [4] * 10), (41, False, [4] * 10)],
)  # fmt: skip
def test_buttons_are_in_the_message_up_to_ten_and_below_it_up_to_forty(
    number: int, inline: bool, layout: list[int]
) -> None:
    """[7]"""
    [part] = compose(7, message("Which?", *labelled(number)), [])
    keyboard = json.loads(part["keyboard"])
    check_keyboard(part["keyboard"])
    assert (keyboard["inline"], rows(part)) == (inline, layout)


def test_labels_fit_and_a_press_leads_back() -> None:
    """[6] [7]"""
    exact, longer = Button(action="a" * 40, label="л" * 40), Button(action="б" * 40, label="л" * 41)
    [part] = compose(7, message("Which?", exact, longer, Button(action="", label="Site", url="https://x.example")), [])
    check_keyboard(part["keyboard"])
    actions = [button["action"] for row in json.loads(part["keyboard"])["buttons"] for button in row]

    assert [each["label"] for each in actions] == ["л" * 40, "л" * 39 + "…", "Site"]
    assert [action_of(each.get("payload")) for each in actions] == ["a" * 40, "б" * 40, None]
    assert actions[2]["link"] == "https://x.example"


def test_files_go_with_the_words_ten_at_a_time_and_buttons_are_under_the_last() -> None:
    uploaded = [f"doc-1_{number}" for number in range(12)]
    first, second = compose(7, message("Here", *labelled(1)), uploaded)
    [alone] = compose(7, message(""), uploaded[:1])

    assert (first["message"], first["attachment"].count(",")) == ("Here", 9)
    assert (second["attachment"], "keyboard" in second, "keyboard" in first) == ("doc-1_10,doc-1_11", True, False)
    assert alone["attachment"] == "doc-1_0"
    assert compose(7, message(""), []) == []


def test_files_of_others_are_addresses() -> None:
    file = Attachment(kind=FileKind.PHOTO, name="map.png", mime="image/png", url="https://x.example/map.png")
    [part] = compose(7, message("", content=Content(text="Here", attachments=(file,))), [])
    assert part["message"] == "Here\nmap.png: https://x.example/map.png"


def test_an_answer_names_what_it_answers() -> None:
    [part] = compose(7, message("Yes", reply_to="56"), [])
    assert json.loads(part["forward"]) == {"peer_id": 7, "conversation_message_ids": [56], "is_reply": True}


def test_the_same_part_of_the_same_message_has_the_same_number_and_no_other_has() -> None:
    long = message("x" * 5000)
    numbers = [part["random_id"] for part in compose(7, long, [])]
    assert numbers == [part["random_id"] for part in compose(7, long, [])]
    assert len({random_id(MessageId(f"vk:main:{each}/1"), part) for each in range(500) for part in (0, 1)}) == 1000
    assert all(0 < number < 2**53 for number in numbers)


@given(st.text(max_size=9000), st.lists(st.text(min_size=1, max_size=60), max_size=50), st.integers(0, 25))
def test_vk_takes_whatever_we_make(text: str, labels: list[str], files: int) -> None:
    text = text.encode(errors="ignore").decode()
    buttons = [Button(action="go#1", label=label.encode(errors="ignore").decode() or "?") for label in labels]
    uploaded = [f"doc-1_{number}" for number in range(files)]
    for part in compose(7, message(text, *buttons), uploaded):
        check_message({key: str(value) for key, value in part.items()}, set(uploaded))


@pytest.mark.parametrize(
    ("code", "error"),
    [(5, LockedOut), (27, LockedOut), (6, CommunityThrottled), (9, Throttled), (1, Unreachable), (10, Unreachable),
     (14, Rejected), (100, Rejected), (900, Rejected), (901, Gone), (902, Gone), (113, Gone), (911, Rejected),
     (914, Rejected), (917, Rejected), (936, Rejected), (31337, Rejected)],
)  # fmt: skip
def test_each_refusal_is_told_apart(code: int, error: type[SendError]) -> None:
    assert type(refusal(code, "why")) is error


def test_the_customer_is_let_alone_longer_each_time() -> None:
    """[8]"""
    waits = [cause.retry_after for tries in (0, 1, 2, 30) if isinstance(cause := refusal(9, "", tries), Throttled)]
    assert waits == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4), LONGEST]


def test_a_lost_answer_is_asked_for_again_before_nobody_knows() -> None:
    """What VK would take twice is unknown at once elsewhere; here its number keeps it from being said twice."""
    assert [type(lost(tries)) for tries in range(LOST_TRIES + 1)] == [Unreachable] * LOST_TRIES + [Unknown]


def test_flows_know_the_same_limits() -> None:
    limits = CHANNELS["vk"]
    assert (limits.text, limits.buttons, limits.label) == (4096, 10, 40)
