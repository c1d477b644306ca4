"""One customer over several channels: joined by what is proven, by a link, by hand; split again; one knowledge."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.channels.base import Accepted
from bot.events import Profile, Said, Started
from bot.joining_codes import payload_of
from bot.smtp import SmtpServer
from handoff.abilities import Abilities
from handoff.conversation import Conversation, begin
from handoff.customer import Address, Customer
from handoff.desk import Card as CustomerCard
from handoff.ids import ConversationId, EventId, PersonId
from handoff.messages import Card, Content, Happening, Message, Side
from handoff.person import How, Into, JoiningRules, Person, Proof
from handoff.person_proof import phone_shown
from handoff.ports import Stale
from handoff.ports.people import JOINING, NoInvitation
from handoff.session import WithOperator
from storage.mongo.people import MongoPeople
from tests.backstage import Backstage
from tests.fakes.mail import MailServer
from tests.fakes.telegram import User
from tests.parts import ANNA, BORIS, NOW, SIOBHAN, held, said, until

ADA = ConversationId("telegram:main:501")
PHONE = "+48500600700"
ON_WHATSAPP = ConversationId("whatsapp:main:48500600700")
ON_SITE = ConversationId("site:main:f00d")


class Elsewhere:
    """Another messenger, that takes every message."""

    name = "elsewhere"
    abilities = Abilities()

    def __init__(self) -> None:
        self.sent: list[str] = []

    async def send(self, address: Address, message: Message) -> Accepted:
        self.sent.append(message.content.text)
        return Accepted(provider_id=f"p{len(self.sent)}")

    async def typing(self, address: Address) -> None:
        """Nobody looks."""


@pytest.fixture
def elsewhere(backstage: Backstage) -> Elsewhere:
    channel = Elsewhere()
    backstage.channels |= {"whatsapp": cast(Any, channel), "site": cast(Any, channel)}
    return channel


def whatsapp(number: int, text: str = "hello", **fields: Any) -> Said:
    """Of the customer who has this phone number."""
    return Said(
        id=EventId(f"whatsapp:main:{number}"), at=NOW, sent_at=NOW, content=Content(text=text),
        address=Address(channel="whatsapp", account="main", external_id=PHONE[1:]),
        profile=Profile(name="Ada L.", phone=PHONE, phone_is_theirs=True), provider_id=f"w{number}", **fields,
    )  # fmt: skip


def site(number: int, text: str = "hello") -> Said:
    return Said(
        id=EventId(f"site:main:{number}"), at=NOW, sent_at=NOW, content=Content(text=text),
        address=Address(channel="site", account="main", external_id="f00d"),
    )  # fmt: skip


def shares(number: int, *, own: bool) -> Said:
    card = Card(name="Ada", phone=PHONE[1:], own=own)
    return replace(said(number), content=Content(cards=(card,)))


async def handles(backstage: Backstage, *events: Said | Started) -> None:
    async with backstage.working():
        await backstage.receives(*events)
        await until(backstage.idle)


async def thread(backstage: Backstage, conversation_id: ConversationId) -> Sequence[Message]:
    return await backstage.history.page(await now_is(backstage, conversation_id), before=None, limit=100)


async def happened(backstage: Backstage, conversation_id: ConversationId) -> list[tuple[Happening | None, str | None]]:
    """What the thread says of joins and splits, and with whom."""
    told = await thread(backstage, conversation_id)
    ours = {Happening.JOINED, Happening.SPLIT, Happening.VERIFIED}
    return [(each.happening, each.details.get("conversation")) for each in told if each.happening in ours]


async def now_is(backstage: Backstage, conversation_id: ConversationId) -> Conversation:
    found = await backstage.conversations.load(conversation_id)
    assert found is not None
    return found


async def together(backstage: Backstage, conversation_id: ConversationId) -> set[str]:
    person = await backstage.people.of(conversation_id)
    return set(person.conversations) if person else {conversation_id}


# -- by what is proven ---------------------------------------------------------------------------------------------


async def test_a_whatsapp_number_and_ones_own_contact_join_by_themselves(
    backstage: Backstage, ada: User, elsewhere: Elsewhere
) -> None:
    await handles(backstage, whatsapp(1), said(2), shares(3, own=True))

    person = await backstage.people.of(ADA)
    assert person is not None
    assert set(person.conversations) == {ADA, ON_WHATSAPP}
    assert [(each.proof.how, each.proof.value) for each in person.members if each.proof] == [(How.PHONE, PHONE)]
    assert await happened(backstage, ADA) == [(Happening.JOINED, ON_WHATSAPP)]
    assert await happened(backstage, ON_WHATSAPP) == [(Happening.JOINED, ADA)]


async def test_a_contact_of_somebody_else_joins_nobody(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, whatsapp(1), shares(2, own=False))
    assert await together(backstage, ADA) == {ADA}
    assert (await now_is(backstage, ADA)).customer.phone is None


async def test_an_admin_may_have_nobody_joined_by_a_rule(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await backstage.chapters.save(JOINING, JoiningRules(by_themselves=False), base=0, by=None, at=NOW)
    await handles(backstage, whatsapp(1), shares(2, own=True))
    assert await together(backstage, ADA) == {ADA}
    assert (await now_is(backstage, ADA)).customer.verified == {phone_shown(PHONE)}


async def test_handled_again_nobody_is_told_twice(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, whatsapp(1), shares(2, own=True))
    handler = backstage.handler()
    await handler.handle(shares(2, own=True))
    await handles(backstage)
    assert await happened(backstage, ADA) == [(Happening.JOINED, ON_WHATSAPP)]


async def test_who_dies_after_the_commit_is_followed_by_who_joins(
    backstage: Backstage, ada: User, elsewhere: Elsewhere, monkeypatch: pytest.MonkeyPatch
) -> None:
    await handles(backstage, whatsapp(1))
    handler = backstage.handler()
    with monkeypatch.context() as dying:
        dying.setattr(type(handler.joining), "committed", _dies)
        with pytest.raises(ConnectionAbortedError):
            await handler.handle(shares(2, own=True))
    assert await together(backstage, ADA) == {ADA}

    await handles(backstage, shares(2, own=True))
    assert await together(backstage, ADA) == {ADA, ON_WHATSAPP}
    assert await happened(backstage, ON_WHATSAPP) == [(Happening.JOINED, ADA)]


async def _dies(*_: object) -> None:
    raise ConnectionAbortedError


# -- by a link -----------------------------------------------------------------------------------------------------


def started(number: int, payload: str, customer: int = 501) -> Started:
    plain = said(number, customer=customer)
    return Started(
        id=plain.id, address=plain.address, at=NOW, sent_at=NOW, profile=plain.profile, payload=payload
    )  # fmt: skip


async def test_a_link_from_the_site_leads_to_telegram(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, site(1, "Where is my parcel?"))
    words = await backstage.inviting().invitation(await now_is(backstage, ON_SITE), "telegram")
    assert words.startswith("You can go on with us in Telegram")
    payload = words.partition("?start=")[2]

    await handles(backstage, started(1, payload))

    assert await together(backstage, ADA) == {ADA, ON_SITE}
    assert await happened(backstage, ON_SITE) == [(Happening.JOINED, ADA)]
    assert "now we know that it is you" in ada.inbox[-1].text
    assert (await now_is(backstage, ON_SITE)).customer.name == "Ada"  # the site knows visitors by a number only


async def test_a_code_that_somebody_used_is_no_use_to_others(
    backstage: Backstage, ada: User, elsewhere: Elsewhere
) -> None:
    await handles(backstage, site(1))
    payload = payload_of(await backstage.codes.invite(ON_SITE))
    mallory = await backstage.customer(502, "Mallory")

    await handles(backstage, started(1, payload))
    await handles(backstage, started(2, payload, customer=502))

    assert await together(backstage, ADA) == {ADA, ON_SITE}
    assert "not valid any more" in mallory.inbox[-1].text


async def test_an_old_code_joins_nobody(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, site(1))
    payload = payload_of(await backstage.codes.invite(ON_SITE))
    for key in await backstage.redis.keys("invite:*"):
        assert timedelta() < timedelta(seconds=await backstage.redis.ttl(key)) <= timedelta(minutes=30)
        await backstage.redis.delete(key)  # half an hour later

    await handles(backstage, started(1, payload))
    assert await together(backstage, ADA) == {ADA}
    assert "not valid any more" in ada.inbox[-1].text


async def test_whatsapps_links_bring_a_text(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, said(1))
    payload = payload_of(await backstage.codes.invite(ADA))
    await handles(backstage, whatsapp(1, payload))
    assert await together(backstage, ADA) == {ADA, ON_WHATSAPP}
    assert "now we know that it is you" in elsewhere.sent[-1]


async def test_a_code_that_was_passed_on_is_nobodys(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await handles(backstage, said(1))
    payload = payload_of(await backstage.codes.invite(ADA))
    await handles(backstage, whatsapp(1, payload, forwarded_from="Ada"))
    assert await together(backstage, ADA) == {ADA}


async def test_nobody_is_invited_where_no_link_leads(backstage: Backstage, elsewhere: Elsewhere) -> None:
    await handles(backstage, site(1))
    assert backstage.inviting().channels() == ["telegram"]
    with pytest.raises(NoInvitation):
        await backstage.inviting().invitation(await now_is(backstage, ON_SITE), "whatsapp")


# -- by e-mail -----------------------------------------------------------------------------------------------------


async def test_an_address_is_theirs_once_its_code_came_back(
    backstage: Backstage, ada: User, elsewhere: Elsewhere
) -> None:
    await handles(backstage, said(1), site(1))
    post = MailServer()
    async with post.open():
        backstage.mail_server = SmtpServer(host="127.0.0.1", port=post.port)
        codes: list[str] = []
        for conversation_id in (ADA, ON_SITE):
            await backstage.inviting().mail_code(await now_is(backstage, conversation_id), "ada@Example.org")
            letter = post.letters[-1]
            assert letter["To"] == "ada@Example.org"
            codes.append(letter.get_content().split()[3])
    wrong = f"{(int(codes[0]) + 1) % 10**6:06}"
    await handles(backstage, said(2, wrong))
    assert "not the code" in ada.inbox[-1].text
    assert (await now_is(backstage, ADA)).customer.verified == frozenset()

    await handles(backstage, said(3, f"{codes[0][:3]} {codes[0][3:]}"), site(2, codes[1]))

    assert (await now_is(backstage, ADA)).customer.verified == {"email:ada@example.org"}
    assert await together(backstage, ADA) == {ADA, ON_SITE}
    assert await happened(backstage, ADA) == [(Happening.VERIFIED, None), (Happening.JOINED, ON_SITE)]


async def test_codes_are_not_to_be_guessed(backstage: Backstage, ada: User) -> None:
    await handles(backstage, said(1))
    code = await backstage.codes.mail(ADA, "ada@example.org")
    wrong = [each for each in ("000001", "000002", "000003", "000004", "000005", "000006") if each != code][:5]
    await handles(backstage, *(said(number, each) for number, each in enumerate(wrong, 2)), said(9, code))
    assert (await now_is(backstage, ADA)).customer.verified == frozenset()


async def test_without_a_mail_server_it_says_so(backstage: Backstage, ada: User) -> None:
    await handles(backstage, said(1))
    with pytest.raises(NoInvitation, match="SMTP_URL"):
        await backstage.inviting().mail_code(await now_is(backstage, ADA), "ada@example.org")


# -- by hand, and apart again --------------------------------------------------------------------------------------


async def test_both_keep_their_operators_when_open_sessions_are_merged(
    backstage: Backstage, ada: User, elsewhere: Elsewhere
) -> None:
    anna, boris = held(501, by=ANNA), held(502, by=BORIS)
    await backstage.begins(replace(anna, customer=replace(anna.customer, phone="+48 1", groups=("vip",))))
    await backstage.begins(replace(boris, customer=replace(boris.customer, email="ada@x.org", tier="gold")))
    other = boris.id

    await backstage.joining().join(ADA, other, How.HAND, by=ANNA)
    await handles(backstage)

    for conversation_id, operator in ((ADA, ANNA), (other, BORIS)):
        now = await now_is(backstage, conversation_id)
        assert isinstance(now.session, WithOperator)
        assert now.session.operator == operator.id
        known = now.customer
        assert (known.phone, known.email, known.tier, known.groups) == ("+48 1", "ada@x.org", "gold", ("vip",))
    told = next(each for each in await thread(backstage, other) if each.happening is Happening.JOINED)
    assert (told.details["by"], told.details["how"], told.details["channel"]) == ("Anna", "hand", "telegram")


async def test_what_one_learns_later_the_other_knows(backstage: Backstage, ada: User, elsewhere: Elsewhere) -> None:
    await backstage.begins(held(501, by=ANNA))
    await handles(backstage, whatsapp(1))
    await backstage.joining().join(ADA, ON_WHATSAPP, How.HAND, by=ANNA)
    await handles(backstage)

    await backstage.desk.describe(ADA, ANNA, CustomerCard(tier="gold", attributes={"shop": "Kraków"}))
    await handles(backstage)

    learned = (await now_is(backstage, ON_WHATSAPP)).customer
    assert (learned.tier, learned.attributes, learned.name) == ("gold", {"shop": "Kraków"}, "Ada L.")
    assert (await now_is(backstage, ADA)).customer.phone == PHONE
    person = await backstage.people.of(ADA)
    assert person is not None
    assert person.known.tier == "gold"


async def test_a_split_leaves_both_with_what_they_know_and_no_rule_undoes_it(
    backstage: Backstage, ada: User, elsewhere: Elsewhere
) -> None:
    await handles(backstage, whatsapp(1), shares(2, own=True))
    person = await backstage.people.of(ADA)
    assert person is not None

    await backstage.joining().split(person.id, ADA, SIOBHAN)
    await handles(backstage, whatsapp(3), shares(4, own=True))

    assert await together(backstage, ADA) == {ADA}
    assert await happened(backstage, ADA) == [(Happening.JOINED, ON_WHATSAPP), (Happening.SPLIT, ADA)]
    assert await happened(backstage, ON_WHATSAPP) == [(Happening.JOINED, ADA), (Happening.SPLIT, ADA)]
    words = [each.content.text for each in await thread(backstage, ON_WHATSAPP) if each.side is Side.CUSTOMER]
    assert words == ["hello", "hello"]

    await backstage.joining().join(ADA, ON_WHATSAPP, How.HAND, by=SIOBHAN)
    assert await together(backstage, ADA) == {ADA, ON_WHATSAPP}


# -- many at once --------------------------------------------------------------------------------------------------


async def several(backstage: Backstage, count: int) -> list[ConversationId]:
    for number in range(count):
        await backstage.begins(begin(_somebody(number), Customer(name=f"N{number}"), at=NOW))
    return [_somebody(number).conversation_id for number in range(count)]


def _somebody(number: int) -> Address:
    return Address(channel="telegram", account="main", external_id=str(600 + number))


async def test_many_merges_at_once_make_one(backstage: Backstage) -> None:
    ids = await several(backstage, 6)
    pairs = [(0, 1), (2, 3), (4, 5), (1, 2), (3, 4), (5, 0), (1, 0)]
    await asyncio.gather(
        *(backstage.joining().join(ids[one], ids[other], How.HAND, by=ANNA) for one, other in pairs)
    )  # fmt: skip
    assert [await together(backstage, each) for each in ids] == [set(ids)] * 6
    assert await backstage.db.people.count_documents({}) == 1


async def test_a_merge_that_was_broken_off_is_carried_through_by_whoever_looks(backstage: Backstage) -> None:
    ids = await several(backstage, 5)
    joining, people = backstage.joining(), MongoPeople(backstage.db)
    for one, other in ((0, 1), (2, 3)):
        await joining.join(ids[one], ids[other], How.HAND, by=ANNA)
    stays, goes = sorted([await _of(people, ids[0]), await _of(people, ids[2])], key=lambda each: each.id)
    proof = Proof(how=How.HAND, at=NOW, by=ANNA.id)
    await people.commit(replace(goes, into=Into(person=stays.id, proof=proof)))  # and here it dies

    assert await together(backstage, goes.conversations[0]) == set(ids[:4])
    rest = await joining.split(stays.id, goes.conversations[0], SIOBHAN)
    assert rest is not None
    assert await together(backstage, goes.conversations[0]) == {goes.conversations[0]}


async def test_who_goes_into_one_that_is_gone_meanwhile_is_themselves_again(backstage: Backstage) -> None:
    ids = await several(backstage, 2)
    people = MongoPeople(backstage.db)
    person = await backstage.joining().join(ids[0], ids[1], How.HAND, by=ANNA)
    nobody = Into(person=PersonId("gone"), proof=Proof(how=How.HAND, at=NOW, by=ANNA.id))
    await people.commit(replace(person, into=nobody))
    assert await together(backstage, ids[0]) == set(ids)


async def test_of_two_rows_with_one_conversation_only_one_is_kept(backstage: Backstage) -> None:
    ids = await several(backstage, 3)
    people = MongoPeople(backstage.db)
    person = await backstage.joining().join(ids[0], ids[1], How.HAND, by=ANNA)
    with pytest.raises(Stale):
        await people.commit(replace(person, id=PersonId("other"), version=0))
    with pytest.raises(Stale):
        await people.commit(replace(person, version=person.version + 3))


async def _of(people: MongoPeople, conversation_id: ConversationId) -> Person:
    found = await people.of(conversation_id)
    assert found is not None
    return found
