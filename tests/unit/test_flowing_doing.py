"""What flows want, carried out on a conversation."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.flowing.doing import says
from bot.flowing.runs import ASKED, Run
from flows.effects import Button, Call, Media, Say, StartProcess
from flows.position import ForCall, Frame, Position
from flows.words import FlowId, StepId
from handoff.conversation import Conversation
from handoff.messages import FileKind
from tests.parts import NOW, conversation

OPEN = Button(label="Open", flow=FlowId("f"), step=StepId("s"), choice="open", url="https://shop.example")
PICK = Button(label="Pick", flow=FlowId("f"), step=StepId("s"), choice="pick")
PHOTO = Media(kind="photo", url="https://shop.example/a/desk.png?v=2")


def shown(channel: str, say: Say) -> Conversation:
    new = conversation()
    return says(replace(new, address=replace(new.address, channel=channel)), say, NOW)


def test_a_telegram_message_carries_its_files_and_buttons() -> None:
    said = shown("telegram", Say(text="Look", media=(PHOTO,), buttons=(OPEN, PICK))).journal

    assert len(said) == 1
    file = said[0].content.attachments[0]
    assert (file.kind, file.name, file.mime, file.url) == (FileKind.PHOTO, "desk.png", "image/png", PHOTO.url)
    assert [(each.label, each.url) for each in said[0].buttons] == [("Open", OPEN.url), ("Pick", None)]


@pytest.mark.parametrize(
    ("channel", "text"),
    [
        ("whatsapp", "Look\nOpen: https://shop.example"),
        ("unheard-of", f"Look\n{PHOTO.url}\nOpen: https://shop.example\n1. Pick"),
    ],
)
def test_what_a_channel_cannot_show_is_said_in_words(channel: str, text: str) -> None:
    assert shown(channel, Say(text="Look", media=(PHOTO,), buttons=(OPEN, PICK))).journal[-1].content.text == text


def test_a_long_text_is_several_messages_and_the_buttons_come_last() -> None:
    said = shown("telegram", Say(text="A sentence. " * 500, buttons=(PICK,))).journal

    assert [len(each.buttons) for each in said] == [0, 1]


def test_nothing_to_say_is_not_said() -> None:
    assert shown("telegram", Say(text="")).journal == ()


# -- calls -------------------------------------------------------------------------------------------------------------


def calling(effect: Call | StartProcess) -> Run:
    frame = Frame(flow=FlowId("f"), revision=1, step=StepId("call"))
    position = Position(run="r", frames=(frame,), wait=ForCall(call=effect.id))
    run = Run(name="r", flow=FlowId("f"), position=position)
    run.asked(effect, NOW)
    return run


CALL = Call(id="r:1", method="GET", url="https://api.example.com", timeout=timedelta(seconds=10), retries=1)


@pytest.mark.parametrize(
    ("effect", "after"),
    [(CALL, 25), (StartProcess(id="r:1", process="refund"), 45)],
)
def test_an_answer_that_is_late_is_asked_for_again_in_time(effect: Call | StartProcess, after: int) -> None:
    run = calling(effect)
    standing = run.stands()
    assert standing is not None
    assert standing.call is not None

    assert standing.call.again_at == NOW + timedelta(seconds=after)
    assert ASKED.validate_json(standing.call.effect) == effect


def test_what_nobody_waits_for_is_not_asked_again() -> None:
    run = calling(CALL)
    assert run.position is not None
    elsewhere: dict[str, Any] = {"wait": ForCall(call="r:2")}
    run.position = replace(run.position, **elsewhere)

    standing = run.stands()

    assert standing is not None
    assert standing.call is None
