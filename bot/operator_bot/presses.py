"""What operators press."""

from typing import assert_never

from bot.operator_bot import words
from bot.operator_bot.buttons import Pressed, Verb, short, unpack
from bot.operator_bot.commands import Commands
from bot.operator_bot.reception import Reception
from bot.operator_bot.visit import Visit
from handoff.desk import NotFound, NotPossible
from handoff.ids import ConversationId

_PRESENCE = {Verb.ONLINE, Verb.AWAY, Verb.OFFLINE}


class Presses:
    def __init__(self, reception: Reception, commands: Commands) -> None:
        self._reception, self._commands = reception, commands
        self._desk, self._memory = reception.ports.desk, reception.memory

    async def pressed(self, visit: Visit) -> None:
        """Any button. One that we can't read any more says so."""
        query = visit.update.callback_query
        pressed = unpack(query.data or "") if query else None
        if pressed is not None and pressed.verb in _PRESENCE:
            await self._come_or_go(visit, pressed.verb)
            return
        conversation_id = await self._memory.named(pressed.conversation) if pressed else None
        if pressed is None or conversation_id is None:
            await visit.notice(visit.say("old_button"), alert=True)
            return

        async def act(visit: Visit, conversation_id: ConversationId) -> None:
            await visit.notice(await self._act(visit, conversation_id, pressed))

        await self._reception.attempt(visit, conversation_id, act)

    async def _act(self, visit: Visit, conversation_id: ConversationId, pressed: Pressed) -> str:
        """Do it; what is shown over the chat for a moment."""
        commands, closing = self._commands, self._commands.closing
        match pressed.verb:
            case Verb.ACCEPT:
                return await self._accept(visit, conversation_id)
            case Verb.DECLINE:
                await self._desk.decline(conversation_id, visit.operator)
            case Verb.ANSWER:
                return await self._answer(visit, conversation_id)
            case Verb.WHO:
                await commands.who(visit, conversation_id)
            case Verb.RESUME:
                await self._desk.resume(conversation_id, visit.operator)
                return visit.say("resumed")
            case Verb.TRANSFER:
                await commands.transfer(visit, conversation_id)
            case Verb.GIVE_BACK:
                await commands.back(visit, conversation_id)
            case Verb.TO_LINE | Verb.TO_OPERATOR:
                await self._pass(visit, conversation_id, pressed)
                await self._reception.post.remove(visit.spot, visit.message_id)
            case Verb.CLOSE:
                await closing.begin(visit, conversation_id)
            case Verb.SOLVED | Verb.UNRESOLVED:
                await closing.ask_topic(visit, conversation_id, pressed.verb)
            case Verb.CLOSE_AS:
                await closing.finish(visit, conversation_id, pressed.argument)
            case Verb.UNRESOLVED_AS:
                await closing.ask_comment(visit, conversation_id, pressed.argument)
            case Verb.ONLINE | Verb.AWAY | Verb.OFFLINE:
                await self._come_or_go(visit, pressed.verb)
            case other:
                assert_never(other)
        return ""

    async def _come_or_go(self, visit: Visit, verb: Verb) -> None:
        """Whatever session the button was under."""
        attendance = self._commands.attendance
        by = {Verb.ONLINE: attendance.online, Verb.AWAY: attendance.away, Verb.OFFLINE: attendance.offline}
        await by[verb](visit)
        await visit.notice()

    async def _accept(self, visit: Visit, conversation_id: ConversationId) -> str:
        taken = await self._desk.accept(conversation_id, visit.operator)
        await self._turn_to(visit, conversation_id)
        return visit.say("you_answer", title=words.title(taken, visit.say))

    async def _answer(self, visit: Visit, conversation_id: ConversationId) -> str:
        """Only the operator's own hand changes whom their next words go to, so that none reach the wrong customer."""
        conversation = await self._reception.seen(visit, conversation_id)
        if conversation.operator != visit.operator.id:
            raise NotPossible("Only the holder of a session answers in it.")
        await self._turn_to(visit, conversation_id)
        await self._desk.seen(conversation_id, visit.operator)
        await self._reception.show(visit, conversation)
        return visit.say("you_answer", title=words.title(conversation, visit.say))

    async def _turn_to(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Their next words go to this customer, and answer no question of ours. In a topic that goes without saying."""
        await self._memory.ask_nothing(visit.seat)
        if visit.spot.chat > 0:
            await self._memory.answer(visit.spot.chat, conversation_id)

    async def _pass(self, visit: Visit, conversation_id: ConversationId, pressed: Pressed) -> None:
        """To a line or a colleague; what is not there any more is not found."""
        me, wanted = visit.operator, pressed.argument
        if pressed.verb is Verb.TO_LINE:
            line = next((each.id for each in await self._desk.lines.all() if short(each.id) == wanted), None)
            if line is None:
                raise NotFound("line")
            await self._desk.transfer_to_line(conversation_id, me, line)
        else:
            colleague = next((each.id for each in await self._desk.operators.all() if short(each.id) == wanted), None)
            if colleague is None:
                raise NotFound("operator")
            await self._desk.transfer_to_operator(conversation_id, me, colleague)
