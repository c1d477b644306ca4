"""The demo company's flows: put into an installation, and used by customers in the running product."""

import itertools
import os
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from cryptography.fernet import Fernet
from redis.asyncio import Redis

from bot.app import App, build_app
from bot.demo.flows import PUBLISHED, seed_flows
from bot.demo.orders_api import KEYS, PREFIX
from bot.rasa_process import RasaProcess
from flows import gallery
from flows.steps.message import Message
from flows.steps.question import Question
from flows.steps.rate import Rate
from flows.systems import Systems
from flows.words import FlowId, StepId
from handoff.conversation import Conversation
from handoff.session import Waiting
from storage.mongo.client import Database
from storage.mongo.flows import MongoFlows
from storage.processes import Server
from tests.fakes.telegram import User
from tests.parts import NOW, Clock
from tests.world import MONDAY_MORNING, World, open_world, settings_for

ORDER, PHOTO = FlowId("order_status"), FlowId("photo_change")
KEY = Fernet.generate_key().decode()


def app_at(mongo: Database, redis: Redis, *, port: int = 8080, key: str = KEY) -> App:
    return build_app(settings_for(port=port, host="127.0.0.1", secrets_key=key), Clock(), mongo, redis)


async def in_force(mongo: Database) -> dict[str, int]:
    return {str(flow): number for flow, number in (await MongoFlows(mongo).library()).published.items()}


async def test_the_demo_brings_all_templates_and_publishes_most(mongo: Database, redis: Redis) -> None:
    app = app_at(mongo, redis)
    await seed_flows(app)

    drafts = await MongoFlows(mongo).drafts()
    assert {draft.flow.id for draft in drafts} == set(gallery.TEMPLATES)
    assert await in_force(mongo) == dict.fromkeys(PUBLISHED, 1)
    assert {name: await app.register.named.get(name) for name in KEYS} == KEYS
    assert await app.register.private_hosts() == {"127.0.0.1:8080"}


async def test_the_demo_comes_again_without_undoing_what_people_did(mongo: Database, redis: Redis) -> None:
    app, flows = app_at(mongo, redis), MongoFlows(mongo)
    await seed_flows(app)
    drawn = await flows.draft(ORDER)
    assert drawn
    mine = drawn.flow.model_copy(update={"priority": 7})
    await flows.save(mine, {}, base=drawn.version, by="nikos", at=NOW)
    await flows.archive(PHOTO, base=1, by="nikos", at=NOW)
    await app.register.named.put("orders_api", "Bearer ours", by="nikos", at=NOW)

    await seed_flows(app)

    changed, archived = await flows.draft(ORDER), await flows.draft(PHOTO)
    assert changed
    assert archived
    assert (changed.flow, changed.author, archived.archived) == (mine, "nikos", True)
    assert await in_force(mongo) == dict.fromkeys(PUBLISHED, 1)
    assert await app.register.named.get("orders_api") == "Bearer ours"


async def test_on_another_port_the_flows_call_there(mongo: Database, redis: Redis) -> None:
    await seed_flows(app_at(mongo, redis))
    moved = app_at(mongo, redis, port=8081)

    await seed_flows(moved)

    current = (await MongoFlows(mongo).library()).current(ORDER)
    assert current
    assert current.number == 2
    assert current.flow.steps["look_up"].url == f"http://127.0.0.1:8081{PREFIX}/orders/{{{{ order_number }}}}"  # type: ignore[index, union-attr]
    assert "127.0.0.1:8081" in await moved.register.private_hosts()
    assert (await in_force(mongo))["complaint"] == 1, "what calls nobody stays as it is"


async def test_without_a_key_the_flows_that_need_a_secret_stay_drafts(mongo: Database, redis: Redis) -> None:
    app = app_at(mongo, redis, key="")
    await seed_flows(app)

    published = await in_force(mongo)
    assert "complaint" in published
    assert not {each.id for each in gallery.every() if gallery.needs(each).secrets} & set(published)


async def test_what_an_admin_allowed_stays_allowed(mongo: Database, redis: Redis) -> None:
    app = app_at(mongo, redis)
    theirs = Systems(processes={"refund": "https://erp.example"}, private_hosts=frozenset({"erp.lan"}))
    await app.register.systems.save(theirs, by="nikos", at=NOW)

    await seed_flows(app)

    systems = await app.register.systems.current()
    assert systems == replace(theirs, private_hosts=frozenset({"erp.lan", "127.0.0.1:8080"}), version=2)


# -- customers in the flows --------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
async def company(mongo_server: Server, servers_folder: Path, rasa: RasaProcess) -> AsyncIterator[World]:
    """The running product with every template published."""
    async with open_world(
        mongo_url=mongo_server.url,
        database=f"flows_{os.getpid()}",
        folder=servers_folder / "flows",
        rasa_url=rasa.url,
        secrets_key=KEY,
    ) as world:
        await seed_flows(world.app, publish=gallery.TEMPLATES)
        yield world


_numbers = itertools.count(1)


@dataclass(slots=True)
class Talk:
    """A new customer on the way through a flow, who reads what its steps say in their language."""

    world: World
    flow: str
    language: str
    customer: User

    @classmethod
    def about(cls, world: World, flow: str, language: str) -> "Talk":
        return cls(world, flow, language, world.customer(next(_numbers), "Ada", language))

    async def says(self, text: str) -> None:
        await self.customer.says(text)

    async def hears(self, step: str, *parts: str) -> str:
        """What the step says, with these parts in it."""
        wanted = self._words(step)
        heard = await self.customer.hears(lambda each: wanted in each.text and all(part in each.text for part in parts))
        return heard.text

    async def chooses(self, step: str, choice: str) -> None:
        """Once the step has asked."""
        await self.hears(step)
        question = gallery.load(self.flow).steps[StepId(step)]
        assert isinstance(question, Question)
        label = next(each.label for each in question.choices if each.id == choice)
        await self.customer.presses(label.within(self.language))

    async def is_rated(self) -> None:
        """What follows a close."""
        rating = replace(self, flow="rating_after_close")
        await rating.hears("rate")
        await rating.says("5")
        await rating.hears("thank")

    async def closes(self) -> Conversation:
        return await self.world.in_state(self.customer, "closed")

    async def waits(self) -> Waiting:
        session = (await self.world.in_state(self.customer, "waiting")).session
        assert isinstance(session, Waiting)
        return session

    def _words(self, step: str) -> str:
        """The longest of the step's words that hold no variable."""
        match gallery.load(self.flow).steps[StepId(step)]:
            case Message(variants=(text, *_)) | Question(text=text) | Rate(text=text):
                return max(re.split(r"{{.*?}}", text.within(self.language)), key=len).strip()
            case other:
                raise AssertionError(f"{other.kind} says nothing")


ORDER_STATUS = {
    "en": "Hello, where is my order?",
    "ru": "где мой заказ",
    "pl": "Gdzie jest moje zamówienie?",
    "el": "πού είναι η παραγγελία μου",
}


@pytest.mark.parametrize(("language", "asks"), ORDER_STATUS.items())
async def test_order_status_asks_the_shops_system(company: World, language: str, asks: str) -> None:
    talk = Talk.about(company, "order_status", language)
    await talk.says(asks)
    await talk.hears("ask_order")
    await talk.says("MP-555555")
    await talk.hears("not_found", "MP-555555")
    await talk.hears("ask_order")
    await talk.says("mp-100001")

    await talk.hears("on_the_way", "mp-100001")
    await talk.chooses("helped", "yes")
    await talk.hears("thanks")
    await talk.is_rated()

    rating = (await talk.closes()).handling.rating
    assert rating
    assert (rating.score, rating.of) == (5, 5)


async def test_account_questions_are_answered(company: World) -> None:
    talk = Talk.about(company, "account_questions", "pl")
    await talk.says("Mam pytanie o moje konto")
    await talk.chooses("ask_subject", "orders")
    await talk.hears("orders")
    await talk.chooses("helped", "yes")
    await talk.hears("thanks")
    await talk.closes()


async def test_a_password_is_changed(company: World) -> None:
    talk = Talk.about(company, "password_change", "ru")
    await talk.says("Как сменить пароль?")
    await talk.chooses("ask_known", "yes")
    await talk.hears("how_known")
    await talk.chooses("ask_result", "changed")
    await talk.hears("changed")
    await talk.closes()


async def test_a_lost_login_is_sent_by_the_accounts_system(company: World) -> None:
    talk = Talk.about(company, "lost_login", "el")
    await talk.says("ξέχασα το όνομα χρήστη")
    await talk.chooses("ask_way", "phone")
    await talk.hears("ask_phone")
    await talk.says("+30 210 123 4567")
    await talk.hears("sent")
    await talk.chooses("helped", "no")

    assert (await talk.waits()).line == "technical"


async def test_a_password_is_recovered_by_the_accounts_system(company: World) -> None:
    talk = Talk.about(company, "password_recovery", "en")
    await talk.says("I forgot my password")
    await talk.hears("ask_email")
    await talk.says("ada@example.com")
    await talk.hears("sent", "ada@example.com")
    await talk.chooses("ask_arrived", "yes")
    await talk.hears("thanks")
    await talk.closes()


async def test_a_photo_is_changed(company: World) -> None:
    talk = Talk.about(company, "photo_change", "ru")
    await talk.says("хочу сменить фото")
    await talk.hears("ask_photo")
    await talk.customer.sends_photo()
    await talk.chooses("confirm", "yes")
    await talk.hears("accepted")

    [request] = (await talk.closes()).handling.requests
    assert request.type == "photo_change"


async def test_trouble_with_signing_in_is_urgent_when_the_tries_were_not_ones_own(company: World) -> None:
    talk = Talk.about(company, "authorisation_trouble", "pl")
    await talk.says("problem z logowaniem")
    await talk.chooses("ask_trouble", "blocked")
    await talk.hears("blocked")
    await talk.chooses("ask_own", "no")

    assert (await talk.waits()).line == "technical"


async def test_goods_are_returned_by_the_shops_system(company: World) -> None:
    talk = Talk.about(company, "return_of_goods", "el")
    await talk.says("θέλω να επιστρέψω κάτι")
    await talk.hears("ask_order")
    await talk.says("MP-100002")
    await talk.chooses("ask_reason", "unwanted")
    await talk.hears("made", "R-")
    await talk.chooses("helped", "yes")
    await talk.hears("thanks")
    await talk.closes()


async def test_a_visit_is_booked(company: World) -> None:
    talk = Talk.about(company, "booking_a_visit", "en")
    await talk.says("I would like to book a visit")
    await talk.chooses("ask_service", "measuring")
    await talk.hears("ask_day")
    await talk.says("24.12.")
    await talk.chooses("ask_part", "morning")
    await talk.hears("ask_phone")
    await talk.says("+48 600 123 456")
    await talk.chooses("confirm", "yes")
    await talk.hears("booked")

    [request] = (await talk.closes()).handling.requests
    assert request.type == "visit"


async def test_a_complaint_reaches_a_supervisor(company: World) -> None:
    talk = Talk.about(company, "complaint", "en")
    await talk.says("I have a complaint")
    await talk.chooses("ask_about", "goods")
    await talk.hears("ask_story")
    await talk.says("The sofa came with a long scratch on its side.")
    await talk.hears("ask_wish")
    await talk.says("A new cover, please.")
    await talk.hears("now")

    assert (await talk.waits()).line == "experts"


async def test_the_running_product_hears_other_systems_and_has_the_demos_own(company: World) -> None:
    async with httpx.AsyncClient(base_url=company.base, trust_env=False) as client:
        hook = await client.post("/hooks/flows/parcels", json={})
        order = await client.get(f"{PREFIX}/orders/MP-100003", headers={"Authorization": KEYS["orders_api"]})
        stranger = await client.get(f"{PREFIX}/orders/MP-100003")

    assert (hook.status_code, "no webhook" in hook.text) == (404, True)
    assert order.json() == {"status": "preparing", "delivery_date": None}
    assert stranger.status_code == 401


async def test_out_of_hours_the_question_is_collected_until_somebody_is_there(company: World) -> None:
    company.clock.move_to(MONDAY_MORNING - timedelta(hours=14))  # Sunday evening
    talk = Talk.about(company, "out_of_hours", "ru")
    await talk.says("Позовите человека")
    await talk.hears("ask_question")
    await talk.says("Привезли не тот стол, заказ MP-100002")
    await talk.chooses("ask_reach", "here")
    await talk.hears("promise")

    company.clock.move_to(MONDAY_MORNING)

    session = await talk.waits()
    assert session.handling.collected["question"] == "Привезли не тот стол, заказ MP-100002"
