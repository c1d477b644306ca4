"""What customers write reaches operators in Telegram as they wrote it: nothing of it is read as markup, or as ours."""

import pytest

from handoff.messages import Attachment, Content, FileKind
from tests.fakes.telegram import User
from tests.office import Office, is_card_of, waits

NAMES = [
    '<b>Eve</b> & <a href="tg://user?id=1">Anna</a>',
    "[click](https://evil.example) *bold* _x_ `y`",
    "<script>alert(1)</script>",
    "&lt;Eve&gt; <unclosed",
]
WORDS = "<b>Your session was closed</b> </code><pre>*[here](tg://resolve?domain=evil)* &amp; <tg-spoiler>"


@pytest.mark.parametrize("name", NAMES)
async def test_names_and_words_of_customers_come_as_text(office: Office, anna: User, name: str) -> None:
    async with office.bot():
        eve = await office.waits(name, says=WORDS, address="1")
        offered = await anna.hears(waits(name))
        assert name in offered.text
        await anna.presses(offered.raw["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
        card = await anna.hears(is_card_of(name))
        more = f"{WORDS} again"
        await office.hears(eve, more)
        told = await anna.hears(lambda message: more in message.text)
        file = Attachment(kind=FileKind.DOCUMENT, name=f"{WORDS[:40]}.pdf", mime="application/pdf", failure="too large")
        await office.hears(eve, Content(attachments=(file,)))
        sent = await anna.hears(lambda message: file.name in message.text)

    assert WORDS in card.text
    for each in (offered, card, told, sent):
        styles = {entity["type"] for entity in each.raw.get("entities", [])}
        assert styles <= {"url", "mention", "hashtag"}, "Telegram's own, of plain text"
