"""The staff's API put together: each group of routes over the few ports that it needs."""

from typing import Annotated

from fastapi import APIRouter, Depends

from bot import flow_console, parked_console
from bot.app import App
from bot.connecting import console as connecting
from bot.connecting.saving import Connecting
from bot.connecting.showing import Showing
from bot.connecting.trying import Trying
from bot.media import Again, Copier
from bot.operator_bot import linking
from bot.parked import Parked
from bot.privacy import open_privacy
from bot.rules_changed import RulesChanged
from bot.single_sign_on import provider
from handoff.changes import Changes
from handoff.console import (
    audit,
    copies,
    facts,
    inviting,
    lines,
    notices,
    own_account,
    own_factor,
    people,
    privacy,
    routes,
    rules,
    signing_in,
    single_sign_on,
    staff,
    team,
    tester,
)
from handoff.console.auth import Guard
from handoff.console.errors import REFUSALS, StaffRoute
from handoff.console.live import LiveConsole
from handoff.console.schemas import Refused, Schema
from handoff.console.second_step import SecondStep
from handoff.console.shown import Shown
from handoff.operator import Operator, Role
from nlu.knowledge.routes import router as knowledge
from storage.mongo.audit import MongoAudit
from storage.mongo.copies import MongoCopies
from storage.mongo.second_factors import MongoSecondFactors
from storage.mongo.team import MongoTeam
from storage.mongo.templates import MongoTemplates
from storage.mongo.vocabulary import MongoVocabulary
from storage.redis.bell import Bell
from storage.redis.heartbeats import Heartbeats
from storage.redis.loads import Loads


class TelegramLink(Schema):
    """How to tie one's Telegram to the operators' bot: open the link, or send it `/start` and the code."""

    code: str
    url: str | None


def live_console(app: App, guard: Guard) -> LiveConsole:
    return LiveConsole(
        feed=app.live, conversations=app.conversations, notices=app.notices, guard=guard,
        shown=Shown(books=app.books, abilities=app.desk.abilities, clock=app.clock),
        heartbeats=Heartbeats(app.redis), clock=app.clock,
    )  # fmt: skip


def routers(app: App, guard: Guard) -> list[APIRouter]:
    """All but the live feed."""
    noted = MongoAudit(app.db, app.settings.secrets_key)
    vocabulary, loads, everyone = MongoVocabulary(app.db), Loads(app.redis), MongoTeam(app.db)
    shown = Shown(books=app.books, abilities=app.desk.abilities, clock=app.clock)
    rules_changed = RulesChanged(conversations=app.conversations, clock=app.clock)

    async def freed() -> None:
        await Bell(app.redis).ring([line.id for line in await app.lines.all()])

    return [
        *_signing_in(app, guard),
        routes.router(
            routes.ConsolePorts(
                desk=app.desk, inbox=app.inbox, history=app.history, canned=app.canned, files=app.files,
                dead_letters=app.dead_letters, templates=MongoTemplates(app.db), waiting_in=app.queues.length,
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
        people.router(
            people.PeoplePorts(
                people=app.people, joining=app.joining(), inviting=app.inviting(), conversations=app.conversations,
                history=app.history, clock=app.clock,
            ),
            guard,
        ),
        inviting.router(
            inviting.InvitingPorts(inviting=app.inviting(), chapters=app.chapters, desk=app.desk), shown, guard
        ),
        team.router(team.TeamPorts(desk=app.desk, team=everyone, loads=loads), guard),
        notices.router(notices.NoticePorts(notices=app.notices, clock=app.clock), guard),
        knowledge(
            app.articles, app.library, author=guard.operator, editor=guard.at_least(Role.SUPERVISOR), clock=app.clock,
            route=StaffRoute, refused=Refused,
        ),
        copies.router(
            Again(
                copier=Copier(channels=app.channels, files=app.files), copies=MongoCopies(app.db), tell=app.live.publish
            ),
            app.desk,
            guard,
        ),
        *flow_console.routers(app, guard),
        audit.router(noted, guard),
        privacy.router(
            privacy.PrivacyPorts(
                privacy=open_privacy(app.settings, app.db, app.redis, app.dialogue, app.clock), audit=noted,
                people=app.people, conversations=app.conversations, hide=app.live.moved_on,
            ),
            guard,
        ),
        _channels(app, guard),
        parked_console.router(_parked(app), guard),
        _telegram_link(app, guard),
    ]  # fmt: skip


def _signing_in(app: App, guard: Guard) -> list[APIRouter]:
    second = SecondStep(
        factors=MongoSecondFactors(app.db, app.settings.secrets_key), throttle=app.throttle, clock=app.clock,
        policy=app.settings.second_factor, company=app.settings.company,
    )  # fmt: skip
    system = provider(app.settings, app.clock)
    door = signing_in.Door(guard=guard, second=second, single_sign_on=system.title if system else None)
    return [
        signing_in.router(signing_in.SigningInPorts(operators=app.operators, throttle=app.throttle, door=door), guard),
        single_sign_on.router(
            single_sign_on.SignOnPorts(
                system=system, match=app.settings.oidc_match, operators=app.operators, throttle=app.throttle, door=door
            ),
            guard,
        ),
        own_account.router(
            own_account.AccountPorts(operators=app.operators, logins=app.logins, throttle=app.throttle), guard
        ),
        own_factor.router(second, app.operators, app.logins, guard),
    ]


def _channels(app: App, guard: Guard) -> APIRouter:
    maker = app.channels.maker
    return connecting.router(
        connecting.ConnectionPorts(
            connecting=Connecting(
                connections=app.connections, roster=app.channels, maker=maker, books=app.books, flows=app.flows,
                clock=app.clock,
            ),
            showing=Showing(
                roster=app.channels, health=app.ledger.health, address=app.settings.address, clock=app.clock
            ),
            trying=Trying(maker=maker, roster=app.channels), books=app.books, payloads=app.ledger.payloads,
            dead_letters=app.dead_letters,
        ),
        guard,
    )  # fmt: skip


def _parked(app: App) -> Parked:
    changes = Changes(
        conversations=app.conversations, announcer=app.desk.announcer, books=app.books, clock=app.clock
    )  # fmt: skip
    return Parked(
        letters=app.dead_letters, channels=app.channels, reception=app.reception, changes=changes, clock=app.clock
    )  # fmt: skip


def _telegram_link(app: App, guard: Guard) -> APIRouter:
    api = APIRouter(responses=REFUSALS, tags=["login"], route_class=StaffRoute)

    @api.post("/me/telegram-link")
    async def link_telegram(me: Annotated[Operator, Depends(guard.operator)]) -> TelegramLink:
        """A code that ties the Telegram account that sends it to this person; good once, for ten minutes."""
        code = await linking.make_code(app.redis, me.id)
        return TelegramLink(code=code, url=await linking.deep_link(app.redis, code))

    return api
