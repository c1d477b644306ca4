"""A real Chromium, once per run; a fresh profile for each person."""

import shutil
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from playwright.async_api import Browser, async_playwright

from handoff.operator import Presence
from handoff.ports import PRIORITY, ROUTING, SLA, Chapter
from tests.world import World

CHAPTERS: tuple[Chapter[Any], ...] = (ROUTING, PRIORITY, SLA)
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    path = shutil.which("chromium")
    assert path, "The end-to-end tests need Chromium: run `make test`, or install Debian's package `chromium`."
    async with async_playwright() as playwright:
        # A click that meets a panel which is still growing, on a machine that stutters, is no click.
        still = "--force-prefers-reduced-motion"
        browser = await playwright.chromium.launch(executable_path=path, args=[*QUIET, still])
        yield browser
        await browser.close()


@pytest.fixture
async def clear_desk(world: World) -> AsyncIterator[None]:
    """Everybody is there with empty hands, has read what they were told, and nobody waits: before and after."""
    await clear(world)
    yield
    await clear(world)


async def clear(world: World) -> None:
    admin, operators = await world.staff("admin"), world.app.operators
    for row in (await admin.get("/conversations", view="open", limit=100))["items"]:
        await admin.does(row["id"], "close", {"reason": "solved", "topic": "other"})
    for person in await operators.all():
        await operators.set_presence(person.id, Presence.ONLINE, None, world.clock())
        # Another test's clock may have been ahead of ours.
        await world.app.notices.mark_read(person.id, world.clock() + timedelta(days=365))


@pytest.fixture
async def as_it_was(world: World, clear_desk: None) -> AsyncIterator[None]:
    """Afterwards rules, lines and people are what they were: other tests share the product. New ones are retired."""
    app = world.app
    rules = {chapter.name: (chapter, await app.chapters.current(chapter)) for chapter in CHAPTERS}
    lines, people = await app.lines.all(), await app.operators.all()
    yield
    for chapter, (version, value) in rules.values():
        latest, _ = await app.chapters.current(chapter)
        if latest != version:
            await app.chapters.save(chapter, value, base=latest, by=None, at=world.clock())
    known = {each.id for each in lines} | {each.id for each in people}
    new_lines = [replace(each, archived=True) for each in await app.lines.all() if each.id not in known]
    new_people = [replace(each, active=False) for each in await app.operators.all() if each.id not in known]
    for line in (*lines, *new_lines):
        await app.lines.save(line)
    for person in (*people, *new_people):
        await app.operators.save(person)
