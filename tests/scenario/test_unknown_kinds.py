"""What a messenger sends and nobody here can show: the customer hears so once, the staff see what kind it is."""

from dataclasses import replace
from datetime import timedelta

from bot.operator_bot.texts import load_texts
from bot.operator_bot.words import said as in_words
from handoff.messages import Content, Message, Side
from handoff.session import Closed
from tests.backstage import Backstage
from tests.fakes.telegram import User
from tests.parts import SIOBHAN, said, until

TOLD = "I'm afraid I can't read this kind of message. Could you please write it in words?"


async def sends(backstage: Backstage, *numbers: int) -> list[Message]:
    async with backstage.working():
        await backstage.receives(*(replace(said(each, unsupported="poll"), content=Content()) for each in numbers))
        await until(backstage.idle)
    return list(await backstage.thread())


def words(thread: list[Message]) -> list[str]:
    return [each.content.text for each in thread if each.side is Side.BOT]


async def test_the_customer_is_told_once_in_a_session(backstage: Backstage, ada: User) -> None:
    assert words(await sends(backstage, 1)) == [TOLD]
    assert words(await sends(backstage, 2, 3)) == [TOLD]

    await backstage.desk.accept((await backstage.conversation()).id, SIOBHAN)
    await backstage.desk.close((await backstage.conversation()).id, SIOBHAN, reason="solved", topic=None)
    assert isinstance((await backstage.conversation()).session, Closed)
    backstage.clock.move_on(timedelta(minutes=1))

    assert words(await sends(backstage, 4)).count(TOLD) == 2, "in the next one anew"


async def test_staff_see_which_kind_it_was(backstage: Backstage, ada: User) -> None:
    [message, _] = await sends(backstage, 1)

    assert message.content == Content(unsupported="poll")
    last = (await backstage.conversation()).last
    assert last is not None
    assert last.side is Side.BOT
    texts = load_texts()
    assert in_words(message, texts.in_language("en")) == "[can't be shown here: a poll]"
    assert in_words(message, texts.in_language("ru")) == "[здесь не показать: опрос]"
    strange = replace(message, content=Content(unsupported="mini_app"))
    assert in_words(strange, texts.in_language("en")) == "[can't be shown here: Mini app]"
