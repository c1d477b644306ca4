"""The bot's part of a turn: ask the dialogue what to do, and do it in the customer's language.

It never guesses: an answer is an article that was good enough, and where there is none the bot says so and gets a
person. It looks to the outside (dialogue, knowledge, queue lengths) and changes nothing there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

import structlog

from bot.buttons import CHOICES, Verb, button
from bot.catalogue import Catalogue
from bot.handing_over import HandingOver
from bot.subject import subject_of
from bot.texts import FileTexts
from handoff.conversation import Conversation
from handoff.handling import TOLD_UNSUPPORTED
from handoff.ids import EventId
from handoff.messages import Belief, Button, Happening, Source
from handoff.ports import Clock
from handoff.session import Asked, WithBot
from nlu.dialogue import (
    OUT_OF_SCOPE,
    Answer,
    Close,
    Command,
    Dialogue,
    DialogueUnavailable,
    HandOff,
    OfferPerson,
    Outcome,
    State,
    Stay,
)
from nlu.knowledge.article import ArticleId
from nlu.knowledge.library import Finding, Library
from nlu.knowledge.search import Answer as ArticleAnswer
from nlu.knowledge.search import Hit

log = structlog.get_logger()
WORTH_OFFERING = 0.3
"""The probability from which an article is worth a glance, when none is sure enough to be the answer: on the held-out
questions two offers of three then hold the right one, and half of what no article answers goes to a person at once."""


ASK_HUMAN, A_WISH = "ask_human", 0.22
"""From this probability on, "where is my order? a real person, please" is a wish for a person, although the order comes
first. Of 1,256 held-out sentences two that wish for nobody are taken for it, and three that do are no longer missed."""
A_LIKELY_WISH = 0.5
"""Less is a guess: "gramophone please" reaches 0.41, and the least of four real wishes beside an order 0.77."""
A_CLEAR_WISH = 0.8
"""Where any words are an answer, the wish must be all there is: of 35 sentences in four languages the 16 wishes reach
this, and of the 19 that tell of couriers, operators and calls only "call me back please"."""
_TRIES = frozenset({"affirm", "deny"})
"""Said to a flow's question these are tries to answer it, and no talk of something else."""
_ASKED: Mapping[Asked | None, Literal["helped", "offer_person"]] = {
    Asked.HELPED: "helped",
    Asked.OFFER_PERSON: "offer_person",
}
"""The questions that the dialogue knows of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bot:
    """Everything here returns the conversation as it is after the bot's move."""

    dialogue: Dialogue
    library: Library
    handing_over: HandingOver
    catalogue: Catalogue
    texts: FileTexts
    company: str
    clock: Clock

    async def answers(self, conversation: Conversation, session: WithBot, text: str, event: EventId) -> Conversation:
        """Understand the customer's words and act on them."""
        try:
            outcome = await self.understands(conversation, text, event)
        except DialogueUnavailable as error:
            return await self.passes_on_unheard(conversation, session, text, error)
        return await self.acts(conversation, session, text, outcome)

    async def understands(self, conversation: Conversation, text: str, event: EventId) -> Outcome:
        """What the dialogue makes of it; of an event it always makes the same. Raises DialogueUnavailable."""
        session = conversation.session
        state = State()
        if isinstance(session, WithBot):
            state = State(asked=_ASKED.get(session.asked), failures=session.failures)
        language = conversation.customer.language
        return await self.dialogue.turn(session=session.id, event=event, text=text, language=language, state=state)

    async def acts(self, conversation: Conversation, session: WithBot, text: str, outcome: Outcome) -> Conversation:
        """Do what the dialogue decided."""
        command = outcome.commands[0] if outcome.commands else None
        if isinstance(command, Answer) and asks_for_person(outcome):
            command = HandOff(topic=command.topic)
        found, subject = None, session.topic
        if isinstance(command, Answer | HandOff) and not text.startswith("/"):
            found = self._looked_up(conversation, text, outcome, command.topic)
            subject = subject_of(outcome.understood, found.hits) or command.topic or session.topic
        believed = conversation.believing(_belief(outcome, found if isinstance(command, Answer) else None))
        return await self._carry_out(believed, session, outcome.replies, command, found, subject)

    async def passes_on_unheard(
        self, conversation: Conversation, session: WithBot, text: str, error: DialogueUnavailable
    ) -> Conversation:
        """The dialogue is away: a person takes over."""
        log.warning("Dialogue unavailable, a person takes over", action="dialogue_unavailable", error=str(error))
        told = conversation.reports(Happening.BOT_UNAVAILABLE, at=self.clock(), error=str(error))
        hits = self.library.look_up(text, conversation.customer.language).hits
        subject = subject_of(None, hits) or session.topic
        return await self.handing_over.hand_over(told, session, "handoff_unavailable", "bot_unavailable", subject)

    def digresses(self, conversation: Conversation, text: str, outcome: Outcome | None) -> Conversation | None:
        """Reply to words in the middle of a flow's question, which is asked again afterwards; None: nothing to say.

        So no question of the bot's own comes with it.
        """
        believed = conversation.believing(_belief(outcome, None)) if outcome else conversation
        command = outcome.commands[0] if outcome and outcome.commands else None
        if outcome is None or isinstance(command, Answer):
            topic = command.topic if isinstance(command, Answer) else None
            found = self._looked_up(conversation, text, outcome, topic)
            return self._cites(believed, found.answer) if found.answer else None
        if command is not None or not outcome.replies or outcome.understood.intent in _TRIES:
            return None
        return _say_all(believed, outcome.replies, self.clock())

    def looks_up(self, conversation: Conversation, query: str) -> Conversation | None:
        """Answer what a flow asks for; None when no article is good enough."""
        found = self._looked_up(conversation, query, None, None)
        return self._cites(conversation, found.answer) if found.answer else None

    def _cites(self, conversation: Conversation, answer: ArticleAnswer) -> Conversation:
        """Answer from an article, and ask nothing."""
        source = self._say(conversation, "source", title=answer.title)
        cited = (Source(article_id=answer.article, title=answer.title),)
        return conversation.bot_says(f"{answer.text}\n\n{source}", at=self.clock(), sources=cited)

    def believes(self, conversation: Conversation, outcome: Outcome) -> Conversation:
        """What was understood, where a flow acts on it."""
        return conversation.believing(_belief(outcome, None))

    async def greets(self, conversation: Conversation, now: datetime) -> Conversation:
        door = await self.catalogue.door(conversation)
        return conversation.bot_says(self._say(conversation, "greeting", company=self.company), at=now, buttons=door)

    async def shows(self, conversation: Conversation, session: WithBot, choice: str) -> Conversation:
        """The customer has chosen something that was offered: of the catalogue, or an article."""
        if self.catalogue.holds(choice):
            return await self.catalogue.chosen(conversation, session, choice)
        answer = self.library.published(ArticleId(choice))
        if answer is None:
            return await self.handing_over.hand_over(conversation, session, "no_answer", "no_answer", session.topic)
        return self._answer(conversation, session, answer, self.clock())

    def says_button_is_old(self, conversation: Conversation) -> Conversation:
        return conversation.bot_says(self._say(conversation, "old_button"), at=self.clock())

    def says_reopened(self, conversation: Conversation) -> Conversation:
        return self.handing_over.courtesies.say(conversation, "reopened", at=self.clock())

    def says_unsupported(self, conversation: Conversation) -> Conversation:
        """Once in a session: whoever sends ten stickers of a new kind need not read it ten times."""
        known = conversation.handling
        if TOLD_UNSUPPORTED in known.done:
            return conversation
        told = conversation.bot_says(self._say(conversation, "unsupported"), at=self.clock())
        return told.with_handling(replace(known, done=(*known.done, TOLD_UNSUPPORTED)))

    def thanks_for_file(self, conversation: Conversation) -> Conversation:
        return conversation.bot_says(self._say(conversation, "file_received"), at=self.clock())

    async def passes_on_late(self, conversation: Conversation, session: WithBot, age: timedelta) -> Conversation:
        """A message from long ago: a person decides what it is still worth."""
        minutes = str(int(age.total_seconds() // 60))
        told = conversation.reports(Happening.LATE, at=self.clock(), minutes=minutes)
        return await self.handing_over.hand_over(told, session, None, "late", session.topic)

    async def passes_on_poison(self, conversation: Conversation, session: WithBot) -> Conversation:
        """The bot broke on this customer's message: a person takes over."""
        return await self.handing_over.hand_over(
            conversation, session, "handoff_unavailable", "error", session.topic, straight=True
        )

    async def passes_on_broken_flow(self, conversation: Conversation, session: WithBot) -> Conversation:
        """A flow broke in the middle: a person takes over."""
        return await self.handing_over.hand_over(
            conversation, session, "handoff_flow_failed", "flow_failed", session.topic, straight=True
        )

    async def passes_on(self, conversation: Conversation, session: WithBot) -> Conversation:
        """To people, for the reason that is known already."""
        reason = session.handling.reason or "asked"
        return await self.handing_over.hand_over(conversation, session, None, reason, session.topic, straight=True)

    async def _carry_out(
        self,
        conversation: Conversation,
        session: WithBot,
        replies: Sequence[str],
        command: Command | None,
        found: Finding | None,
        subject: str | None,
    ) -> Conversation:
        now = self.clock()
        match command:
            case None:
                return _say_all(conversation, replies, now)
            case Answer(otherwise=otherwise):
                if found is not None and found.answer is not None:
                    return self._answer(conversation, session, found.answer, now)
                likely = tuple(hit for hit in found.hits if hit.score >= WORTH_OFFERING)[:3] if found else ()
                if likely and otherwise != "replies" and not session.failures:
                    return self._offer(conversation, session, likely, now)
                if otherwise == "hand_off":
                    key = "handoff_failed" if session.failures else "no_answer"
                    return await self.handing_over.hand_over(conversation, session, key, key, subject)
                failed = replace(session, failures=session.failures + 1, asked=None)
                if otherwise == "replies":
                    return _say_all(conversation, replies, now).with_session(failed)
                person = button("person", self._say(conversation, "person_button"), session)
                said = conversation.bot_says(self._say(conversation, "rephrase"), at=now, buttons=(person,))
                return said.with_session(failed)
            case HandOff(reason=reason):
                key = "handoff_complaint" if reason == "complaint" else "handoff_asked"
                told = _say_all(conversation, replies, now)
                return await self.handing_over.hand_over(told, session, key, reason, subject)
            case OfferPerson():
                line = await self.handing_over.line_name(conversation, session.topic)
                choices = (self._button(conversation, session, "yes_person", "yes"),
                           self._button(conversation, session, "no_person", "no"))  # fmt: skip
                offered = conversation.bot_says(
                    self._say(conversation, "offer_person", line=line), at=now, buttons=choices
                )
                return offered.with_session(replace(session, asked=Asked.OFFER_PERSON, failures=session.failures + 1))
            case Stay():
                stayed = conversation.bot_says(self._say(conversation, "stay_with_bot"), at=now)
                return stayed.with_session(replace(session, asked=None))
            case Close(reason=reason):
                glad = conversation.bot_says(self._say(conversation, "helped_closed"), at=now)
                return glad.closed(session, at=now, reason=reason, by=None)
            case _:
                assert_never(command)

    def _looked_up(self, conversation: Conversation, text: str, outcome: Outcome | None, topic: str | None) -> Finding:
        # Two milliseconds: less than a thread would cost, which fights the event loop for the interpreter's lock.
        found = self.library.look_up(text, conversation.customer.language, topic)
        if outcome and outcome.understood.intent == OUT_OF_SCOPE:
            return replace(found, answer=None)  # talk of another field isn't answered because an article is near it
        return found

    def _offer(
        self, conversation: Conversation, session: WithBot, likely: Sequence[Hit], now: datetime
    ) -> Conversation:
        """Not sure enough to answer: let the customer choose among the likeliest articles, or a person."""
        choices = [button(verb, hit.answer.title, session) for verb, hit in zip(CHOICES, likely, strict=False)]
        person = self._button(conversation, session, "person", "person_button")
        said = conversation.bot_says(self._say(conversation, "choose_article"), at=now, buttons=(*choices, person))
        articles = tuple(hit.answer.article for hit in likely)
        return said.with_session(replace(session, failures=session.failures + 1, asked=None, choices=articles))

    def _answer(
        self, conversation: Conversation, session: WithBot, answer: ArticleAnswer, now: datetime
    ) -> Conversation:
        source = self._say(conversation, "source", title=answer.title)
        text = f"{answer.text}\n\n{source}\n\n{self._say(conversation, 'helped_question')}"
        choices = (
            self._button(conversation, session, "helped", "yes"),
            self._button(conversation, session, "not_helped", "no"),
        )
        cited = (Source(article_id=answer.article, title=answer.title),)
        said = conversation.bot_says(text, at=now, buttons=choices, sources=cited)
        return said.with_session(replace(session, asked=Asked.HELPED, choices=(), topic=answer.topic or session.topic))

    def _button(self, conversation: Conversation, session: WithBot, verb: Verb, key: str) -> Button:
        return button(verb, self._say(conversation, key), session)

    def _say(self, conversation: Conversation, key: str, **values: str) -> str:
        return self.texts.say(key, conversation.customer.language, **values)


def _say_all(conversation: Conversation, replies: Sequence[str], now: datetime) -> Conversation:
    for reply in replies:
        conversation = conversation.bot_says(reply, at=now)
    return conversation


def asks_for_person(outcome: Outcome) -> bool:
    """Does the customer ask for a person, perhaps among other things? An article would be the wrong answer then."""
    command = outcome.commands[0] if outcome.commands else None
    if isinstance(command, HandOff):
        return command.reason == "asked"
    wish = next((chance for intent, chance in outcome.understood.ranking if intent == ASK_HUMAN), 0.0)
    return wish >= A_WISH


def asks_more_for_person(outcome: Outcome) -> bool:
    """So much that a flow gives way whose very words were said, too? Beside another matter a wish is one as ever; alone
    it may be a guess at words that the dialogue has never seen."""
    understood = outcome.understood
    if understood.intent == ASK_HUMAN:
        return understood.confidence >= A_LIKELY_WISH
    return asks_for_person(outcome)


def clearly_asks_for_person(outcome: Outcome) -> bool:
    """Is it all that they want? What answers a free question may speak of persons, too."""
    understood = outcome.understood
    return understood.intent == ASK_HUMAN and understood.confidence >= A_CLEAR_WISH


def _belief(outcome: Outcome, found: Finding | None) -> Belief:
    understood = outcome.understood
    return Belief(
        intent=understood.intent,
        confidence=understood.confidence,
        topic=understood.topic,
        ranking=understood.ranking,
        articles=tuple((hit.answer.article, hit.answer.title, hit.score) for hit in found.hits[:3]) if found else (),
    )
