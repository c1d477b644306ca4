"""What operators do in Telegram is in the audit log as what they do in the console."""

from handoff.ports.audit import DeedQuery, Source
from storage.mongo.audit import MongoAudit
from storage.mongo.client import Database
from tests.fakes.telegram import User
from tests.office import ANNA, Office, accepted
from tests.parts import until


async def test_done_and_refused_alike_with_who_and_by_what_way(office: Office, anna: User, mongo: Database) -> None:
    audit = MongoAudit(mongo)

    async def noted() -> list[tuple[str, int]]:
        return [(each.deed.did, each.deed.status) for each in reversed(await audit.page(DeedQuery()))]

    async with office.bot():
        ada = await accepted(office, anna, "Ada")
        await anna.says("It is on its way.")
        await anna.says("/hold 9d the customer is on holiday")
        await anna.hears("Not done: on this line a hold lasts")
        await anna.says("/who")
        await anna.says("/away lunch")
        await anna.hears("away")
        await until(lambda: audit.page(DeedQuery(did="bot presence away")))

    assert await noted() == [
        ("bot accept", 200), ("bot reply", 200), ("bot hold", 409), ("bot presence away", 200),
    ]  # fmt: skip
    [first] = (await audit.page(DeedQuery(about=ada)))[-1:]
    assert (first.deed.operator, first.deed.source) == ("anna", Source.OPERATOR_BOT)
    assert (first.deed.address, first.deed.on) == (f"telegram:{ANNA}", {"conversation_id": ada})
    assert "on its way" not in str([row async for row in mongo.audit.find()]), "words stay where they belong"
