"""The demo company's flows: the templates, calling the demo's own systems. Most are published, some are still drafts.

Repeating it changes nothing that people have changed since. What nobody has changed follows the demo, whose address is
another one when the product is started on another port.
"""

import contextlib
from collections.abc import Collection
from dataclasses import replace
from urllib.parse import urlsplit

import structlog

from bot.app import App
from bot.demo.orders_api import KEYS, PREFIX
from flows import gallery
from flows.errors import SecretsLocked, StaleDraft, StaleSystems
from flows.model import Draft, Flow
from flows.ports import Flows
from flows.steps.http import Http
from flows.words import Template
from handoff.ports import Clock
from storage.mongo.flows import MongoFlows

log = structlog.get_logger()
BY = "demo"
PUBLISHED = (
    "order_status", "return_of_goods", "password_recovery", "lost_login", "authorisation_trouble", "booking_a_visit",
    "complaint", "out_of_hours", "rating_after_close",
)  # fmt: skip
_EXAMPLE = "https://api.example.com/v1"


async def seed_flows(app: App, publish: Collection[str] = PUBLISHED, *, systems: str | None = None) -> None:
    """Add what is missing; of what is new, publish these. `systems`: where workers reach a gateway."""
    base = systems or app.settings.own_address
    await _allow(app, urlsplit(base).netloc)
    secrets = await _secrets(app)
    flows = MongoFlows(app.db)
    for template in gallery.every():
        flow = at_home(template, base + PREFIX)
        version = await _draw(flows, flow, app.clock)
        if version and flow.id in publish and gallery.needs(flow).secrets <= secrets:
            await flows.publish(flow.id, version=version, by=BY, at=app.clock(), comment="The demo company's")


def at_home(template: Flow, base: str) -> Flow:
    """The template with its calls going to this address."""
    steps = {
        id: step.model_copy(update={"url": Template(step.url.replace(_EXAMPLE, base))})
        if isinstance(step, Http)
        else step
        for id, step in template.steps.items()
    }
    return template.model_copy(update={"steps": steps})


async def _draw(flows: Flows, flow: Flow, clock: Clock) -> int | None:
    """The version to publish; None when there is nothing new of ours."""
    draft = await flows.draft(flow.id) or Draft(flow=flow, author=BY)
    if draft.author != BY or draft.archived:
        return None
    if draft.version and draft.flow == flow:
        return draft.version if draft.based_on is None else None
    try:
        return await flows.save(flow, draft.layout, base=draft.version, by=BY, at=clock())
    except StaleDraft:  # another process adds the same
        return None


async def _secrets(app: App) -> frozenset[str]:
    """The names of all that there are then."""
    known = {each.name for each in await app.register.named.kept()}
    try:
        for name, value in KEYS.items():
            if name not in known:
                await app.register.named.put(name, value, by=BY, at=app.clock())
                known.add(name)
    except SecretsLocked as error:
        log.warning("The demo's flows can't call its systems", action="demo_secrets_locked", error=str(error))
    return frozenset(known)


async def _allow(app: App, host: str) -> None:
    systems = await app.register.systems.current()
    if host not in systems.private_hosts:
        with contextlib.suppress(StaleSystems):  # another process adds the same
            allowed = replace(systems, private_hosts=systems.private_hosts | {host})
            await app.register.systems.save(allowed, by=BY, at=app.clock())
