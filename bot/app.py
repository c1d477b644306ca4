"""Builds everything from the settings, once, and closes it in order: the one place that knows how the parts fit."""

import asyncio
import os
import socket
from collections.abc import AsyncIterator, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from bot.abilities import abilities_of
from bot.announcer import StaffAnnouncer, WorkerAnnouncer
from bot.answering import Bot
from bot.calling import HttpCaller, Register, open_register, wire
from bot.caretaker import Caretaker
from bot.catalogue import Catalogue
from bot.channels import KINDS
from bot.channels.surroundings import Surroundings
from bot.connecting.ledger import Ledger
from bot.connecting.making import Maker
from bot.connecting.roster import Roster
from bot.delivery import Postman
from bot.dispatcher import Dispatcher
from bot.file_store import open_files
from bot.floor import Floor, build
from bot.flowing.hours import OutOfHours
from bot.flowing.moving import Mover
from bot.flowing.noticing import Noticing
from bot.flowing.outbox import Outbox
from bot.flowing.running import Flowing
from bot.flowing.shelf import Shelf
from bot.handing_over import HandingOver
from bot.handler import Handler
from bot.intake import Reception
from bot.inviting import Inviting
from bot.joining import Joining
from bot.joining_codes import CodeMailer
from bot.joining_news import JoiningNews
from bot.joining_replies import Recognition
from bot.media import Copier
from bot.privacy import open_privacy
from bot.retention import Retention
from bot.scheduler import Scheduler
from bot.settings import Settings
from bot.smtp import read_smtp_url
from bot.texts import FileTexts
from bot.turn import Turn
from bot.worker import Worker
from handoff.changes import Changes
from handoff.desk import Desk
from handoff.ports import Clock
from nlu.knowledge.encoder import Lens, SentenceEncoder
from nlu.knowledge.judge import load_judges
from nlu.knowledge.library import Library
from nlu.rasa_client import RasaDialogue
from nlu.sentiment.reader import Sentiment
from storage.mongo import client as mongo
from storage.mongo.articles import MongoArticles
from storage.mongo.audit_chain import MongoAuditChain
from storage.mongo.canned import MongoCanned
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.connections import MongoConnections
from storage.mongo.conversations import MongoConversations
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.files import MongoFiles
from storage.mongo.flows import MongoFlows
from storage.mongo.inbox import MongoInbox
from storage.mongo.intake import MongoIntake
from storage.mongo.lines import MongoLines
from storage.mongo.logins import MongoLogins
from storage.mongo.messages import MongoHistory
from storage.mongo.migrations import migrate
from storage.mongo.notices import MongoNotices
from storage.mongo.operators import MongoOperators
from storage.mongo.payloads import MongoPayloads
from storage.mongo.people import MongoPeople
from storage.mongo.secrets import MongoSecrets
from storage.mongo.vectors import MongoVectors
from storage.redis import client as redis_client
from storage.redis.bell import Bell
from storage.redis.borrowing import Borrowing
from storage.redis.channel_health import ChannelHealth
from storage.redis.codes import Codes
from storage.redis.heartbeats import Heartbeats
from storage.redis.live import Live
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from storage.redis.rate import RedisThrottle


def utc_now() -> datetime:
    """The present, to the millisecond that MongoDB keeps."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The parts that roles are made of."""

    settings: Settings
    clock: Clock
    db: mongo.Database
    redis: redis_client.Redis
    channels: Roster
    connections: MongoConnections
    ledger: Ledger
    dialogue: RasaDialogue
    library: Library
    articles: MongoArticles
    conversations: MongoConversations
    history: MongoHistory
    inbox: MongoInbox
    files: MongoFiles
    lines: MongoLines
    operators: MongoOperators
    logins: MongoLogins
    canned: MongoCanned
    dead_letters: MongoDeadLetters
    notices: MongoNotices
    chapters: MongoChapters
    books: MongoBooks
    sentiment: Sentiment
    intake: MongoIntake
    mailbox: Mailbox
    people: MongoPeople
    codes: Codes
    queues: Queues
    loads: Loads
    bell: Bell
    heartbeats: Heartbeats
    floor: Floor
    live: Live
    throttle: RedisThrottle
    texts: FileTexts
    reception: Reception
    desk: Desk
    flows: MongoFlows
    register: Register
    caller: HttpCaller

    def worker(self) -> Worker:
        shelf = Shelf(self.flows)
        instead = OutOfHours(shelf=shelf, books=self.books)
        over = HandingOver(
            books=self.books, queues=self.queues, texts=self.texts, courtesies=self.desk.courtesies,
            clock=self.clock, instead=instead,
        )  # fmt: skip
        bot = Bot(
            dialogue=self.dialogue, library=self.library, texts=self.texts, company=self.settings.company,
            handing_over=over, clock=self.clock,
            catalogue=Catalogue(books=self.books, handing_over=over, texts=self.texts, clock=self.clock),
        )  # fmt: skip
        flowing = Flowing(shelf=shelf, bot=bot, books=self.books, clock=self.clock)
        recognition = Recognition(people=self.people, codes=self.codes, texts=self.texts, clock=self.clock)
        turn = Turn(
            bot=bot, flows=flowing, noticing=Noticing(flowing=flowing), recognition=recognition,
            sentiment=self.sentiment.read, copy=Copier(channels=self.channels, files=self.files),
            recall=self.history.known_as, books=self.books,
            clock=self.clock,
        )  # fmt: skip
        postman = Postman(
            conversations=self.conversations, history=self.history, notices=self.notices, channels=self.channels,
            ledger=self.ledger, clock=self.clock,
        )  # fmt: skip
        handler = Handler(
            conversations=self.conversations, history=self.history, turn=turn, postman=postman,
            announcer=WorkerAnnouncer(floor=self.floor, live=self.live),
            outbox=Outbox(about=self.caller.about, reception=self.reception, clock=self.clock),
            joining=JoiningNews(joining=self.joining(), codes=self.codes),
            channels=self.channels, books=self.books, clock=self.clock,
        )  # fmt: skip
        return Worker(
            mailbox=self.mailbox, handler=handler, intake=self.intake, dead_letters=self.dead_letters, clock=self.clock
        )

    def joining(self) -> Joining:
        return Joining(
            people=self.people, conversations=self.conversations, chapters=self.chapters, reception=self.reception,
            clock=self.clock,
        )  # fmt: skip

    def inviting(self) -> Inviting:
        settings = self.settings
        mailer = CodeMailer(
            server=read_smtp_url(settings.smtp_url) if settings.smtp_url else None, sender=settings.mail_from,
            company=settings.company, texts=self.texts,
        )  # fmt: skip
        titles = {kind.name: kind.title for kind in KINDS}
        return Inviting(codes=self.codes, mailer=mailer, served=self.channels, titles=titles, texts=self.texts)

    def scheduler(self) -> Scheduler:
        return Scheduler(
            conversations=self.conversations, mailbox=self.mailbox, reception=self.reception, queues=self.queues,
            clock=self.clock,
        )  # fmt: skip

    def dispatcher(self) -> Dispatcher:
        return Dispatcher(
            books=self.books, operators=self.operators, conversations=self.conversations, queues=self.queues,
            loads=self.loads, bell=self.bell, changes=self._changes(), courtesies=self.desk.courtesies,
            clock=self.clock,
        )  # fmt: skip

    def caretaker(self) -> Caretaker:
        return Caretaker(
            books=self.books, operators=self.operators, heartbeats=self.heartbeats, conversations=self.conversations,
            changes=self._changes(), bell=self.bell, clock=self.clock,
        )  # fmt: skip

    def retention(self) -> Retention:
        settings = self.settings
        return Retention(
            conversations=self.conversations, borrowing=Borrowing(self.redis), clock=self.clock,
            privacy=open_privacy(settings, self.db, self.redis, self.dialogue, self.clock),
            audit=MongoAuditChain(self.db, settings.secrets_key),
            keep_conversations=settings.conversations_life, keep_audit=settings.audit_life,
        )  # fmt: skip

    def mover(self) -> Mover:
        return Mover(flows=self.flows, conversations=self.conversations, changes=self._changes())

    def _changes(self) -> Changes:
        return Changes(
            conversations=self.conversations, announcer=self.desk.announcer, books=self.books, clock=self.clock
        )


@asynccontextmanager
async def open_app(settings: Settings, clock: Clock = utc_now) -> AsyncIterator[App]:
    """Connect, make what is missing (indexes, queues), open the channels; close in the opposite order."""
    async with AsyncExitStack() as stack:
        client, db = mongo.connect(settings.mongo_url, settings.mongo_database)
        stack.callback(client.close)
        redis = redis_client.connect(settings.redis_url)
        stack.push_async_callback(redis.aclose)
        await migrate(db, f"{socket.gethostname()}:{os.getpid()}", clock)
        await mongo.ensure_indexes(db)
        app = build_app(settings, clock, db, redis)
        stack.push_async_callback(app.dialogue.close)
        stack.push_async_callback(app.caller.wire.aclose)
        await app.mailbox.prepare()
        await build(app.queues, app.loads, app.conversations)
        await app.channels.open()
        stack.push_async_callback(app.channels.close)
        await stack.enter_async_context(_beside(app.channels.keep()))
        yield app


@asynccontextmanager
async def _beside(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Let something run until the end of the block."""
    task = asyncio.create_task(work)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def build_app(settings: Settings, clock: Clock, db: mongo.Database, redis: redis_client.Redis) -> App:
    """Fit the parts together; no traffic yet."""
    conversations, history = MongoConversations(db), MongoHistory(db)
    lines, operators, connections = MongoLines(db), MongoOperators(db), MongoConnections(db)
    queues, live, throttle = Queues(redis), Live(redis), RedisThrottle(redis)
    mailbox = Mailbox(redis, worker=f"{socket.gethostname()}:{os.getpid()}")
    loads, bell = Loads(redis), Bell(redis)
    floor = Floor(queues=queues, loads=loads, bell=bell, operators=operators)
    texts, articles, intake = FileTexts(), MongoArticles(db), MongoIntake(db)
    files = open_files(db, clock, settings.files_s3_url)
    chapters = MongoChapters(db)
    books, encoder = MongoBooks(lines, operators, chapters, connections), SentenceEncoder(Lens.load())
    surroundings = Surroundings(
        settings=settings, db=db, redis=redis, conversations=conversations, history=history, throttle=throttle,
        files=files, clock=clock,
    )  # fmt: skip
    register = open_register(db, settings.secrets_key)
    maker = Maker(given=surroundings, secrets_of=partial(MongoSecrets, db, settings.secrets_key), kinds=KINDS)
    channels = Roster(maker=maker, connections=connections)
    return App(
        settings=settings, clock=clock, db=db, redis=redis,
        channels=channels, connections=connections,
        ledger=Ledger(payloads=MongoPayloads(db, settings.payload_life), health=ChannelHealth(redis), clock=clock),
        dialogue=RasaDialogue(settings.rasa_url, settings.rasa_token or None),
        library=Library(articles, MongoVectors(db), encoder, load_judges()), articles=articles,
        conversations=conversations, history=history, inbox=MongoInbox(db), files=files,
        lines=lines, operators=operators, logins=MongoLogins(db), canned=MongoCanned(db),
        dead_letters=MongoDeadLetters(db), notices=MongoNotices(db, live.tell), chapters=chapters, books=books,
        sentiment=Sentiment.load(encoder), intake=intake, mailbox=mailbox,
        people=MongoPeople(db), codes=Codes(redis), queues=queues, loads=loads, bell=bell,
        heartbeats=Heartbeats(redis), floor=floor, live=live, throttle=throttle, texts=texts,
        reception=Reception(store=intake, mailbox=mailbox, clock=clock),
        desk=Desk(
            conversations=conversations, lines=lines, operators=operators, books=books, texts=texts, clock=clock,
            announcer=StaffAnnouncer(floor=floor, live=live, mailbox=mailbox, clock=clock), history=history,
            abilities=abilities_of(channels),
        ),
        flows=MongoFlows(db), register=register,
        caller=HttpCaller(register=register, wire=wire(), base=settings.address, clock=clock),
    )  # fmt: skip
