"""All that is kept of a customer is theirs to have, and to have erased; nobody else's is touched."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from bson import json_util

from bot.privacy import Privacy
from handoff.conversation import begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId
from handoff.messages import Content
from handoff.person import How
from handoff.ports import NoFile
from handoff.ports.audit import DeedQuery
from handoff.ports.privacy import OnItsWay, StillServed, UnknownCustomer
from nlu.rasa_client import RasaDialogue
from storage.mongo.audit import MongoAudit
from storage.mongo.audit_chain import MongoAuditChain
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.payloads import MongoPayloads, Payload
from storage.mongo.traces import MongoTraces
from storage.processes import Server
from storage.redis.borrowing import LENT, Borrowing
from tests.backstage import Backstage
from tests.commands import helpline_command
from tests.console import SECRETS_KEY, Console
from tests.parts import NOW, SIOBHAN, conversation, held, said, until

ADA, ELSEWHERE = ConversationId("telegram:main:501501"), ConversationId("whatsapp:main:48500600700")


def privacy(backstage: Backstage) -> Privacy:
    return Privacy(
        conversations=MongoConversations(backstage.db), people=backstage.people, files=MongoFiles(backstage.db),
        traces=MongoTraces(backstage.db), intake=backstage.intake, borrowing=Borrowing(backstage.redis),
        dialogue=backstage.dialogue, clock=backstage.clock,
    )  # fmt: skip


async def furnish(backstage: Backstage) -> str:
    """Ada in two channels, with all that is kept of her; and Bob, who is nobody's business."""
    ada = replace(conversation(501501), customer=Customer(name="Ada Lovelace", phone="+48500600700"))
    ada = ada.received(Content(text="secret words"), at=NOW)
    await backstage.begins(ada)
    fresh = begin(Address(channel="whatsapp", account="main", external_id="48500600700"), Customer(name="A."), at=NOW)
    await backstage.begins(fresh.received(Content(text="more of them"), at=NOW))
    await backstage.begins(conversation(777123123, name="Bob").received(Content(text="Bob's words"), at=NOW))
    await backstage.joining().join(ada.id, fresh.id, How.HAND, by=SIOBHAN)
    file = await MongoFiles(backstage.db).store(ada.id, "../passport.txt", "text/plain", b"scanned words")
    payloads = MongoPayloads(backstage.db, NOW - NOW.replace(day=1))
    for body in ('{"from": 501501, "text": "secret words"}', '{"from": 777123123}', '{"from": 5015012}'):
        await payloads.keep([Payload(channel="telegram", at=backstage.clock(), headers={}, body=body)])
    encoded = "From: =?utf-8?q?Ada_Lovelace?= ..."
    await payloads.keep([Payload(channel="email", at=NOW, headers={}, body=encoded, customers=("501501",))])
    async with backstage.working():
        await backstage.receives(said(1, "secret words too", customer=501501))
        await until(backstage.idle)
    await backstage.db.dead_letters.insert_one({"_id": "x", "conversation_id": ada.id, "event": "secret words"})
    await backstage.db.email_threads.insert_one({"_id": ELSEWHERE, "subject": "secret words"})
    return file


async def whatever_names(backstage: Backstage, *words: str) -> list[str]:
    """Collections with any of these words in any row, whichever they are."""
    found: list[str] = []
    for name in sorted(await backstage.db.list_collection_names()):
        rows = [json_util.dumps(row) async for row in backstage.db[name].find()]
        found += [name for row in rows if any(word in row for word in words)]
    return found


async def test_all_that_is_kept_of_a_customer_is_written_into_one_file(backstage: Backstage) -> None:
    file = await furnish(backstage)
    written = io.BytesIO()
    await privacy(backstage).export(ELSEWHERE, written)

    with zipfile.ZipFile(written) as packed:
        told, names = packed.read("customer.json").decode(), packed.namelist()
        assert packed.read(f"files/{file}") == b"scanned words"
    assert [name for name in names if ".." in name] == []
    assert all(words in told for words in ("secret words", "more of them", "Ada Lovelace", "secret words too"))
    assert "Bob" not in told
    assert set(json.loads(told)["collections"]) >= {"people", "conversations", "files", "intake", "payloads"}


async def test_nothing_of_an_erased_customer_is_left_in_any_collection(backstage: Backstage) -> None:
    file = await furnish(backstage)
    bobs = await whatever_names(backstage, "Bob", "777123123")

    assert await whatever_names(backstage, "secret words", "Lovelace", "more of them", "500600700"), "it was there"
    assert await backstage.db["files.chunks"].count_documents({}) == 1
    await privacy(backstage).erase(ADA)

    assert (
        await whatever_names(
            backstage, "secret words", "Lovelace", "more of them", "500600700", '"telegram:main:501501', "Ada_Love"
        )
        == []
    )
    with pytest.raises(NoFile):
        _ = [chunk async for chunk in MongoFiles(backstage.db).read(file)]  # type: ignore[arg-type]
    assert await backstage.db["files.chunks"].count_documents({}) == 0, "the bytes, too"
    assert await whatever_names(backstage, "Bob", "777123123") == bobs
    assert await backstage.db.payloads.count_documents({}) == 2
    with pytest.raises(UnknownCustomer):
        await privacy(backstage).erase(ADA)


async def test_a_session_at_the_desk_is_not_taken_out_of_anybodys_hands(backstage: Backstage) -> None:
    await backstage.begins(held(501))
    with pytest.raises(StillServed):
        await privacy(backstage).erase(held(501).id)
    assert await backstage.conversation(501)


async def test_what_is_on_its_way_is_waited_for_and_nothing_comes_back(backstage: Backstage) -> None:
    """A message that came a moment ago would be handled after the erasing, and begin the thread anew."""
    await backstage.begins(conversation(501))
    await backstage.receives(said(1, "I am still on my way"))
    with pytest.raises(OnItsWay):
        await privacy(backstage).erase(conversation(501).id)
    assert await backstage.conversation(501)

    async with backstage.working():
        await until(backstage.idle)
    await privacy(backstage).erase(conversation(501).id)
    await backstage.reception.post_overdue()
    backstage.clock.move_on(LENT)
    await backstage.scheduler().wake_due()
    async with backstage.working():
        await until(backstage.idle)
    assert await whatever_names(backstage, "on my way", "telegram:main:501") == []


async def test_what_was_stored_and_is_not_yet_in_the_mailbox_is_on_its_way_too(backstage: Backstage) -> None:
    await backstage.begins(conversation(501))
    event = said(1, "just stored")
    await backstage.intake.store([(event.id, event.conversation_id, "{}")], backstage.clock())
    with pytest.raises(OnItsWay):
        await privacy(backstage).erase(conversation(501).id)


async def test_what_comes_while_they_are_erased_waits_until_they_are(backstage: Backstage) -> None:
    await backstage.begins(conversation(501))
    lent = Borrowing(backstage.redis)
    assert await lent.borrow(conversation(501).id, backstage.clock())
    with pytest.raises(OnItsWay):
        await privacy(backstage).erase(conversation(501).id)
    async with backstage.working():
        await backstage.receives(said(1, "while you erase"))
        assert await backstage.mailbox().with_mail([conversation(501).id])
        assert await lent.take_back(backstage.clock()) == 0
        backstage.clock.move_on(LENT)  # whoever had borrowed it is dead
        assert await lent.take_back(backstage.clock()) == 1
        await until(backstage.idle)
    assert "while you erase" in [each.content.text for each in await backstage.thread(501)]


async def test_rasa_is_told_to_forget_every_session(backstage: Backstage, monkeypatch: pytest.MonkeyPatch) -> None:
    await furnish(backstage)
    told: list[str] = []

    async def forget(self: RasaDialogue, sessions: list[str]) -> bool:
        told.extend(sessions)
        return True

    monkeypatch.setattr(RasaDialogue, "forget", forget)
    await privacy(backstage).erase(ADA)
    assert set(told) == {f"{ADA}#1", f"{ELSEWHERE}#1"}


async def test_an_admin_takes_all_of_it_along_and_erases_it_in_the_console(
    console: Console, backstage: Backstage
) -> None:
    file = await furnish(backstage)
    admin = await console.sign_in("nikos")
    exported = await admin.does(ADA, "export")
    assert (exported.status_code, exported.headers["content-type"]) == (200, "application/zip")
    assert "attachment" in exported.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(exported.content)) as packed:
        assert packed.read(f"files/{file}") == b"scanned words"

    erased = await admin.does(ADA, "erase")
    assert erased.status_code == 200, erased.text
    assert erased.json()["gone"]["conversations"] == 2
    assert (await admin.get(f"/conversations/{ADA}")).status_code == 404
    assert await whatever_names(backstage, "secret words", "Lovelace", "500600700", "telegram:main:501501") == []

    noted = (await admin.get("/audit")).json()
    did = [each for each in noted if each["did"].endswith(("/erase", "/export"))]
    assert len(did) == 2
    assert len({each["on"]["conversation_id"] for each in did}) == 1, "the same customer, whoever that was"
    assert all(each["on"]["conversation_id"].startswith("~") for each in did)
    assert (await MongoAuditChain(backstage.db, SECRETS_KEY).verify()).broken is None
    assert await MongoAudit(backstage.db).page(DeedQuery(about=ADA)) == []


async def test_the_command_erases_too_and_is_noted(
    backstage: Backstage, mongo_server: Server, redis_server: Server, tmp_path: Path
) -> None:
    await backstage.begins(conversation(501).received(Content(text="secret words"), at=NOW))
    helpline = helpline_command(backstage.db, mongo_server, tmp_path, "customer")
    ran = await helpline("erase", conversation(501).id, "--sure", REDIS_URL=redis_server.url)
    assert (ran.code, "1 conversations" in ran.out) == (0, True), ran.err
    again = await helpline("erase", conversation(501).id, "--sure", REDIS_URL=redis_server.url)
    assert (again.code, "There is no conversation" in again.err) == (1, True)
    assert await whatever_names(backstage, "secret words", "telegram:main:501") == []
    noted = await MongoAudit(backstage.db).page(DeedQuery(did="helpline customer erase"))
    assert [each.deed.status for each in noted] == [409, 200]


async def test_what_cannot_be_erased_now_is_refused_with_the_remedy(console: Console, backstage: Backstage) -> None:
    await backstage.begins(held(501))
    admin = await console.sign_in("nikos")
    served = await admin.does(held(501).id, "erase")
    assert (served.status_code, served.json()["detail"]["code"]) == (409, "still_served")
    await backstage.begins(conversation(502))
    await backstage.receives(said(1, "hello", customer=502))
    moving = await admin.does(conversation(502).id, "erase")
    assert (moving.status_code, moving.json()["detail"]["code"]) == (409, "on_its_way")
    assert (await admin.does("telegram:main:999", "erase")).status_code == 404
    assert (await admin.does("telegram:main:999", "export")).status_code == 404
