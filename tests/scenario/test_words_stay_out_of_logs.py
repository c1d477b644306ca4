"""Customers' words are not in logs: a whole story with words that are found again, under every logger there is.

What the product sets up is tried as it is, and with everybody told to say all they can: libraries that would log what
they carry are held back by name.
"""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest
import structlog

from bot import logs
from bot.events import Profile
from handoff.messages import Attachment, Content, FileKind
from tests.backstage import TOKEN, Backstage
from tests.console import Console
from tests.parts import held, said, until

NAME, PHONE, EMAIL, WORDS = "Quillon Zephyrine", "+48777000111", "quillon@zephyr.example", "vermilion umbrella"
FILE, REPLY, NOTE = "gingerbread-passport.pdf", "periwinkle answer", "marzipan note"
SENTINELS = (*NAME.split(), PHONE, PHONE[1:], EMAIL, *WORDS.split(), FILE.partition(".")[0], "periwinkle", "marzipan")


@pytest.fixture(params=[logging.INFO, logging.DEBUG], ids=["info", "debug"])
def logged(request: pytest.FixtureRequest) -> Iterator[io.StringIO]:
    """What the product writes: its own logs, and libraries'; at DEBUG as if somebody had asked for all of it."""
    stream, before, root = io.StringIO(), structlog.get_config(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    root.handlers.clear()
    with patch("sys.stderr", stream):
        logs.set_up("json", set())
        structlog.configure(
            wrapper_class=structlog.make_filtering_bound_logger(request.param), cache_logger_on_first_use=False,
            logger_factory=structlog.PrintLoggerFactory(stream),
        )  # fmt: skip
        root.setLevel(request.param)
        for handler in root.handlers:
            handler.setLevel(logging.NOTSET)
        yield stream
    structlog.configure(**before)
    root.handlers[:], root.level = handlers, level


async def test_a_whole_story_leaves_no_word_of_the_customers(
    logged: io.StringIO, console: Console, backstage: Backstage
) -> None:
    backstage.rasa.commands[WORDS] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    customer = backstage.cloud.user(501, NAME, bot=backstage.cloud.bot(TOKEN))
    await customer.starts()
    profile = Profile(name=NAME, language="en", phone=PHONE, phone_is_theirs=True, email=EMAIL)
    file = Attachment(kind=FileKind.DOCUMENT, name=FILE, mime="application/pdf", provider_ref="gone")
    async with backstage.working():
        await backstage.receives(replace(said(1, WORDS), profile=profile))
        await until(backstage.idle)
        anna = await console.sign_in("anna")
        her = held().id
        assert (await anna.does(her, "accept")).status_code == 200
        assert (await anna.replies(her, REPLY)).status_code == 200
        assert (await anna.does(her, "note", {"id": "note-0001", "text": NOTE})).status_code == 200
        with_file = Content(text=f"{WORDS} {EMAIL}", attachments=(file,))
        await backstage.receives(replace(said(2), profile=profile, content=with_file))
        await backstage.receives(said(3, "", customer=502))  # nobody who was ever there: the send fails
        await until(backstage.idle)
        await anna.get("/conversations", view="mine", q=NAME)
        await anna.does(her, "close", {"reason": "solved", "topic": "other"})
        await until(backstage.idle)
        admin = await console.sign_in("nikos")
        assert (await admin.does(her, "export")).status_code == 200
        assert (await admin.does(her, "erase")).status_code == 200
    written = logged.getvalue()

    assert "conversation" in written, "something was logged"
    assert [word for word in SENTINELS if word.casefold() in written.casefold()] == []


async def test_what_breaks_says_where_and_not_what_was_said(
    logged: io.StringIO, backstage: Backstage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An event that fails is logged with its traceback, which names no value."""

    async def breaks(*_: object, **__: object) -> None:
        raise ValueError("it broke")

    monkeypatch.setattr("bot.turn.Turn.decide", breaks)
    async with backstage.working():
        await backstage.receives(replace(said(1, WORDS), profile=Profile(name=NAME, phone=PHONE, email=EMAIL)))
        await until(backstage.idle)
    written = logged.getvalue()
    assert "it broke" in written
    assert [word for word in SENTINELS if word.casefold() in written.casefold()] == []
