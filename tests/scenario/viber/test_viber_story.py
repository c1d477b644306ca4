"""From Viber's webhook to people and back. Numbers in brackets are those of the adapters' test list."""

from handoff.conversation import Conversation
from handoff.ids import EventId
from handoff.messages import Side
from handoff.session import WithBot
from tests.backstage import Backstage
from tests.fakes.viber import User, ViberCloud
from tests.parts import ANNA, texts_of, until
from tests.vibering import address, serving


async def test_from_a_link_to_an_operator_and_back(cloud: ViberCloud, backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["a person"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    here = address(ada).conversation_id

    async def conversation() -> Conversation:
        found = await backstage.conversations.load(here)
        assert found is not None
        return found

    async def states() -> list[str]:
        thread = await backstage.history.page(await conversation(), before=None, limit=50)
        return [each.delivery.state for each in thread if each.delivery]

    async with (
        serving(cloud, backstage.redis, backstage.reception, backstage.dead_letters) as backstage.channels["viber"],
        backstage.working(),
    ):
        await ada.opens()
        [greeting] = ada.inbox
        assert (greeting.token, "Marlow & Pine" in greeting.text) == (None, True)

        await ada.sends_file("picture", "scratch.jpg", b"picture", text="a person")
        await until(backstage.idle)
        await backstage.desk.accept(here, ANNA)
        await backstage.desk.reply(here, ANNA, "Hello Ada", EventId("console:1"))
        await until(backstage.idle)
        assert ada.texts[-1] == "Hello Ada"

        await ada.reads()
        await until(backstage.idle)
        assert set(await states()) == {"read"}, "one receipt stands for all that was above, the greeting too"

        await ada.leaves()
        await until(backstage.idle)
        assert (await conversation()).customer.left
        await ada.says("I am back")
        await until(backstage.idle)

    after = await conversation()
    assert (after.customer.name, after.customer.left, after.operator) == ("Ada", False, ANNA.id)
    assert not isinstance(after.session, WithBot)
    thread = await backstage.history.page(after, before=None, limit=50)
    theirs = [each for each in thread if each.side is Side.CUSTOMER]
    assert texts_of(theirs) == ["a person", "I am back"]
    assert theirs[0].content.attachments[0].file_id, "our own copy"
