"""The demo company's flows: put into an installation, and used by customers in the running product."""

from dataclasses import replace

from cryptography.fernet import Fernet
from redis.asyncio import Redis

from bot.app import App, build_app
from bot.demo.flows import PUBLISHED, seed_flows
from bot.demo.orders_api import KEYS, PREFIX
from flows import gallery
from flows.systems import Systems
from flows.words import FlowId
from storage.mongo.client import Database
from storage.mongo.flows import MongoFlows
from tests.parts import NOW, Clock
from tests.world import settings_for

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
