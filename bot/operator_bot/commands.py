"""What operators type: words for the customer, and commands."""

from collections.abc import Mapping

from telegram import Update

from bot.operator_bot import cards, linking
from bot.operator_bot.cards import Card
from bot.operator_bot.visit import Callback, Context, OnVisit, Reception, Visit
from handoff.conversation import Conversation
from handoff.ids import ConversationId
from handoff.operator import Operator, Presence

SHOWN = ("sessions", "who", "note", "transfer", "back", "close", "online", "away", "offline", "help")
"""Commands in the order of Telegram's menu."""


class Commands:
    def __init__(self, reception: Reception) -> None:
        self._reception = reception
        self._desk, self._post, self._memory = reception.ports.desk, reception.post, reception.memory

    def handlers(self) -> Mapping[str, Callback]:
        """By the command's name."""
        here = self._reception
        return {
            "start": self.start,
            "help": here.operators_only(self.help),
            "sessions": here.operators_only(self.sessions),
            "who": here.on_session(self.who),
            "note": here.on_session(self.note),
            "transfer": here.on_session(self.transfer),
            "back": here.on_session(self.back),
            "close": here.on_session(self.close),
            **{presence.value: here.operators_only(self._presence(presence)) for presence in Presence},
        }

    async def start(self, update: Update, context: Context) -> None:
        """`/start <code>` is what the console's link sends."""
        message, user = update.effective_message, update.effective_user
        if message is None or user is None:
            return
        if not context.args:
            await self._reception.operators_only(self.help)(update, context)
            return
        operator_id = await linking.redeem(self._reception.ports.redis, context.args[0])
        if operator_id is None:
            say = self._reception.texts.in_language(user.language_code)
            await self._post.send(message.chat_id, Card(text=say("link_expired")))
            return
        await self._desk.operators.link_telegram(operator_id, user.id)
        await self._reception.operators_only(self._welcome)(update, context)

    async def text(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Words for the customer. Quiet when it works."""
        await self._desk.reply(conversation_id, visit.operator, visit.text, visit.event)
        # Replying to one's own words means the same session.
        await self._memory.is_about(visit.chat, visit.message_id, conversation_id)

    async def note(self, visit: Visit, conversation_id: ConversationId) -> None:
        _, _, text = visit.text.partition(" ")
        if not text.strip():
            await self._say(visit, "note_usage")
            return
        await self._desk.note(conversation_id, visit.operator, text.strip(), visit.event)
        await self._say(visit, "note_kept")

    async def who(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._reception.show(visit, await self._reception.seen(visit, conversation_id))

    async def transfer(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Offer lines, and the colleagues who are at work."""
        conversation = await self._reception.seen(visit, conversation_id)
        colleagues = [
            each for each in await self._desk.operators.all() if _can_take(each, visit.operator, conversation)
        ]
        menu = cards.transfer_menu(conversation, await self._desk.lines.all(), colleagues, visit.say)
        await self._post.send(visit.chat, menu, conversation_id)

    async def close(self, visit: Visit, conversation_id: ConversationId) -> None:
        """Offer the line's topics."""
        conversation = await self._reception.seen(visit, conversation_id)
        menu = cards.close_menu(conversation, await self.topics(conversation), visit.say)
        await self._post.send(visit.chat, menu, conversation_id)

    async def topics(self, conversation: Conversation) -> frozenset[str]:
        """What a session may be closed as: the topics of its line, and the one it has."""
        line = next((each for each in await self._desk.lines.all() if each.id == conversation.line), None)
        own = {conversation.session.topic} if conversation.session.topic else set()
        return (line.topics if line else frozenset()) | own

    async def back(self, visit: Visit, conversation_id: ConversationId) -> None:
        await self._desk.give_back(conversation_id, visit.operator)

    async def sessions(self, visit: Visit) -> None:
        await self._post.send(visit.chat, await self._reception.sessions(visit))

    async def help(self, visit: Visit) -> None:
        await self._say(visit, "help")

    async def only_text(self, visit: Visit) -> None:
        await self._say(visit, "only_text")

    async def unknown(self, visit: Visit) -> None:
        await self._say(visit, "unknown_command")

    async def _welcome(self, visit: Visit) -> None:
        await self._say(visit, "linked", name=visit.operator.name)
        await self._say(visit, "help")
        await self._reception.watch.sweep()

    def _presence(self, presence: Presence) -> OnVisit:
        async def act(visit: Visit) -> None:
            await self._desk.operators.set_presence(visit.operator.id, presence)
            await self._say(visit, f"presence_{presence.value}")
            await self._reception.watch.sweep()  # who comes back hears of what waits

        return act

    async def _say(self, visit: Visit, key: str, **values: str) -> None:
        await self._post.send(visit.chat, Card(text=visit.say(key, **values)))


def _can_take(colleague: Operator, me: Operator, conversation: Conversation) -> bool:
    return colleague.id not in (me.id, conversation.operator) and colleague.presence is not Presence.OFFLINE
