"""The product without its web: what workers, schedulers and staff do, on real databases and at the messenger's wire.

Lighter than a world: no Rasa but a wire that answers as it was told, and a clock that stands still.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from aiohttp import web
from redis.asyncio import Redis

from bot.abilities import abilities_of
from bot.announcer import StaffAnnouncer, WorkerAnnouncer
from bot.answering import Bot
from bot.catalogue import Catalogue
from bot.channels.base import Channel
from bot.channels.telegram import TelegramChannel, TelegramSettings
from bot.connecting.aside import Aside
from bot.connecting.ledger import Ledger
from bot.delivery import Postman
from bot.events import EVENTS, FromCustomer, FromOutside
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
from bot.scheduler import Scheduler
from bot.smtp import SmtpServer
from bot.texts import FileTexts
from bot.turn import Turn
from bot.worker import Worker
from flows.effects import Call, StartProcess
from flows.happenings import CallFinished
from handoff.changes import Changes
from handoff.conversation import Conversation
from handoff.desk import Desk
from handoff.ids import ConversationId
from handoff.messages import Message
from nlu.knowledge.library import Finding
from nlu.rasa_client import PATH, RasaDialogue
from storage.mongo.chapters import MongoBooks, MongoChapters
from storage.mongo.client import Database
from storage.mongo.connections import MongoConnections
from storage.mongo.conversations import MongoConversations
from storage.mongo.dead_letters import MongoDeadLetters
from storage.mongo.files import MongoFiles
from storage.mongo.flows import MongoFlows
from storage.mongo.intake import MongoIntake
from storage.mongo.lines import MongoLines
from storage.mongo.messages import MongoHistory
from storage.mongo.notices import MongoNotices
from storage.mongo.operators import MongoOperators
from storage.mongo.payloads import MongoPayloads
from storage.mongo.people import MongoPeople
from storage.redis.bell import Bell
from storage.redis.channel_health import ChannelHealth
from storage.redis.codes import Codes
from storage.redis.live import Live
from storage.redis.loads import Loads
from storage.redis.mailbox import Mailbox
from storage.redis.queues import Queues
from tests.fakes.telegram import TelegramCloud, User
from tests.parts import LINES, STAFF, Clock, address

TOKEN, SECRET = "10001:customers", "a-secret-for-tests"


class Dialogue:
    """Rasa's side of the wire: says back what it hears, or what `commands` hold for a text."""

    def __init__(self) -> None:
        self.commands: dict[str, list[Mapping[str, Any]]] = {}
        self.rankings: dict[str, list[tuple[str, float]]] = {}
        """What a text is taken for, the likeliest first; else for `say`."""
        self.heard: list[tuple[str, str]] = []
        """Event and text of each call, in the order they came."""
        self.meanwhile: Callable[[str], Awaitable[object]] | None = None
        """Happens while a text is being thought about."""
        self.at_once = 0
        self.most_at_once = 0

    async def answer(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.heard.append((asked["event_id"], asked["message"]))
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            if self.meanwhile is not None:
                await self.meanwhile(asked["message"])
        finally:
            self.at_once -= 1
        commands = self.commands.get(asked["message"], [])
        replies = [] if commands else [{"text": f"You said: {asked['message']}"}]
        ranking = self.rankings.get(asked["message"], [("say", 1.0)])
        understood = {
            "intent": ranking[0][0], "confidence": ranking[0][1],
            "ranking": [{"name": name, "confidence": confidence} for name, confidence in ranking],
        }  # fmt: skip
        return web.json_response({"replies": replies, "commands": commands, "understood": understood})

    async def serve(self) -> tuple[web.AppRunner, str]:
        app = web.Application()
        app.router.add_post(PATH, self.answer)
        runner = web.AppRunner(app)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        host, port = runner.addresses[0][:2]
        return runner, f"http://{host}:{port}"


class EmptyLibrary:
    """A knowledge base without an article, and with a bug: looking up "poison" breaks it."""

    def look_up(self, text: str, language: str, topic: str | None = None) -> Finding:
        if text == "poison":
            raise RuntimeError("The index is broken")
        return Finding(answer=None, hits=())


class Systems:
    """Other systems, as flows ask them: each call is kept, and answered as `answer` says."""

    def __init__(self) -> None:
        self.called: list[Call] = []
        self.started: list[StartProcess] = []
        self.answer: Callable[[Call], Awaitable[CallFinished]] = self._yes

    async def call(self, effect: Call) -> CallFinished:
        self.called.append(effect)
        return await self.answer(effect)

    async def start(self, effect: StartProcess) -> CallFinished | None:
        self.started.append(effect)
        return None

    async def _yes(self, effect: Call) -> CallFinished:
        return CallFinished(call=effect.id, ok=True, status=200)


@dataclass(slots=True, kw_only=True)
class Backstage:
    db: Database
    redis: Redis
    cloud: TelegramCloud
    rasa: Dialogue
    dialogue: RasaDialogue
    channels: dict[str, Channel]
    clock: Clock = field(default_factory=Clock)
    library: Any = field(default_factory=EmptyLibrary)
    texts: FileTexts = field(default_factory=FileTexts)
    systems: Systems = field(default_factory=Systems)
    mail_server: SmtpServer | None = None
    sentiment: Callable[[str, str], float] = lambda text, language: 0.0

    conversations: MongoConversations = field(init=False)
    history: MongoHistory = field(init=False)
    lines: MongoLines = field(init=False)
    operators: MongoOperators = field(init=False)
    intake: MongoIntake = field(init=False)
    dead_letters: MongoDeadLetters = field(init=False)
    notices: MongoNotices = field(init=False)
    chapters: MongoChapters = field(init=False)
    books: MongoBooks = field(init=False)
    queues: Queues = field(init=False)
    loads: Loads = field(init=False)
    bell: Bell = field(init=False)
    live: Live = field(init=False)
    flows: MongoFlows = field(init=False)
    people: MongoPeople = field(init=False)
    codes: Codes = field(init=False)
    ledger: Ledger = field(init=False)

    def __post_init__(self) -> None:
        self.conversations, self.history = MongoConversations(self.db), MongoHistory(self.db)
        self.lines, self.operators = MongoLines(self.db), MongoOperators(self.db)
        self.intake, self.dead_letters = MongoIntake(self.db), MongoDeadLetters(self.db)
        self.notices, self.chapters = MongoNotices(self.db, Live(self.redis).tell), MongoChapters(self.db)
        self.books = MongoBooks(self.lines, self.operators, self.chapters, MongoConnections(self.db))
        self.flows, self.people, self.codes = MongoFlows(self.db), MongoPeople(self.db), Codes(self.redis)
        self.queues, self.live = Queues(self.redis), Live(self.redis)
        self.loads, self.bell = Loads(self.redis), Bell(self.redis)
        payloads = MongoPayloads(self.db, timedelta(days=1))
        self.ledger = Ledger(payloads=payloads, health=ChannelHealth(self.redis), clock=self.clock)

    # -- the parts -------------------------------------------------------------------------------------------------

    def mailbox(self, worker: str = "poster") -> Mailbox:
        return Mailbox(self.redis, worker)

    @property
    def reception(self) -> Reception:
        return Reception(store=self.intake, mailbox=self.mailbox(), clock=self.clock)

    @property
    def floor(self) -> Floor:
        return Floor(queues=self.queues, loads=self.loads, bell=self.bell, operators=self.operators)

    @property
    def postman(self) -> Postman:
        return Postman(
            conversations=self.conversations, history=self.history, notices=self.notices, channels=self.channels,
            ledger=self.ledger, clock=self.clock,
        )  # fmt: skip

    def handler(self) -> Handler:
        shelf = Shelf(self.flows)
        instead = OutOfHours(shelf=shelf, books=self.books)
        over = HandingOver(
            books=self.books, queues=self.queues, texts=self.texts, courtesies=self.desk.courtesies, clock=self.clock,
            instead=instead,
        )  # fmt: skip
        bot = Bot(
            dialogue=self.dialogue, library=self.library, texts=self.texts, company="Marlow & Pine", clock=self.clock,
            handing_over=over,
            catalogue=Catalogue(books=self.books, handing_over=over, texts=self.texts, clock=self.clock),
        )  # fmt: skip
        copy = Copier(channels=self.channels, files=MongoFiles(self.db))
        flowing = Flowing(shelf=shelf, bot=bot, books=self.books, clock=self.clock)
        turn = Turn(
            bot=bot, flows=flowing, noticing=Noticing(flowing=flowing), copy=copy,
            recall=self.history.known_as, sentiment=self.sentiment,
            recognition=Recognition(people=self.people, codes=self.codes, texts=self.texts, clock=self.clock),
            books=self.books, clock=self.clock,
        )  # fmt: skip
        return Handler(
            conversations=self.conversations, history=self.history, books=self.books, turn=turn,
            postman=self.postman, announcer=WorkerAnnouncer(floor=self.floor, live=self.live),
            outbox=Outbox(about=lambda _: self.systems, reception=self.reception, clock=self.clock),
            joining=JoiningNews(joining=self.joining(), codes=self.codes),
            channels=self.channels, clock=self.clock,
        )  # fmt: skip

    @property
    def aside(self) -> Aside:
        return Aside(dead_letters=self.dead_letters, ledger=self.ledger, clock=self.clock)

    def joining(self) -> Joining:
        return Joining(
            people=self.people, conversations=self.conversations, chapters=self.chapters, reception=self.reception,
            clock=self.clock,
        )  # fmt: skip

    def inviting(self) -> Inviting:
        mailer = CodeMailer(
            server=self.mail_server, sender="help@example.com", company="Marlow & Pine", texts=self.texts
        )
        titles = {"telegram": "Telegram"}
        return Inviting(codes=self.codes, mailer=mailer, served=self.channels, titles=titles, texts=self.texts)

    def worker(self, name: str = "one") -> Worker:
        return Worker(
            mailbox=self.mailbox(name), handler=self.handler(), intake=self.intake, dead_letters=self.dead_letters,
            clock=self.clock,
        )  # fmt: skip

    def scheduler(self) -> Scheduler:
        return Scheduler(
            conversations=self.conversations, mailbox=self.mailbox(), reception=self.reception, queues=self.queues,
            clock=self.clock,
        )  # fmt: skip

    @property
    def desk(self) -> Desk:
        """Another process's: it shares nothing with the workers but the databases."""
        announcer = StaffAnnouncer(
            floor=self.floor, live=self.live, mailbox=self.mailbox(), clock=self.clock
        )  # fmt: skip
        return Desk(
            conversations=MongoConversations(self.db), announcer=announcer, lines=self.lines,
            operators=self.operators, books=self.books, texts=self.texts, history=self.history,
            abilities=abilities_of(self.channels), clock=self.clock,
        )  # fmt: skip

    @asynccontextmanager
    async def working(self, *names: str) -> AsyncIterator[list[Worker]]:
        """Workers at work; asked to end at the end."""
        workers = [self.worker(name) for name in names or ("one",)]
        running = [asyncio.create_task(worker.run()) for worker in workers]
        try:
            yield workers
        finally:
            for worker in workers:
                worker.stop()
            await asyncio.gather(*running)

    # -- people ----------------------------------------------------------------------------------------------------

    async def customer(self, number: int = 501, name: str = "Ada") -> User:
        """Somebody whom the bot may write to."""
        user = self.cloud.user(number, name, bot=self.cloud.bot(TOKEN))
        await user.starts()
        return user

    def mover(self) -> Mover:
        """The console's: another process."""
        conversations = MongoConversations(self.db)
        changes = Changes(
            conversations=conversations, announcer=self.desk.announcer, books=self.books, clock=self.clock
        )  # fmt: skip
        return Mover(flows=MongoFlows(self.db), conversations=conversations, changes=changes)

    async def receives(self, *events: FromOutside) -> None:
        await self.reception(events)

    async def begins(self, start: Conversation) -> Conversation:
        """Store a conversation as it is."""
        return await self.conversations.commit(start, start)

    # -- what came of it -------------------------------------------------------------------------------------------

    async def conversation(self, customer: int = 501) -> Conversation:
        """As stored, whatever workers remember."""
        found = await MongoConversations(self.db).load(address(customer).conversation_id)
        assert found is not None, "The customer has not been heard yet."
        return found

    async def thread(self, customer: int = 501) -> list[Message]:
        return list(await self.history.page(await self.conversation(customer), before=None, limit=500))

    async def idle(self) -> bool:
        """Nothing is in a mailbox or in hand."""
        return await self.mailbox().depth() == 0


@asynccontextmanager
async def open_backstage(db: Database, redis: Redis) -> AsyncIterator[Backstage]:
    """With lines and staff, a Telegram to speak through, and a dialogue that can be told what to say."""
    async with AsyncExitStack() as stack:
        cloud = await stack.enter_async_context(TelegramCloud())
        cloud.bot(TOKEN)
        channel = TelegramChannel(
            TelegramSettings(
                token=TOKEN, api_base=cloud.base, webhook_secret=SECRET, patience=timedelta(seconds=5)
            ),
            files=MongoFiles(db),
        )  # fmt: skip
        await channel.open()
        stack.push_async_callback(channel.close)
        rasa = Dialogue()
        runner, url = await rasa.serve()
        stack.push_async_callback(runner.cleanup)
        dialogue = RasaDialogue(url)
        stack.push_async_callback(dialogue.close)
        backstage = Backstage(
            db=db, redis=redis, cloud=cloud, rasa=rasa, dialogue=dialogue, channels={"telegram": channel}
        )
        await backstage.mailbox().prepare()
        await build(backstage.queues, backstage.loads, backstage.conversations)
        for line in LINES:
            await backstage.lines.save(line)
        for each in STAFF:
            await backstage.operators.save(each)
        yield backstage


def as_text(event: FromCustomer) -> tuple[ConversationId, str]:
    """An event as a mailbox has it."""
    return event.conversation_id, EVENTS.dump_json(event).decode()
