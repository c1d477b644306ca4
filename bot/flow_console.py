"""The flows' API over this product: what flows may refer to here, and who may do what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from fastapi import APIRouter

from bot.app import App
from bot.connecting.roster import Roster
from flows.console import checking, drafts, heat, palette, publishing, replays, secrets, systems, trials
from flows.console.ports import Around, Company, Doors, InProgress
from handoff.book import Book
from handoff.console.auth import Guard
from handoff.console.errors import StaffRoute
from handoff.console.schemas import Refused
from handoff.facts import ATTRIBUTE
from handoff.line import line_for
from handoff.operator import Role
from handoff.ports import Books, Vocabulary
from nlu.knowledge.library import Finding
from storage.mongo.flow_records import MongoFlowRecords
from storage.mongo.flows import MongoFlows
from storage.mongo.vocabulary import MongoVocabulary

_KNOWN = frozenset({"name", "language", "tier", "region", "groups", "phone", "email"})
"""What every customer may have; all else is an attribute."""
_TALK = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "ask_human", "complaint", "bot_challenge"})
"""What the dialogue understands besides what people ask about, which are the topics."""


def routers(app: App, guard: Guard) -> Sequence[APIRouter]:
    doors = Doors(
        reader=guard.at_least(Role.SUPERVISOR), editor=guard.at_least(Role.ADMIN), route=StaffRoute, refused=Refused
    )
    register, records = app.register, MongoFlowRecords(app.db)
    company = Company(
        around=_Surroundings(books=app.books, vocabulary=MongoVocabulary(app.db), roster=app.channels),
        flows=MongoFlows(app.db), secrets=register.named, systems=register.systems,
    )  # fmt: skip
    sessions = InProgress(by_revision=app.conversations.sessions_by_revision, move_over=app.mover().move_over)
    signed = systems.SystemPorts(
        store=register.systems, processes=register.processes, hooks=register.hooks,
        hooks_at=f"{app.settings.address}/hooks/flows",
    )  # fmt: skip
    tried = trials.TrialPorts(
        company=company, caller=app.caller,
        look_up=lambda text, language: _answer(app.library.look_up(text, language)),
    )  # fmt: skip
    return [
        drafts.router(company, sessions, doors, app.clock),
        publishing.router(company, sessions, doors, app.clock),
        palette.router(company, doors),
        checking.router(company, doors),
        trials.router(tried, doors),
        heat.router(company, records, doors, app.clock),
        replays.router(company, records, doors),
        secrets.router(company, doors, app.clock),
        systems.router(signed, doors, app.clock),
    ]


def _answer(found: Finding) -> str | None:
    return found.answer.text if found.answer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Surroundings:
    """What the company has now: by the rules in force, what conversations have been about, and what is connected."""

    books: Books
    vocabulary: Vocabulary
    roster: Roster

    async def __call__(self) -> Around:
        book, words = await self.books.now(), await self.vocabulary.words()
        used = [line for line in book.lines if not line.archived]
        languages = list(dict.fromkeys(language for line in used for language in line.names)) or ["en"]
        topics = frozenset(topic for line in used for topic in line.topics)
        attributes = {name.removeprefix(ATTRIBUTE) for name in words if name.startswith(ATTRIBUTE)}
        return Around(
            lines={line.id: line.name_in(languages[0]) for line in used}, topics=topics,
            intents=topics | _TALK | frozenset(words.get("intent", ())), attributes=_KNOWN | attributes,
            languages=tuple(languages), channels=self.roster.kinds(),
            people={each.id: each.name for each in book.staff}, zone=_zone(book),
            opens_at=lambda at: _opens_at(book, at),
        )  # fmt: skip


def _zone(book: Book) -> str:
    return line_for(None, book.lines).hours.zone if book.lines else "UTC"


def _opens_at(book: Book, at: datetime) -> datetime | None:
    return line_for(None, book.lines).hours.next_open(at) if book.lines else at
