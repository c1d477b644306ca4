"""From a link to an operator and back. Numbers in brackets are those of the adapters' test list."""

from collections.abc import Mapping, Sequence

from bot.events import Edited, FromCustomer, Left, Reacted, Receipt, Returned, Said, Started
from handoff.conversation import Conversation
from handoff.ids import EventId
from handoff.messages import DeliveryState, Message
from tests.backstage import Backstage
from tests.fakes.vk import User, VkCloud
from tests.parts import ANNA, until
from tests.vking import PNG, address, serving


async def test_from_a_link_to_an_operator_and_back(cloud: VkCloud, backstage: Backstage, ada: User) -> None:
    backstage.rasa.commands["a person"] = [{"name": "hand_off", "reason": "asked", "topic": "delivery"}]
    here = address(ada).conversation_id

    async def conversation() -> Conversation:
        found = await backstage.conversations.load(here)
        assert found is not None
        return found

    async def thread() -> Mapping[str, Message]:
        page = await backstage.history.page(await conversation(), before=None, limit=50)
        return {each.content.text: each for each in page}

    heard: list[FromCustomer] = []

    async def reception(events: Sequence[FromCustomer]) -> None:
        heard.extend(events)
        await backstage.reception(events)

    serve = serving(cloud, backstage.clock, backstage.db, reception, backstage.dead_letters)
    async with serve as backstage.channels["vk"], backstage.working():
        await ada.starts("order-1042")
        await until(backstage.idle)
        assert "Marlow & Pine" in ada.texts[0]

        link = cloud.link("scratch.png", PNG)
        photo = {"type": "photo", "photo": {"sizes": [{"url": link, "width": 9, "height": 9}]}}
        await ada.says("a person", attachments=[photo])
        await until(backstage.idle)
        await backstage.desk.accept(here, ANNA)
        await backstage.desk.reply(here, ANNA, "Hello Ada", EventId("console:1"))
        await until(backstage.idle)
        assert ada.texts[-1] == "Hello Ada"

        await ada.reads()
        await ada.reacts(ada.inbox[-1].cmid, 4)
        cmid = await ada.says("Thank you, Ana")
        await ada.edits(cmid, "Thank you, Anna")
        await ada.denies()
        await until(backstage.idle)
        assert (await conversation()).customer.left
        await ada.permits()
        await until(backstage.idle)

    assert [type(each) for each in heard] == [Started, Said, Receipt, Reacted, Said, Edited, Left, Returned]
    after, said = await conversation(), await thread()
    assert (after.customer.name, after.customer.left, after.operator) == ("Ada Byron", False, ANNA.id)
    assert said["a person"].content.attachments[0].file_id, "our own copy"
    assert said["Hello Ada"].reactions == ("👍",)
    assert said["Hello Ada"].delivery is not None
    assert said["Hello Ada"].delivery.state is DeliveryState.READ
    assert said["Thank you, Anna"].edits[0].text == "Thank you, Ana"
