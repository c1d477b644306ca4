"""The staff's API put together: each group of routes over the few ports that it needs."""

from fastapi import APIRouter

from bot.app import App
from bot.rules_changed import RulesChanged
from handoff.console import facts, lines, notices, routes, rules, staff, team, tester
from handoff.console.auth import Guard
from handoff.console.live import LiveConsole
from handoff.console.shown import Shown
from storage.mongo.team import MongoTeam
from storage.mongo.vocabulary import MongoVocabulary
from storage.redis.bell import Bell
from storage.redis.heartbeats import Heartbeats
from storage.redis.loads import Loads


def live_console(app: App, guard: Guard) -> LiveConsole:
    return LiveConsole(
        feed=app.live, conversations=app.conversations, notices=app.notices, guard=guard,
        shown=Shown(books=app.books, clock=app.clock), heartbeats=Heartbeats(app.redis), clock=app.clock,
    )  # fmt: skip


def routers(app: App, guard: Guard) -> list[APIRouter]:
    """The routes of handoff, each over the few ports that it needs."""
    vocabulary, loads, everyone = MongoVocabulary(app.db), Loads(app.redis), MongoTeam(app.db)
    shown = Shown(books=app.books, clock=app.clock)
    rules_changed = RulesChanged(conversations=app.conversations, clock=app.clock)

    async def freed() -> None:
        await Bell(app.redis).ring([line.id for line in await app.lines.all()])

    return [
        routes.router(
            routes.ConsolePorts(
                desk=app.desk, inbox=app.inbox, history=app.history, canned=app.canned, files=app.files,
                dead_letters=app.dead_letters, waiting_in=app.queues.length,
            ),
            shown,
            guard,
        ),
        lines.router(
            lines.LinePorts(lines=app.lines, books=app.books, team=everyone, rules_changed=rules_changed), guard
        ),
        staff.router(
            staff.StaffPorts(
                operators=app.operators, lines=app.lines, logins=app.logins, team=everyone, desk=app.desk, freed=freed
            ),
            guard,
        ),
        rules.router(
            rules.RulePorts(
                chapters=app.chapters, books=app.books, clock=app.clock, rules_changed=rules_changed
            ),
            guard,
        ),
        tester.router(
            tester.TesterPorts(
                conversations=app.conversations, history=app.history, chapters=app.chapters, books=app.books,
                loads=loads, clock=app.clock,
            ),
            guard,
        ),
        facts.router(facts.FactPorts(books=app.books, vocabulary=vocabulary), guard),
        team.router(team.TeamPorts(desk=app.desk, team=everyone, loads=loads), guard),
        notices.router(notices.NoticePorts(notices=app.notices, clock=app.clock), guard),
    ]  # fmt: skip
