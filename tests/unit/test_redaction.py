"""No secret comes into a log, whoever put it there."""

import io
import json
import logging
from unittest.mock import patch

import pytest
import structlog

from bot import logs
from bot.redaction import HIDDEN, Redaction
from bot.settings import Settings

TOKEN = "8812345678:AAE-abcdefghijklmnopqrstuvwxyz012345"


@pytest.mark.parametrize(
    "said",
    [
        f"POST https://api.telegram.org/bot{TOKEN}/sendMessage failed",
        f"GET /webhook?access_token={TOKEN[11:]}&v=5",
        'headers {"Authorization": "Bearer AAE-abcdefghijklmnopqrstuvwxyz012345"}',
        "mongodb://helpline:AAE-abcdefghijklmnopqrstuvwxyz012345@db/helpline",
        "{'password': 'AAE-abcdefghijklmnopqrstuvwxyz012345'}",
        "X-Viber-Auth-Token: AAE-abcdefghijklmnopqrstuvwxyz012345",
    ],
)
def test_what_looks_like_a_secret_is_hidden(said: str) -> None:
    shown = Redaction().text(said)
    assert "AAE-" not in shown
    assert HIDDEN in shown


@pytest.mark.parametrize(
    "said",
    [
        "Session assigned", "https://helpline.example/console/inbox", "conversation=telegram:main:8812",
        "2026-11-23T09:30:00+00:00", "The signature is wrong.", "token: none",
    ],
)  # fmt: skip
def test_what_is_none_stays(said: str) -> None:
    assert Redaction().text(said) == said


def test_secrets_of_the_settings_are_hidden_by_value_wherever_they_are() -> None:
    settings = Settings(
        WHATSAPP_APP_SECRET="plainwords",
        SMTP_URL="smtp://me:pass-word@mail.example",
        MAIL_FROM="a@b.example",
        MONGO_URL="mongodb://127.0.0.1",
    )
    hides = Redaction(settings.secrets())
    event = {"event": "Refused plainwords", "deep": {"list": ["pass-word", 3, None]}, "error": ValueError("plainwords")}
    assert hides(None, "info", event) == {
        "event": f"Refused {HIDDEN}", "deep": {"list": [HIDDEN, 3, None]}, "error": HIDDEN
    }  # fmt: skip


@pytest.mark.parametrize("form", ["text", "json"])
def test_neither_our_logs_nor_libraries_show_one(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Through the whole of what the product sets up, tracebacks included."""
    stream, before = io.StringIO(), structlog.get_config()
    handlers = logging.getLogger().handlers[:]
    logging.getLogger().handlers.clear()
    try:
        with patch("sys.stderr", stream):
            logs.set_up(form, {"plainwords"})
            log = structlog.get_logger("tests.redaction").new()
            try:
                raise ConnectionError(f"https://api.telegram.org/bot{TOKEN}/getMe plainwords")
            except ConnectionError:
                log.exception("It failed", action="failed", token="hello-you", error=TOKEN)
            logging.getLogger("library").error("cannot reach %s", f"https://u:plainwords@host/{TOKEN}")
    finally:
        structlog.configure(**before)
        logging.getLogger().handlers[:] = handlers
    said = stream.getvalue()

    assert "It failed" in said
    assert "ConnectionError" in said
    assert "cannot reach" in said
    assert not any(secret in said for secret in (TOKEN, TOKEN[11:], "plainwords", "hello-you"))
    if form == "json":
        assert json.loads(said.splitlines()[0])["action"] == "failed"
