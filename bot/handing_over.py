"""From the bot to people: which line, by the rules in force, what it asks of them, and what the customer is told.

While the line is closed the bot works alone: it says when people are back, and asks what they will want to know.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.metrics import HANDOFFS
from bot.texts import FileTexts
from handoff.conversation import Conversation
from handoff.courtesies import Courtesies
from handoff.handling import OUT_OF_HOURS, Handling
from handoff.ids import LevelId, LineId
from handoff.line import Line, Service
from handoff.messages import Happening
from handoff.ports import Books, Clock
from handoff.priority import PriorityScheme
from handoff.reasons import Reason
from handoff.routing.applying import as_routed
from handoff.routing.decisions import Routing
from handoff.routing.reading import facts_of
from handoff.routing.rules import Ways, route_by
from handoff.routing.ways import ways_of
from handoff.session import Waiting, WithBot
from storage.redis.queues import Queues

_KINDS: Mapping[str, str] = {"complaint": "complaint"}
"""The type of request that a cause of handing over tells of; all else is a question, until staff say otherwise."""


Instead = Callable[[Conversation, datetime], Awaitable[bool]]
"""Is there something better to do with this customer, while the line is closed, than to let them wait?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a flow asks of the hand-over: its own line and urgency, and what it has collected for people."""

    flow: str
    line: LineId | None = None
    level: LevelId | None = None
    collected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandingOver:
    books: Books
    queues: Queues
    texts: FileTexts
    courtesies: Courtesies
    clock: Clock
    instead: Instead

    async def line_name(self, conversation: Conversation, topic: str | None) -> str:
        """Where the session would go, for the customer."""
        line, _ = await self._route(conversation, topic, "asked")
        return line.name_in(conversation.customer.language)

    async def hand_over(
        self,
        conversation: Conversation,
        session: WithBot,
        key: str | None,
        reason: str,
        topic: str | None,
        *,
        service: tuple[Line, Service] | None = None,
        wish: Wish | None = None,
        straight: bool = False,
    ) -> Conversation:
        """Open the session on its line, and say what happens next; `key` names the text that explains why.

        A `service` that the customer has chosen is its line's, unless a rule knows better. Where a flow collects what
        customers want out of hours, it is left to that once in a session, unless it has to go `straight` to people.
        """
        now = self.clock()
        if wish is not None:
            session = session.with_handling(_wished(session.handling, wish))
        line, decision = await self._route(
            conversation.with_session(session), topic, reason, service, wish.flow if wish else ""
        )
        open_now = line.hours.is_open(now)
        if not open_now and not straight and OUT_OF_HOURS not in session.handling.done:
            handling = _left_to_flow(session.handling, reason, service[0].id if service else None)
            about = replace(session, topic=topic or session.topic, handling=handling)
            if await self.instead(conversation.with_session(about), now):
                return conversation.with_session(about)
        HANDOFFS.labels(reason=reason).inc()
        then = await self._what_next(conversation, line, now, open_now=open_now)
        own = line.text_in("greeting", conversation.customer.language)
        words = " ".join(filter(None, (self._say(conversation, key) if key else "", own, then)))
        said = conversation.bot_says(words, at=now) if words else conversation
        scheme = (await self.books.now()).priority
        handling = _granted(as_routed(_asked_for(session.handling, reason), decision.routed), scheme)
        waiting = session.with_handling(handling).hand_off(line.id, at=now, topic=topic)
        handed = said.with_session(waiting).reports(
            Happening.HANDED_OFF, at=now, decision=decision, line=line.id, reason=reason
        )
        # A flow has asked already what the line would ask.
        return handed if open_now or OUT_OF_HOURS in handling.done else self._asks(handed, waiting, line, now)

    async def collects(self, conversation: Conversation, waiting: Waiting, answer: str) -> Conversation:
        """The customer has answered what the bot asked while the line is closed."""
        now, known = self.clock(), waiting.handling
        line = (await self.books.now()).line(waiting.line)
        if line is None or known.asking is None:
            return conversation
        heard = replace(known, collected={**known.collected, known.asking: answer}, asking=None)
        noted = waiting.with_handling(heard)
        told = conversation.with_session(noted).reports(
            Happening.COLLECTED, at=now, question=known.asking, answer=answer
        )
        return self._asks(told, noted, line, now)

    async def _route(
        self,
        conversation: Conversation,
        topic: str | None,
        reason: str,
        service: tuple[Line, Service] | None = None,
        flow: str = "",
    ) -> tuple[Line, Routing]:
        book, session = await self.books.now(), conversation.session
        about = replace(session, topic=topic or session.topic, handling=_asked_for(session.handling, reason))
        facts = facts_of(conversation.with_session(about), self.clock())
        ways = ways_of(facts, book)
        if service is not None and service[0].id in ways.lines:
            why = Reason(code="service", values={"service": service[1].name_in("en")})
            ways = replace(ways, otherwise=service[0].id, why=why)
        if (named := session.handling.to_line) in ways.lines:
            # Its author has decided: of a rule that names another line all else counts.
            ways = Ways(lines=(named,), otherwise=named, why=Reason(code="flow", values={"flow": flow}))
        routed = route_by(facts, book.routing, ways)
        line = book.line(routed.line)
        assert line is not None  # noqa: S101 - a route ends at a line that exists
        return line, Routing(facts=facts, version=book.routing_version, ways=ways, routed=routed)

    async def _what_next(self, conversation: Conversation, line: Line, now: datetime, *, open_now: bool) -> str:
        language, name = conversation.customer.language, line.name_in(conversation.customer.language)
        if open_now and not self.courtesies.welcome(conversation):
            return ""
        if open_now:
            place = str(await self.queues.length(line.id) + 1)
            own = line.text_in("queue_place", language)
            if own is not None:
                return _filled(own, place=place, line=name)
            return self._say(conversation, "queue_next" if place == "1" else "queue_place", line=name, place=place)
        opens = line.hours.next_open(now)
        when = self.texts.when(opens, now, line.hours.zone, language) if opens else None
        own = line.text_in("out_of_hours", language)
        if own is not None:
            return _filled(own, when=when or "", line=name)
        return self._say(conversation, "closed_until", when=when) if when else self._say(conversation, "closed_no_date")

    def _asks(self, conversation: Conversation, waiting: Waiting, line: Line, now: datetime) -> Conversation:
        """The next question of the line that has no answer yet; when all have, thanks."""
        known, language = waiting.handling, conversation.customer.language
        left = [each for each in line.questions if each.key not in known.collected]
        if left:
            text = left[0].texts.get(language) or left[0].texts.get("en") or left[0].key
            asking = replace(known, asking=left[0].key)
            return conversation.bot_says(text, at=now).with_session(waiting.with_handling(asking))
        return conversation.bot_says(self._say(conversation, "collected"), at=now) if known.collected else conversation

    def _say(self, conversation: Conversation, key: str, **values: str) -> str:
        return self.texts.say(key, conversation.customer.language, **values)


def _asked_for(handling: Handling, reason: str) -> Handling:
    return replace(handling, reason=reason, kind=handling.kind or _KINDS.get(reason, "question"))


def _wished(handling: Handling, wish: Wish) -> Handling:
    return replace(
        handling,
        to_line=wish.line or handling.to_line,
        to_level=wish.level or handling.to_level,
        collected={**handling.collected, **wish.collected},
    )


def _granted(handling: Handling, scheme: PriorityScheme) -> Handling:
    """Routed, and at least as urgent as a flow wished: whichever is more."""
    ranks = {level.id: rank for rank, level in enumerate(scheme.levels)}
    known = [each for each in (handling.priority.least, handling.to_level) if each in ranks]
    least = max(known, key=lambda level: ranks[level], default=handling.priority.least)
    return replace(handling, to_line=None, to_level=None, priority=replace(handling.priority, least=least))


def _left_to_flow(handling: Handling, reason: str, line: LineId | None) -> Handling:
    """Which line it was to be is kept for when the flow hands it over."""
    asked = _asked_for(handling, reason)
    return replace(asked, to_line=handling.to_line or line, done=(*handling.done, OUT_OF_HOURS))


def _filled(text: str, **values: str) -> str:
    """An admin's text with its places filled in; what it names beyond them stays as written."""
    for name, value in values.items():
        text = text.replace("{" + name + "}", value)
    return text
