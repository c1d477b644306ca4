"""Flows in a turn: what happens is put to them in the order in which it would be expected.

Words go to the question that is open. Only what is no answer to it goes to the dialogue and the articles, and then the
question comes back. With no question open, what was said may begin a flow, before an article would answer it. Asking
for a person works at any time.
"""

from dataclasses import dataclass, replace

import structlog

from bot.answering import ASK_HUMAN, Bot, asks_for_person, asks_more_for_person, clearly_asks_for_person
from bot.flowing.buttons import read_action
from bot.flowing.heard import heard
from bot.flowing.news import first_look
from bot.flowing.play import Play
from bot.flowing.shelf import Shelf
from flows.effects import Say, Unexpected
from flows.happenings import AskedForPerson, CallFinished, Event, Hooked, Linked, Occurred, Resumed
from flows.record import Why
from flows.triggers import Offer, OnIntent, OnPattern, OnWords
from handoff.conversation import Conversation
from handoff.ids import EventId
from handoff.messages import Content
from handoff.ports import Books, Clock
from handoff.session import Closed, WithBot
from nlu.dialogue import DialogueUnavailable, Outcome

log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flowing:
    """For the turn. `before` is the conversation as it is stored, None for one that begins with this event."""

    shelf: Shelf
    bot: Bot
    books: Books
    clock: Clock

    async def play(self, before: Conversation | None, conversation: Conversation, name: str) -> Play:
        """The flows of a conversation, ready to be told something."""
        library = await self.shelf.library(conversation.standings)
        noticed = conversation.noticed or first_look(before)
        book, now = await self.books.now(), self.clock()
        return Play(self.bot, conversation, noticed, library, book, name=name, now=now)

    # -- what the customer does ----------------------------------------------------------------------------------------

    async def answered(
        self,
        before: Conversation | None,
        conversation: Conversation,
        content: Content,
        event: EventId,
        *,
        text: str,
        readable: bool = True,
    ) -> Conversation | None:
        """The customer's words or files, put to the question that is open. None: they begin something new.

        `text` is how the dialogue reads it. What is not `readable` is no answer, and no try of one.
        """
        play = await self.play(before, conversation, event)
        run = play.asking
        if run is None:
            return None
        said = heard(content, text=text and content.text)
        progress = play.hears(run, said)
        unexpected = any(isinstance(effect, Unexpected) for effect in progress.effects)
        if unexpected and isinstance(conversation.session, Closed):
            return None
        outcome = await self._understood(conversation, text, event) if text and (unexpected or _is_free(play)) else None
        if outcome is not None:
            play.conversation = self.bot.believes(play.conversation, outcome)
        if outcome and (asks_for_person(outcome) if unexpected else clearly_asks_for_person(outcome)):
            await play.tell(run, AskedForPerson(text=text))
        else:
            await play.take(run, said, progress)
        if unexpected and run.asks:
            replied = self.bot.says_unsupported(play.conversation) if not readable else None
            if text:
                replied = self.bot.digresses(play.conversation, text, outcome)
            play.conversation = replied or play.conversation
            await play.tell(run, Resumed(helped=replied is not None))
        await play.settle()
        return play.finish()

    async def said(
        self,
        before: Conversation | None,
        conversation: Conversation,
        content: Content,
        event: EventId,
        outcome: Outcome | None,
    ) -> tuple[Conversation, bool]:
        """Words, with no question open. True: a flow has taken them. `outcome` None: the dialogue is away."""
        play = await self.play(before, conversation, event)
        if not play.alive:
            return conversation, False
        said = heard(content, text=content.text, outcome=outcome)
        wish = outcome is not None and asks_for_person(outcome)
        if wish and (run := next((each for each in reversed(play.runs) if each.calls), None)):
            await play.tell(run, AskedForPerson(text=content.text))
            return play.finish(), True
        by_words = outcome is not None and wish and not asks_more_for_person(outcome)
        match = play.fits(said, only=(_by_words if by_words else _for_persons) if wish else None)
        self._leaves_behind(play)
        await self._opens(play, first=_is_first(before), quietly=match is not None or wish)
        taken = play.asking is not None or not isinstance(play.conversation.session, WithBot)
        if match is not None and not taken:
            taken = True
            if outcome is not None:
                play.conversation = self.bot.believes(play.conversation, outcome)
            await play.begin(match, said)
        return play.finish(), taken

    async def pressed(
        self, before: Conversation | None, conversation: Conversation, action: str, event: EventId
    ) -> Conversation | None:
        """A button, put to the question that is open, whoever has the session. None: it is not that question's."""
        play = await self.play(before, conversation, event)
        press = read_action(action, play.library)
        place = (press.flow, press.step) if press else None
        run = next((each for each in reversed(play.runs) if each.asks and each.place == place), None)
        if press is None or run is None:
            return None
        await play.tell(run, press)
        if run.asks and not isinstance(conversation.session, Closed):  # it has no such button any more
            await play.tell(run, Resumed(helped=False))
        await play.settle()
        return play.finish()

    async def pressed_anew(
        self, before: Conversation | None, conversation: Conversation, action: str, event: EventId
    ) -> Conversation:
        """A button of an older message: it begins what it is meant to, or it is said honestly that it is over."""
        play = await self.play(before, conversation, event)
        self._leaves_behind(play)
        press = read_action(action, play.library)
        if press and (match := play.fits(press, again=True)):
            await play.act(match, press)
            return play.finish()
        play.conversation = self.bot.says_button_is_old(play.conversation)
        if play.asking:
            await play.tell(play.asking, Resumed(helped=True))
        return play.finish()

    async def linked(
        self, before: Conversation | None, conversation: Conversation, payload: str, event: EventId
    ) -> tuple[Conversation, bool]:
        """The customer came by a link, or opened the chat. True: a flow welcomes them."""
        play = await self.play(before, conversation, event)
        self._leaves_behind(play)
        link = Linked(payload=payload)
        match = play.fits(link, again=True) if payload else None
        if match:
            await play.act(match, link)
        else:
            await self._opens(play)
        return play.finish(), play.begun > 0

    async def asked_again(
        self, before: Conversation | None, conversation: Conversation, event: EventId
    ) -> Conversation:
        """Something else was said in between: the open question once more, if there is one."""
        play = await self.play(before, conversation, event)
        if play.asking:
            await play.tell(play.asking, Resumed(helped=True))
        return play.finish()

    # -- what other systems tell ---------------------------------------------------------------------------------------

    async def called(self, conversation: Conversation, result: CallFinished, event: EventId) -> Conversation:
        """The answer to a call. One that nobody waits for any more changes nothing."""
        play = await self.play(conversation, conversation, event)
        for run in [each for each in play.runs if each.waits_for(result.call)]:
            await play.tell(run, result)
        await play.settle()
        return play.finish()

    async def underway(self, conversation: Conversation, call: str, event: EventId) -> Conversation:
        """A process was started; its callback brings the answer, however long it takes."""
        play = await self.play(conversation, conversation, event)
        for run in [each for each in play.runs if each.waits_for(call)]:
            run.call = None
        return play.finish()

    async def hooked(self, conversation: Conversation, hooked: Hooked, event: EventId) -> Conversation:
        play = await self.play(conversation, conversation, event)
        if match := play.fits(hooked):
            await play.begin(match, hooked)
        return play.finish()

    # -- parts ---------------------------------------------------------------------------------------------------------

    async def _understood(self, conversation: Conversation, text: str, event: EventId) -> Outcome | None:
        """None: the dialogue is away, and flows go on without it."""
        try:
            return await self.bot.understands(conversation, text, event)
        except DialogueUnavailable as error:
            log.warning("Dialogue unavailable, the flow goes on", action="dialogue_unavailable", error=str(error))
            return None

    def _leaves_behind(self, play: Play) -> None:
        """A new session: nobody will answer what was asked after the one before."""
        if play.conversation.session.number > play.noticed.session:
            for run in [each for each in play.runs if each.asks]:
                play.end(run, Why.OTHER)

    async def _opens(self, play: Play, *, first: bool = False, quietly: bool = False) -> None:
        """Report that a session has begun. `quietly`: the customer's words lead elsewhere, so nothing is asked now."""
        number = play.conversation.session.number
        opened = number > play.noticed.session
        play.noticed = replace(play.noticed, session=number)
        events = [Event.FIRST_MESSAGE] * first + [Event.SESSION_OPENED] * opened
        for event in events:
            await play.occurred(Occurred(event=event), quietly=quietly or play.asking is not None)


def _is_first(before: Conversation | None) -> bool:
    """Has the customer said nothing before?"""
    return before is None or (not before.earlier and before.session.number == 1 and before.handling.heard_at is None)


def _for_persons(offer: Offer) -> bool:
    """Who asks for a person gets into no other flow."""
    return isinstance(offer.trigger, OnIntent) and offer.trigger.intent == ASK_HUMAN


def _by_words(offer: Offer) -> bool:
    """A flow whose very words were said is meant, rather than a person whom the dialogue guesses at."""
    return isinstance(offer.trigger, OnWords | OnPattern) or _for_persons(offer)


def _is_free(play: Play) -> bool:
    """Would any words be an answer to the open question?"""
    run = play.asking
    asked = play.hears(run, Resumed(helped=True)).effects if run else ()
    return any(isinstance(effect, Say) and effect.expects == "text" for effect in asked)
