"""What operators press."""

from typing import assert_never

from bot.operator_bot import words
from bot.operator_bot.buttons import Pressed, Verb, short, unpack
from bot.operator_bot.commands import Commands
from bot.operator_bot.visit import Reception, Visit
from handoff.desk import NotFound, NotPossible
from handoff.ids import ConversationId

_SOLVED = "solved"


class Presses:
    def __init__(self, reception: Reception, commands: Commands) -> None:
        self._reception, self._commands = reception, commands
        self._desk, self._memory = reception.ports.desk, reception.memory

    async def pressed(self, visit: Visit) -> None:
        """Any button. One that we can't read any more says so."""
        query = visit.update.callback_query
        pressed = unpack(query.data or "") if query else None
        conversation_id = await self._memory.named(pressed.conversation) if pressed else None
        if pressed is None or conversation_id is None:
            await visit.notice(visit.say("old_button"), alert=True)
            return

        async def act(visit: Visit, conversation_id: ConversationId) -> None:
            await self._act(visit, conversation_id, pressed)

        await self._reception.attempt(visit, conversation_id, act)

    async def _act(self, visit: Visit, conversation_id: ConversationId, pressed: Pressed) -> None:
        match pressed.verb:
            case Verb.ACCEPT:
                await self._accept(visit, conversation_id)
            case Verb.ANSWER:
                await self._answer(visit, conversation_id)
            case Verb.WHO:
                await self._commands.who(visit, conversation_id)
                await visit.notice()
            case Verb.TRANSFER:
                await self._commands.transfer(visit, conversation_id)
                await visit.notice()
            case Verb.CLOSE:
                await self._commands.close(visit, conversation_id)
                await visit.notice()
            case Verb.GIVE_BACK:
                await self._commands.back(visit, conversation_id)
                await visit.notice()
            case Verb.TO_LINE | Verb.TO_OPERATOR | Verb.CLOSE_AS:
                await self._choose(visit, conversation_id, pressed)
                await self._reception.post.remove(visit.chat, visit.message_id)
                await visit.notice()
            case other:
                assert_never(other)

    async def _accept(self, visit: Visit, conversation_id: ConversationId) -> None:
        taken = await self._desk.accept(conversation_id, visit.operator)
        await self._memory.answer(visit.chat, conversation_id)
        await visit.notice(visit.say("you_answer", title=words.title(taken)))

    async def _answer(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Only the operator's own hand changes whom their next words go to, so that none reach the wrong customer."""
        conversation = await self._reception.seen(visit, conversation_id)
        if conversation.operator != visit.operator.id:
            raise NotPossible("Only the holder of a session answers in it.")
        await self._memory.answer(visit.chat, conversation_id)
        await visit.notice(visit.say("you_answer", title=words.title(conversation)))
        await self._desk.seen(conversation_id, visit.operator)
        await self._reception.show(visit, conversation)

    async def _choose(self, visit: Visit, conversation_id: ConversationId, pressed: Pressed) -> None:
        """A choice of a menu; what is not there any more is not found."""
        me, wanted = visit.operator, pressed.argument
        if pressed.verb is Verb.TO_LINE:
            line = next((each.id for each in await self._desk.lines.all() if short(each.id) == wanted), None)
            if line is None:
                raise NotFound("line")
            await self._desk.transfer_to_line(conversation_id, me, line)
        elif pressed.verb is Verb.TO_OPERATOR:
            colleague = next((each.id for each in await self._desk.operators.all() if short(each.id) == wanted), None)
            if colleague is None:
                raise NotFound("operator")
            await self._desk.transfer_to_operator(conversation_id, me, colleague)
        else:
            topics = await self._commands.topics(await self._reception.seen(visit, conversation_id))
            topic = next((each for each in topics if short(each) == wanted), None)
            await self._desk.close(conversation_id, me, reason=_SOLVED, topic=topic)
