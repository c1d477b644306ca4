"""All that is kept of a customer is theirs to have, and to have erased; nobody else's is touched."""

import io
import json
import zipfile
from dataclasses import replace

import pytest
from bson import json_util

from bot.privacy import Privacy, StillServed, UnknownCustomer
from handoff.conversation import begin
from handoff.customer import Address, Customer
from handoff.ids import ConversationId
from handoff.messages import Content
from handoff.person import How
from handoff.ports import NoFile
from storage.mongo.conversations import MongoConversations
from storage.mongo.files import MongoFiles
from storage.mongo.payloads import MongoPayloads, Payload
from storage.mongo.traces import MongoTraces
from tests.backstage import Backstage
from tests.parts import NOW, SIOBHAN, conversation, held, said

ADA, ELSEWHERE = ConversationId("telegram:main:501501"), ConversationId("whatsapp:main:48500600700")


def privacy(backstage: Backstage) -> Privacy:
    return Privacy(
        conversations=MongoConversations(backstage.db), people=backstage.people, files=MongoFiles(backstage.db),
        traces=MongoTraces(backstage.db), clock=backstage.clock,
    )  # fmt: skip


async def furnish(backstage: Backstage) -> str:
    """Ada in two channels, with all that is kept of her; and Bob, who is nobody's business."""
    ada = replace(conversation(501501), customer=Customer(name="Ada Lovelace", phone="+48500600700"))
    ada = ada.received(Content(text="secret words"), at=NOW)
    await backstage.begins(ada)
    fresh = begin(Address(channel="whatsapp", account="main", external_id="48500600700"), Customer(name="A."), at=NOW)
    await backstage.begins(fresh.received(Content(text="more of them"), at=NOW))
    await backstage.begins(conversation(777, name="Bob").received(Content(text="Bob's words"), at=NOW))
    await backstage.joining().join(ada.id, fresh.id, How.HAND, by=SIOBHAN)
    file = await MongoFiles(backstage.db).store(ada.id, "../passport.txt", "text/plain", b"scanned words")
    payloads = MongoPayloads(backstage.db, NOW - NOW.replace(day=1))
    for body in ('{"from": 501501, "text": "secret words"}', '{"from": 777}', '{"from": 5015012}'):
        await payloads.keep([Payload(channel="telegram", at=backstage.clock(), headers={}, body=body)])
    encoded = "From: =?utf-8?q?Ada_Lovelace?= ..."
    await payloads.keep([Payload(channel="email", at=NOW, headers={}, body=encoded, customers=("501501",))])
    await backstage.receives(said(1, "secret words too", customer=501501))
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
    bobs = await whatever_names(backstage, "Bob", "777")

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
    assert await whatever_names(backstage, "Bob", "777") == bobs
    assert await backstage.db.payloads.count_documents({}) == 2
    with pytest.raises(UnknownCustomer):
        await privacy(backstage).erase(ADA)


async def test_a_session_at_the_desk_is_not_taken_out_of_anybodys_hands(backstage: Backstage) -> None:
    await backstage.begins(held(501))
    with pytest.raises(StillServed):
        await privacy(backstage).erase(held(501).id)
    assert await backstage.conversation(501)
