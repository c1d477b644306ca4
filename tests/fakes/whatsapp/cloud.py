"""graph.facebook.com for tests. `async with WhatsAppCloud() as cloud:` then `cloud.base` is what clients call."""

import base64
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp

from tests.fakes.telegram.faults import Fault, Faults
from tests.fakes.whatsapp.checks import check_message
from tests.fakes.whatsapp.errors import PAIR_RATE, THROUGHPUT, UNDELIVERABLE, WINDOW, GraphError, invalid, parameter
from tests.fakes.whatsapp.media import MediaStore
from tests.fakes.whatsapp.people import Person, shown
from tests.fakes.whatsapp.server import Server
from tests.fakes.whatsapp.templates import Shelf
from tests.fakes.whatsapp.webhook import Post, Webhook, encode, over_http, sign

Json = dict[str, Any]
TOKEN, SECRET, VERIFY = "EAAG-very-secret-token", "app-secret-for-tests", "verify-word-for-tests"
WINDOW_LASTS = timedelta(hours=24)
PAIR_BURST, PAIR_EVERY = 45, timedelta(seconds=6)
PER_SECOND = 80


class WhatsAppCloud:
    """One business number. `strict_rates` counts messages to a person and in all; `clock` dates everything."""

    display, number_id, account_id = "15550783881", "106540352242922", "102290129340398"

    def __init__(
        self, *, clock: Callable[[], datetime] = lambda: datetime.now(UTC), strict_rates: bool = False
    ) -> None:
        self.clock, self.strict_rates = clock, strict_rates
        self.token, self.secret, self.verify = TOKEN, SECRET, VERIFY
        self.base = self.media_base = ""
        self.calls: list[Json] = []
        """Messages that were asked for, taken or not."""
        self.told: dict[str, str] = {}
        """The callback data of each message."""
        self.written: dict[str, Person] = {}
        """Whose each incoming message is."""
        self.media, self.templates, self.faults = MediaStore(), Shelf(), Faults()
        self.webhook: Webhook | None = None
        self.uploads = 0
        self.media_tokens: list[str] = []
        self._people: dict[str, Person] = {}
        self._shut: dict[str, GraphError] = {}
        self._paired: dict[str, deque[datetime]] = {}
        self._sent: deque[float] = deque()
        self._ids = 0
        self._server = Server(self)

    async def __aenter__(self) -> Self:
        self._client = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=30))
        self.base, self.media_base = await self._server.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._client.close()
        await self._server.stop()

    # -- who is there, and what they are up to -------------------------------------------------------------------------

    def person(self, wa_id: str = "48600100200", name: str = "Ada", **known: Any) -> Person:
        """Whoever has this number, made when first asked for."""
        if wa_id not in self._people:
            self._people[wa_id] = Person(cloud=self, wa_id=wa_id, name=name, **known)
        return self._people[wa_id]

    def new_id(self) -> str:
        self._ids += 1
        return "wamid." + base64.b64encode(f"{self.number_id}/{self._ids}".encode()).decode()

    def payload(
        self, *, messages: Sequence[Json] = (), statuses: Sequence[Json] = (), people: Sequence[Person] = ()
    ) -> Json:
        value: Json = {
            "messaging_product": "whatsapp",
            "metadata": {"display_phone_number": self.display, "phone_number_id": self.number_id},
        }
        if people:
            value["contacts"] = [person.contact() for person in people]
        if messages:
            value["messages"] = list(messages)
        if statuses:
            value["statuses"] = list(statuses)
        return self.change(value)

    def change(self, value: Json, field: str = "messages") -> Json:
        entry = {"id": self.account_id, "changes": [{"value": value, "field": field}]}
        return {"object": "whatsapp_business_account", "entry": [entry]}

    def request(self, payload: Json) -> tuple[dict[str, str], bytes]:
        """Headers (in lower case, as a gateway hands them on) and body of a webhook's request."""
        body = encode(payload)
        return {name.lower(): value for name, value in sign(body, self.secret).items()}, body

    def posts(self, to: str | Post) -> Webhook:
        """From now on events are sent to this address."""
        self.webhook = Webhook(over_http(self._client, to) if isinstance(to, str) else to, self.secret)
        return self.webhook

    async def deliver(self, payload: Json) -> None:
        if self.webhook:
            await self.webhook.show(payload)

    # -- trouble -------------------------------------------------------------------------------------------------------

    def lose_answers(self, times: int = 1, *, method: str = "messages") -> None:
        self.faults.add(Fault(method=method, lost=True), times)

    def fail(self, times: int = 1, status: int = 500, *, method: str = "messages", html: bool = False) -> None:
        self.faults.add(Fault(method=method, status=status, html=html), times)

    def delay(self, seconds: float, times: int = 1, *, method: str = "messages") -> None:
        self.faults.add(Fault(method=method, delay=seconds), times)

    def refuse(self, person: Person, error: GraphError | None) -> None:
        """Refuse everything sent to this person in this way; None ends it."""
        self._shut.pop(person.wa_id, None)
        if error:
            self._shut[person.wa_id] = error

    def throttle(self, person: Person) -> None:
        self.refuse(person, PAIR_RATE)

    # -- what the calls do ---------------------------------------------------------------------------------------------

    def send(self, body: Mapping[str, Any]) -> Json:
        """A message is taken: nothing more than that is said to whoever sends it."""
        self.calls.append(dict(body))
        if body.get("messaging_product") != "whatsapp":
            raise parameter("The parameter messaging_product is required.")
        if body.get("status") == "read":
            return self._marked(body)
        check_message(body)
        person = self._recipient(body)
        if error := self._shut.get(person.wa_id):
            raise error
        called = body["template"] if body.get("type") == "template" else None
        if not called and (person.wrote_at is None or self.clock() - person.wrote_at >= WINDOW_LASTS):
            raise WINDOW
        shown_text = self.templates.shown(called) if called else None
        known, media_id = self._known_to(person), body.get(body.get("type", "text"), {}).get("id")
        if (quoted := body.get("context", {}).get("message_id")) and quoted not in known:
            raise invalid("Context message_id does not belong to this conversation.")
        file = self.media.sent(body["type"], media_id, self.clock()) if media_id else None
        if self.strict_rates:
            self._count(person)
        id_ = self.new_id()
        self.told[id_] = body.get("biz_opaque_callback_data", "")
        person.inbox.append(shown(id_, body, shown_text, file))
        contact = {"input": body.get("to") or body["recipient"], **person.contact()}
        contact.pop("profile")
        return {"messaging_product": "whatsapp", "contacts": [contact], "messages": [{"id": id_}]}

    def _known_to(self, person: Person) -> set[str]:
        """The ids of all that was said between them."""
        return {each.id for each in person.inbox} | {id_ for id_, by in self.written.items() if by is person}

    def _recipient(self, body: Mapping[str, Any]) -> Person:
        wanted = body.get("to") or body.get("recipient")
        found = next((each for each in self._people.values() if wanted in (each.wa_id, each.user_id)), None)
        if found is None or (body.get("to") and not str(wanted).isdigit()):
            raise UNDELIVERABLE
        return found

    def _marked(self, body: Mapping[str, Any]) -> Json:
        person = self.written.get(body.get("message_id", ""))
        if person is None:
            raise invalid("Invalid message id.")
        person.read.append(body["message_id"])
        person.typing += body.get("typing_indicator") == {"type": "text"}
        return {"success": True}

    def _count(self, person: Person) -> None:
        now, second = self.clock(), time.monotonic()
        while self._sent and second - self._sent[0] > 1:
            self._sent.popleft()
        if len(self._sent) >= PER_SECOND:
            raise THROUGHPUT
        recent = self._paired.setdefault(person.wa_id, deque())
        while recent and now - recent[0] > PAIR_BURST * PAIR_EVERY:
            recent.popleft()
        if len(recent) >= PAIR_BURST:
            raise PAIR_RATE
        recent.append(now)
        self._sent.append(second)
