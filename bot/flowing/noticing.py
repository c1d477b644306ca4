"""What time and the desk do to flows: looked at after each change of a conversation, whoever made it.

What a flow waits for may have come; whoever took the session may have ended a question; the desk may have something to
report. All of it is told here, in the commit that makes it true, so it is told once.
"""

from dataclasses import dataclass, replace

from bot.flowing.news import Look, look, minutes_in
from bot.flowing.play import Play
from bot.flowing.running import Flowing
from flows.happenings import Event, TimePassed
from handoff.conversation import Conversation
from handoff.session import WithBot
from handoff.standing import Noticed

ROUNDS = 20
"""One thing leads to another: a flow closes the session, and that is news again. More is taken for a circle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticing:
    flowing: Flowing

    async def __call__(self, before: Conversation | None, conversation: Conversation, name: str) -> Conversation:
        """The conversation after all that is due and new; the very same where that is nothing."""
        play = await self.flowing.play(before, conversation, f"{name}:noticed")
        if not play.alive:
            return conversation
        await _time_passed(play)
        minutes, known = minutes_in(play.library.offers()), play.noticed
        for _ in range(ROUNDS):
            seen = look(play.conversation, play.noticed, minutes, play.now)
            play.noticed = seen.noticed
            if not seen.news:
                break
            await self._tell(play, seen)
        await play.settle()
        after = play.finish()
        changed = after is not conversation or conversation is not before
        return replace(after, noticed=play.noticed) if changed or _waits_otherwise(known, play.noticed) else after

    async def _tell(self, play: Play, seen: Look) -> None:
        for each in seen.news:
            if each.ends is not None:
                for run in [run for run in play.runs if run.asks]:
                    play.end(run, each.ends)
            if each.event is None:
                continue
            begun = await play.occurred(each.event)
            session = play.conversation.session
            if each.event.event is Event.OUT_OF_HOURS and not begun and isinstance(session, WithBot):
                # The flow that was to ask the customer is no longer in force: they go to the line after all.
                play.conversation = await self.flowing.bot.passes_on(play.conversation, session)


async def _time_passed(play: Play) -> None:
    """Tell those whose time has come, the one that waited longest first; ask anew what nobody has answered."""
    due = [(run.position.wait.until, run) for run in play.runs if run.position and run.position.wait.until]
    for until, run in sorted(due, key=lambda each: each[0]):
        if until <= play.now:
            await play.tell(run, TimePassed())
    for run in play.runs:
        if run.call and run.call.again_at <= play.now:
            run.ask_again(play.now)


def _waits_otherwise(known: Noticed, now: Noticed) -> bool:
    return (known.silence, known.until) != (now.silence, now.until)
