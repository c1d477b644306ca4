"""What is old goes by itself, whole, in the way of an erasure; what is open or young stays."""

from dataclasses import replace
from datetime import timedelta

from bot.privacy import open_privacy
from bot.retention import AT_ONCE, Retention
from bot.settings import Settings
from handoff.conversation import Conversation
from handoff.ids import ConversationId, OperatorId
from handoff.messages import Content
from handoff.person import How
from handoff.ports.audit import Deed
from storage.mongo.audit import MongoAudit
from storage.mongo.audit_chain import MongoAuditChain
from storage.mongo.files import MongoFiles
from storage.redis.borrowing import Borrowing
from tests.backstage import Backstage
from tests.parts import NOW, SIOBHAN, closed, conversation, held, said, waiting
from tests.scenario.test_privacy import whatever_names

YEAR = timedelta(days=365)


def retention(backstage: Backstage, *, conversations: timedelta | None = YEAR) -> Retention:
    return Retention(
        conversations=backstage.conversations, borrowing=Borrowing(backstage.redis), clock=backstage.clock,
        privacy=open_privacy(Settings(), backstage.db, backstage.redis, backstage.dialogue, backstage.clock),
        audit=MongoAuditChain(backstage.db), keep_conversations=conversations, keep_audit=timedelta(days=400),
    )  # fmt: skip


async def begins(backstage: Backstage, customer: int, of: Conversation, words: str) -> ConversationId:
    await backstage.begins(of.received(Content(text=words), at=NOW))
    return conversation(customer).id


async def there(backstage: Backstage) -> set[str]:
    return {row["_id"].rpartition(":")[2] async for row in backstage.db.conversations.find({}, {"_id": 1})}


async def test_what_was_closed_long_ago_goes_with_all_its_traces(backstage: Backstage) -> None:
    ada = await begins(backstage, 501, closed(501), "quinces, long ago")
    await MongoFiles(backstage.db).store(ada, "quince.txt", "text/plain", b"a quince")
    await backstage.db.notices.insert_one({"_id": "n", "conversation_id": ada, "at": NOW + YEAR})
    await backstage.db.email_threads.insert_one({"_id": ada, "subject": "quinces"})
    for number, of in ((502, held(502)), (503, waiting(503)), (504, conversation(504))):
        await begins(backstage, number, of, "open")

    backstage.clock.move_on(YEAR - timedelta(minutes=1))
    assert await retention(backstage).sweep() == 0
    backstage.clock.move_on(timedelta(hours=1))
    await begins_now(backstage, 505)
    assert await retention(backstage, conversations=None).sweep() == 0, "for ever"
    assert await retention(backstage).sweep() == 1

    assert await there(backstage) == {"502", "503", "504", "505"}
    assert await whatever_names(backstage, "quince", '"telegram:main:501') == []
    assert await backstage.db["files.chunks"].count_documents({}) == 0


async def begins_now(backstage: Backstage, customer: int) -> None:
    young = closed(customer)
    now = backstage.clock()
    await backstage.begins(replace(young, session=replace(young.session, closed_at=now), updated_at=now))


async def test_a_person_goes_with_the_last_of_their_conversations(backstage: Backstage) -> None:
    ada, other = await begins(backstage, 501, closed(501), "x"), await begins(backstage, 502, held(502), "y")
    await backstage.joining().join(ada, other, How.HAND, by=SIOBHAN)
    backstage.clock.move_on(YEAR + timedelta(hours=1))
    await backstage.db.intake.delete_many({})
    await backstage.redis.flushdb()
    await backstage.mailbox().prepare()
    assert await retention(backstage).sweep() == 1
    person = await backstage.people.of(other)
    assert person is not None
    assert person.conversations == (other,)

    after = closed(502)
    await backstage.db.conversations.delete_one({"_id": other})
    await backstage.begins(after)
    assert await retention(backstage).sweep() == 1
    assert await backstage.db.people.count_documents({}) == 0


async def test_what_is_on_its_way_saves_a_conversation_and_many_go_bit_by_bit(backstage: Backstage) -> None:
    for number in range(AT_ONCE + 5):
        await backstage.begins(closed(1000 + number))
    backstage.clock.move_on(YEAR + timedelta(hours=1))
    await backstage.receives(said(1, "I am back", customer=1000))

    assert await retention(backstage).sweep() == AT_ONCE - 1
    assert await retention(backstage).sweep() == 5
    assert await there(backstage) == {"1000"}


async def test_rows_of_the_audit_log_go_after_their_time_and_the_chain_stays_whole(backstage: Backstage) -> None:
    audit = MongoAudit(backstage.db)
    for day in range(4):
        await audit.append(
            Deed(
                at=NOW + timedelta(days=day), operator=OperatorId("anna"), did="POST /api/lines", on={}, status=200,
                address="",
            )
        )  # fmt: skip
    backstage.clock.move_on(timedelta(days=402, hours=1))
    await retention(backstage).sweep()
    verdict = await MongoAuditChain(backstage.db).verify()
    assert (verdict.rows, verdict.number, verdict.broken) == (1, 4, None)
