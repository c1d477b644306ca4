"""Fills an empty installation with the demo company. Repeating it changes nothing that people have changed since."""

import contextlib
from dataclasses import replace
from pathlib import Path

import structlog

from bot.app import App
from bot.demo.lines import LINES
from bot.demo.people import CANNED, OPERATORS, PASSWORD
from bot.demo.rules import PRIORITY, ROUTING, SLA
from handoff import ports
from handoff.console.passwords import hash_password
from handoff.ports import Stale
from nlu.knowledge.article import new_article
from nlu.knowledge.files import read_articles
from nlu.knowledge.ports import ArticleExists

log = structlog.get_logger()
ARTICLES = Path(__file__).parent / "articles"


async def seed(app: App) -> int:
    """Add what is missing; how many articles are new."""
    if not await app.lines.all():
        for line in LINES:
            await app.lines.save(line)
        await _seed_rules(app)
    if not await app.operators.all():
        password_hash = hash_password(PASSWORD)
        for operator in OPERATORS:
            await app.operators.save(replace(operator, password_hash=password_hash))
    if not await app.canned.all():
        for reply in CANNED:
            await app.canned.save(reply)
    return await _seed_articles(app)


async def _seed_rules(app: App) -> None:
    """The first version of each chapter; where somebody has saved one before, theirs stays."""
    with contextlib.suppress(Stale):
        now, why = app.clock(), "The demo company's"
        await app.chapters.save(ports.ROUTING, ROUTING, base=0, by=None, at=now, comment=why)
        await app.chapters.save(ports.PRIORITY, PRIORITY, base=0, by=None, at=now, comment=why)
        await app.chapters.save(ports.SLA, SLA, base=0, by=None, at=now, comment=why)


async def _seed_articles(app: App) -> int:
    known = {article.id for article in await app.articles.list()}
    now, added = app.clock(), 0
    for file in read_articles(ARTICLES):
        draft = new_article(file.key, file.language, file.wording, by="demo", now=now)
        if draft.id in known:
            continue
        try:
            await app.articles.add(draft.publish(by="demo", now=now))
        except ArticleExists:
            continue
        added += 1
    return added
